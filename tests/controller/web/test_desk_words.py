"""A desk in words: why somebody is next, what every key does, and where somebody can be sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.channels import AT_A_COUNTER
from contract.commands import CallNext, Finish, OpenCounter, Park
from contract.ids import CounterId, FieldId, PriorityId, TicketNumber, VisitId
from contract.language import load_texts
from contract.notices import CounterStatus
from contract.site import Counter, Field
from controller.core.cause import Cause
from controller.core.desk import NextUp
from controller.web.counter_page import KINDS
from controller.web.desk_keys import aside_rows, desk_keys, target_rows
from controller.web.desk_words import cause_words, desk_words
from controller.web.page import HERE
from tests.office import CIVIL, FIVE, LAN, LAND, MAI, MORNING, OFFICERS, ONE, small_site

VI = load_texts(HERE.parent / "texts", "vi")
EN = load_texts(HERE.parent / "texts", "en")
ELDERLY = PriorityId("cao-tuoi")


def test_a_page_sends_every_command_that_a_clerk_may_give():
    assert {kind.__name__ for kind in KINDS.values()} | {"SignIn"} == {kind.__name__ for kind in AT_A_COUNTER}


def next_up(cause, priority=None):
    return NextUp(
        VisitId("2026-11-23-B012"),
        TicketNumber("B012"),
        "Đất đai",
        cause,
        MORNING,
        MORNING + timedelta(minutes=20),
        priority,
    )


def test_every_cause_is_said_in_both_languages_without_a_gap():
    at = MORNING + timedelta(minutes=24)
    for texts in (VI, EN):
        said = {cause: cause_words(next_up(cause, ELDERLY), {ELDERLY: "Người cao tuổi"}, at, texts) for cause in Cause}
        assert len(set(said.values())) == len(Cause)
        assert not any("{" in words or "None" in words for words in said.values())
        assert all(f"clerk.because.{cause}" in texts for cause in Cause)


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (Cause.OVERDUE, "Đã chờ 24 phút, lẽ ra gọi từ 08:20"),
        (Cause.DUE, "Phải gọi trước 08:20, sớm nhất trong các lĩnh vực"),
        (Cause.LAW, "Diện ưu tiên: Người cao tuổi"),
        (Cause.LISTED, "Quầy này nhận lĩnh vực Đất đai trước"),
    ],
)
def test_why_somebody_is_next(cause, words):
    at = MORNING + timedelta(minutes=24)
    assert cause_words(next_up(cause, ELDERLY), {ELDERLY: "Người cao tuổi"}, at, VI) == words


def test_a_class_that_the_site_file_has_lost_is_told_by_its_name(hall):
    assert cause_words(next_up(Cause.LAW, ELDERLY), {}, MORNING, VI) == "Diện ưu tiên: cao-tuoi"


def test_every_key_says_what_it_does_or_why_not(hall):
    hall.start()
    hall.take(LAND)
    site = hall.site

    def keys():
        return desk_keys(hall.service.desk(FIVE), site, VI)

    def shut():
        return {name.removeprefix("why_") for name, text in keys().items() if name.startswith("why_") and text}

    assert shut() == {"recall", "absent", "finish", "park", "transfer", "aside", "undo"}
    visit = hall.call(FIVE)
    assert shut() == {"call", "absent", "aside", "number", "pause", "leave"}
    assert keys()["label_undo"] == "Hoàn tác B001"
    hall.do(Park(FIVE, visit))
    assert shut() == {"call", "recall", "absent", "finish", "park", "transfer"}
    assert keys()["why_call"] == "Không còn ai đang chờ."
    assert keys()["label_aside"] == "Giữ, vắng (1)"


def test_a_closed_counter_opens_with_the_key_that_calls(hall):
    hall.start(sit=False)
    hall.take(LAND)
    desk = hall.service.desk(FIVE)
    keys = desk_keys(desk, hall.site, VI)
    assert (keys["do_call"], keys["label_call"], keys["why_call"]) == ("open", "Mở quầy", "")
    assert keys["why_number"] == "Quầy chưa mở. Xin mở quầy trước."
    paused = replace(desk, status=CounterStatus.PAUSED)
    assert desk_keys(paused, hall.site, VI)["label_pause"] == "Mở lại"
    assert desk_words(paused, hall.site, MORNING, VI)["label"] == "Tạm nghỉ"


def test_who_is_set_aside_elsewhere_is_called_only_with_the_right(hall):
    hall.start()
    hall.take(CIVIL)
    hall.do(Park(ONE, hall.do(CallNext(ONE)).visit))
    lan, mai = (next(one for one in OFFICERS if one.id == id_) for id_ in (LAN, MAI))
    (row,) = aside_rows(hall.service.desk(FIVE), lan, VI)
    assert (row["number"], row["words"]) == ("A001", "tạm giữ, quầy 1, 08:00")
    assert "chưa có quyền" in row["why"]
    assert aside_rows(hall.service.desk(FIVE), mai, VI)[0]["why"] == ""
    assert aside_rows(hall.service.desk(ONE), lan, VI)[0]["why"] == ""
    hall.take(LAND)
    hall.call(FIVE)
    assert "đang phục vụ" in aside_rows(hall.service.desk(FIVE), mai, VI)[0]["why"]


def test_somebody_can_be_sent_to_every_field_and_every_other_counter():
    fee = FieldId("nop-phi")
    site = small_site()
    counters = (*site.counters, Counter(CounterId(7), (fee, LAND)))
    site = replace(site, fields=(*site.fields, Field(fee, "Nộp phí", "P")), counters=counters)
    rows = target_rows(FIVE, site, VI)
    assert [row["key"] for row in rows] == ["B", "A", "P", "1", "7"]
    assert rows[0] == {"key": "B", "field": LAND, "label": "Đất đai"}
    assert (rows[4]["to_counter"], rows[4]["serves"], rows[4]["detail"]) == (7, (fee, LAND), "Nộp phí, Đất đai")


def test_steps_are_counted(hall):
    land, civil = hall.site.fields
    hall.site = replace(hall.site, fields=(replace(land, then=(CIVIL,)), civil))
    hall.start()
    hall.take(LAND)
    hall.do(Finish(FIVE, hall.call(FIVE)))
    hall.do(CallNext(ONE))
    words = desk_words(hall.service.desk(ONE), hall.site, MORNING, VI)
    assert (words["number"], words["field"], words["step"]) == ("B001", "Hộ tịch", "Bước 2/2")
    assert desk_keys(hall.service.desk(ONE), hall.site, VI)["label_finish"] == "Xong"
    assert hall.do(OpenCounter(ONE)).reason == "already_so"
