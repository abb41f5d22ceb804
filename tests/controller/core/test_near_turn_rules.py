"""When a phone is due a message, and in which words."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from contract.ids import FileCode, RequestId
from contract.language import load_texts
from contract.notices import FileStatus, LookUp, Wait
from contract.phone_messages import Gateway, Messages
from controller.core.message_words import message_text, status_text, values_of, without_marks
from controller.core.near_turn import Due, Word, due, is_over
from controller.core.queue import Stage
from controller.core.views import Following
from controller.web.page import HERE
from tests.office import FIVE, MORNING

ON = Messages(Gateway.SMS, "http://gateway")
FAR = Following("B012", "Đất đai", "Khu B", Stage.WAITING, 9, None, Wait(1000, 1500, 2000))
CALLED = replace(FAR, stage=Stage.CALLED, ahead=0, counter=FIVE, times=1, called_at=MORNING)
NOTHING = frozenset()
VI, EN = (load_texts(HERE.parent / "texts", one) for one in ("vi", "en"))


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_the_first_message_leaves_when_few_are_before(ahead):
    assert due(ON, replace(FAR, ahead=ahead), NOTHING) == Due(Word.NEAR, "near 1")


def test_nobody_is_told_early_nor_twice():
    near = replace(FAR, ahead=2)
    assert due(ON, FAR, NOTHING) is None
    assert due(ON, near, frozenset({"near 1"})) is None
    assert due(replace(ON, near_ahead=0), near, NOTHING) is None


def test_each_step_of_a_visit_has_its_message():
    assert due(ON, replace(FAR, ahead=2, step=2), frozenset({"near 1"})) == Due(Word.NEAR, "near 2")


def test_the_first_message_leaves_by_the_forecast_where_the_office_says_so():
    by_time = replace(ON, near_ahead=0, near_minutes=15)
    assert due(by_time, FAR, NOTHING) is None
    assert due(by_time, replace(FAR, wait=Wait(300, 900, 1200)), NOTHING) == Due(Word.NEAR, "near 1")
    assert due(by_time, replace(FAR, wait=None), NOTHING) is None
    assert due(replace(by_time, near_minutes=0), replace(FAR, wait=Wait(0, 0, 60)), NOTHING) is None


def test_a_call_is_told_once_and_a_recall_where_wanted():
    call = due(ON, CALLED, NOTHING)
    assert call.word is Word.CALL
    assert due(ON, CALLED, frozenset({call.mark})) is None
    again = replace(CALLED, times=2, called_at=MORNING + timedelta(seconds=30))
    assert due(ON, again, frozenset({call.mark})) is None
    recall = due(replace(ON, on_recall=True), again, frozenset({call.mark}))
    assert recall.word is Word.RECALL
    assert recall.mark != call.mark
    assert due(replace(ON, on_call=False), CALLED, NOTHING) is None
    assert due(ON, replace(CALLED, called_at=None), NOTHING).word is Word.CALL


def test_who_was_absent_is_told_of_the_next_call():
    first, later = due(ON, CALLED, NOTHING), replace(CALLED, called_at=MORNING + timedelta(minutes=5))
    assert due(ON, later, frozenset({first.mark})).word is Word.CALL


@pytest.mark.parametrize("stage", [Stage.PARKED, Stage.ABSENT, Stage.FINISHED, Stage.CANCELLED])
def test_other_stages_are_told_on_the_page_alone(stage):
    assert due(ON, replace(FAR, stage=stage, ahead=0), NOTHING) is None


def test_one_visit_gets_so_many_and_no_more():
    assert due(replace(ON, per_visit=2), CALLED, frozenset({"a", "b"})) is None


def test_a_visit_is_over_when_done_cancelled_or_of_another_day():
    assert is_over(None)
    over = {stage for stage in Stage if is_over(replace(FAR, stage=stage))}
    assert over == {Stage.FINISHED, Stage.CANCELLED}


def test_words_in_the_citizens_language_and_without_marks_where_wanted():
    values = values_of(replace(FAR, ahead=2), "Một cửa", "http://x/t", VI)
    assert message_text(ON, Word.NEAR, values, VI) == (
        "Một cửa: số B012 còn 2 người trước. Mời ông/bà về khu chờ. http://x/t"
    )
    assert "2 before you" in message_text(ON, Word.NEAR, values, EN)
    plain = message_text(replace(ON, marks=False), Word.NEAR, values, VI)
    assert plain == "Mot cua: so B012 con 2 nguoi truoc. Moi ong/ba ve khu cho. http://x/t"
    assert values["wait"] == "khoảng 15–35 phút"
    assert values["counter"] == ""


def test_who_is_next_is_not_told_of_nobody():
    values = values_of(replace(FAR, ahead=0, wait=None), "Một cửa", "", VI)
    assert "là số tiếp theo" in message_text(ON, Word.NEAR, values, VI)


def test_approved_words_take_the_place_of_ours_and_their_values_stay_values():
    values = values_of(CALLED, "Một {number}", "", VI)
    own = replace(ON, call="{office} moi {number} den quay {counter}", near="{wait}")
    assert message_text(own, Word.CALL, values, VI) == "Một {number} moi B012 den quay 5"
    assert message_text(ON, Word.RECALL, values, VI) == "Một {number}: gọi lại số B012, mời ông/bà đến quầy 5."


def test_without_marks_every_letter_is_plain():
    assert without_marks("Đường Nguyễn Huệ, quận Ấp Bắc – đỏ") == "Duong Nguyen Hue, quan Ap Bac - do"


TODAY = date(2026, 11, 23)
FILE = FileStatus(
    RequestId("r"), LookUp.FOUND, FileCode("H56.14-240823-0001"), 4, date(2026, 11, 30), contact="bàn hướng dẫn"
)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (FILE, "Hồ sơ H56.14-240823-0001: Đang xử lý. Hẹn trả ngày 30/11/2026. Hỏi thêm: bàn hướng dẫn."),
        (replace(FILE, contact="", due_on=None), "Hồ sơ H56.14-240823-0001: Đang xử lý."),
        (
            replace(FILE, contact="", due_on=date(2026, 11, 20)),
            "Hồ sơ H56.14-240823-0001: Đang xử lý. Đã quá hẹn ngày 20/11/2026, xin lỗi ông/bà.",
        ),
        (
            replace(FILE, contact="", due_on=date(2026, 11, 20), new_due_on=date(2026, 12, 1)),
            "Hồ sơ H56.14-240823-0001: Đang xử lý. Xin lỗi ông/bà vì trễ hẹn. Ngày hẹn mới: 01/12/2026.",
        ),
        (
            replace(FILE, contact="", status=9),
            "Hồ sơ H56.14-240823-0001: Đã xử lý xong. Mời ông/bà đến nhận kết quả.",
        ),
        (replace(FILE, contact="", status=0), "Hồ sơ H56.14-240823-0001: Chưa rõ tình trạng."),
        (
            replace(FILE, outcome=LookUp.UNKNOWN_FILE),
            "Không thấy hồ sơ H56.14-240823-0001. Xin xem lại mã in trên giấy hẹn.",
        ),
        (replace(FILE, outcome=LookUp.UNAVAILABLE), "Chưa tra cứu được lúc này. Xin ông/bà nhắn lại sau ít phút."),
    ],
)
def test_a_text_message_tells_how_far_a_file_is_and_no_more(file, told):
    assert status_text(file, TODAY, VI) == told


def test_the_moment_of_a_call_is_the_mark():
    assert due(ON, CALLED, NOTHING).mark == f"call {datetime.isoformat(MORNING)}"
