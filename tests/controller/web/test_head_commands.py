"""The head's page over real HTTP: who may look, who may act, and what each command does."""

import json
import time

import pytest
from websockets.exceptions import ConnectionClosed

from contract.commands import MarkAbsent, Park, RaiseAlarm, Recall
from contract.request_ids import new_request_id
from tests.controller.web.head_line import HeadLine
from tests.controller.web.test_web_pages import words
from tests.office import AN, CIVIL, ELDERLY, FIVE, HOA, LAN, LAND, ONE


@pytest.fixture
def head(hall):
    hall.start()
    return HeadLine(hall, HOA)


def test_the_answer_stands_first_and_is_there_without_a_script(head):
    head.hall.take(LAND)
    head.hall.clock.move(minutes=25)
    page = words(head.page())
    assert page.index("Chờ quá lâu Đất đai (25 phút)") < page.index("Chờ lâu nhất 25 phút")
    assert "Chờ quá lâu 1 người Đang chờ 1 người Quầy mở 2/2" in page
    assert "Nguyễn Thị Hoa" in page


def test_every_field_counter_and_officer_is_told(head):
    hall = head.hall
    hall.take(LAND, 2)
    hall.take(CIVIL)
    hall.call(FIVE)
    hall.clock.move(minutes=15)
    state = head.state()
    land, civil = state["fields"]
    assert (land["waiting"], land["longest"], land["counters"], land["door_word"]) == ("1", "15 phút", "1", "đang phát")
    assert (land["heat"], land["flags"], land["day"]) == ("soon", "1 sắp quá lâu", "Hôm nay phát 2 số, xong 0")
    assert [(one["number"], one["heat"]) for one in land["people"]] == [("B002", "soon")]
    assert "đã chờ 15 phút · sắp quá lâu" in land["people"][0]["words"]
    assert civil["waiting"] == "1"
    one, five = state["counters"]
    assert (one["now"], one["officer"], five["now"], five["officer"]) == ("Trống", "Lê Thị Mai", "B001", "Trần Thị Lan")
    assert (five["for"], five["serving"], five["field"]) == ("15 phút", "15 phút, từ 08:00", "Đất đai")
    assert (state["stage"], state["heat"], state["verdict"]) == ("soon", "soon", "Sắp quá lâu")
    assert state["seated"] == "2 người đang ở quầy"


def test_people_with_no_counter_open_are_never_fine(head):
    head.hall.take(LAND)
    assert head.row()["heat"] == "fine"
    head.does("close", counter=FIVE)
    assert (head.row()["heat"], head.row()["flags"]) == ("soon", "Chưa có quầy mở")
    assert (head.counter()["now"], head.counter()["since"]) == ("Đóng", "Đóng từ 08:00")


def test_a_field_is_closed_and_opened_again(head):
    head.does("close_field", field=LAND)
    assert (head.row()["door"], head.row()["door_word"]) == ("closed", "đã ngừng")
    assert head.is_told("close_field", field=LAND) == "Việc này đã được làm rồi."
    head.does("open_field", field=LAND)
    assert head.row()["door"] == "open"


def test_a_message_is_shown_and_taken_away(head):
    head.does("message", text="Nghỉ trưa lúc 11 giờ 30", minutes=45)
    state = head.state()
    assert (state["message"], state["message_until"]) == ("Nghỉ trưa lúc 11 giờ 30", "đến 08:45")
    assert "Thông báo quá dài" in head.is_told("message", text="a" * 161, minutes=5)
    head.does("message", text="")
    assert (head.state()["message"], head.state()["has_message"]) == ("Không có thông báo", False)


def test_an_emergency_stands_above_everything_until_it_is_ended(head):
    assert head.state()["emergency"] == ""
    head.does("emergency", text="Có cháy, mời ra cửa số 2")
    state = head.state()
    assert state["message"] == "Có cháy, mời ra cửa số 2"
    assert (state["emergency"], state["stage"]) == ("Đang báo khẩn từ 08:00: Có cháy, mời ra cửa số 2", "alarm")
    assert "Đang báo khẩn từ 08:00" in words(head.page())
    assert "Thông báo quá dài" in head.is_told("emergency", text="")
    head.does("end_emergency")
    assert (head.state()["emergency"], head.state()["stage"]) == ("", "fine")
    assert head.is_told("end_emergency") == "Việc này đã được làm rồi."


def test_an_alarm_stands_above_everything_until_help_has_come(head):
    head.hall.do(RaiseAlarm(FIVE))
    state = head.state()
    assert state["stage"] == "alarm"
    assert state["alarms"] == [{"counter": FIVE, "text": "Quầy 5 cần hỗ trợ, từ 08:00"}]
    assert state["title"].startswith("Quầy 5 cần hỗ trợ, từ 08:00 · ")
    head.does("calm", counter=FIVE)
    assert (head.state()["stage"], head.state()["alarms"]) == ("fine", [])


def test_counters_are_paused_closed_and_left_from_afar(head):
    head.does("pause", counter=FIVE)
    assert head.counter()["now"] == "Tạm nghỉ"
    head.does("close", counter=FIVE)
    head.does("sign_out", counter=FIVE)
    assert (head.counter()["officer"], head.counter()["signed_in"]) == ("Chưa có cán bộ", False)
    assert head.state()["seated"] == "1 người đang ở quầy · chưa vào quầy: Trần Thị Lan"
    head.hall.take(CIVIL)
    head.hall.call(ONE)
    assert head.is_told("close", counter=ONE) == "Quầy đang phục vụ một số. Bấm Xong hoặc Vắng mặt trước."


def test_a_number_is_given_at_the_desk_to_somebody_whom_the_law_puts_first(head):
    head.hall.take(LAND, 3)
    given = head.does("ticket", field=LAND, priority=ELDERLY)["ticket"]
    assert (given["number"], given["field"], given["time"]) == ("B004", "Đất đai", "Lấy lúc 08:00")
    assert given["ahead"] == "Có 0 người trước ông/bà trong hàng này"
    assert given["follow"].startswith("http://office/t/2026-11-23-B004/")
    assert given["path"].startswith("M0 0h1v1h-1z")
    assert [one["mark"] for one in head.row()["people"]] == ["ƯT", "", "", ""]
    assert "ưu tiên: Người cao tuổi" in head.row()["people"][0]["words"]


def test_a_number_is_given_for_a_time_that_was_booked(head):
    head.does("ticket", field=LAND, appointed_at="2026-11-23T09:30:00")
    (person,) = head.row()["people"]
    assert (person["mark"], "hẹn 09:30" in person["words"]) == ("hẹn", True)


def test_a_number_at_the_desk_is_given_once_however_often_it_is_asked_for(head):
    body = {"request": new_request_id(), "command": "ticket", "field": LAND}
    assert head.post(body).json() == head.post(body).json()
    assert head.row()["waiting"] == "1"


def test_people_are_moved_to_fields_counters_and_places(head):
    first, second = head.hall.take(LAND).visit, head.hall.take(LAND).visit
    head.does("transfer", visit=second, place="front")
    assert [one["visit"] for one in head.row()["people"]] == [second, first]
    head.does("transfer", visit=second, field=CIVIL, to_counter=ONE, place="end")
    (person,) = head.row(CIVIL)["people"]
    assert (person["visit"], "chờ riêng quầy 1" in person["words"]) == (second, True)
    head.does("transfer", visit=second, place="original")
    head.hall.take(CIVIL)
    assert head.hall.call(FIVE) == first
    head.does("transfer", visit=first, counter=FIVE, field=CIVIL)
    assert head.counter()["number"] == ""
    assert head.is_told("transfer", visit="2026-11-23-B999") == "Không tìm thấy số này trong hôm nay."


def test_who_is_away_is_brought_back_or_sent_home(head):
    hall = head.hall
    hall.take(LAND, 2)
    parked = hall.call(FIVE)
    hall.do(Park(FIVE, parked))
    absent = hall.call(FIVE)
    hall.clock.move(seconds=10)
    hall.do(Recall(FIVE, absent))
    hall.do(MarkAbsent(FIVE, absent))
    assert [(one["mark"], one["words"]) for one in head.row()["away"]] == [
        ("giữ", "Quầy 5 tạm giữ, gọi lúc 08:00"),
        ("vắng", "Vắng mặt ở quầy 5, gọi lúc 08:00"),
    ]
    head.does("return", visit=absent)
    head.does("priority", visit=parked, priority=ELDERLY)
    assert head.row()["away"][0]["words"] == "Quầy 5 tạm giữ, gọi lúc 08:00 · ưu tiên: Người cao tuổi"
    head.does("return", visit=parked)
    assert (head.row()["away"], len(head.row()["people"])) == ([], 2)
    head.does("cancel", visit=absent)
    assert [one["visit"] for one in head.row()["people"]] == [parked]
    assert "đã hủy" in head.is_told("cancel", visit=absent)


def test_long_waits_are_told_in_hours_and_the_worst_fields_first(head):
    head.hall.take(CIVIL)
    head.hall.clock.move(minutes=30)
    head.hall.take(LAND)
    head.hall.clock.move(minutes=45)
    assert head.state()["where"] == "Hộ tịch (1 giờ 15 phút) · Đất đai (45 phút)"


def test_the_page_speaks_english_where_it_is_asked_to(head):
    head.hall.take(LAND)
    head.query = "?lang=en"
    assert (head.state()["verdict"], head.state()["where"]) == ("All fine", "Nobody has waited too long.")
    assert "Hall now" in head.page().text
    assert head.is_told("open_field", field=LAND)[0].isupper()


def test_a_head_hears_changes_by_itself_at_most_twice_a_second(head):
    with head.listen() as socket:
        assert json.loads(socket.recv(timeout=30))["waiting"] == "0 người"
        began, told, last = time.monotonic(), 0, ""
        for _ in range(40):
            head.hall.take(LAND)
        while last != "40 người":
            if text := socket.recv(timeout=30):
                told, last = told + 1, json.loads(text)["waiting"]
        assert told <= 2 + 2 * (time.monotonic() - began)


@pytest.mark.parametrize("officer", [None, LAN])
def test_nobody_but_heads_and_it_sees_the_hall(hall, officer):
    hall.start()
    hall.take(LAND)
    page = hall.get("/head", FIVE if officer else None)
    assert "Mật khẩu" in words(page)
    assert "B001" not in page.text
    assert ("Trang này dành cho trưởng bộ phận" in words(page)) == (officer is not None)


def test_a_clerk_may_neither_hear_nor_act(hall):
    hall.start()
    clerk = HeadLine(hall, LAN)
    with clerk.listen() as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=30)
    assert closed.value.rcvd.code == 4401
    answer = clerk.post({"request": new_request_id(), "command": "close_field", "field": LAND})
    assert (answer.status_code, "dành cho trưởng bộ phận" in answer.json()["text"]) == (403, True)
    assert HeadLine(hall, HOA).row()["door"] == "open"


def test_nobody_acts_without_a_session(hall):
    hall.start()
    body = {"request": new_request_id(), "command": "close_field", "field": LAND}
    assert hall.post("/head/command", body).status_code == 401
    assert HeadLine(hall, HOA).row()["door"] == "open"


def test_it_looks_and_does_not_act(hall):
    hall.start()
    officer = HeadLine(hall, AN)
    page = officer.page().text
    assert "Chỉ xem" in page
    assert "data-command=" not in page.split("<header>")[1]
    assert officer.row()["door"] == "open"
    assert "chưa có quyền" in officer.is_told("close_field", field=LAND)
    assert officer.row()["door"] == "open"


def listen_to_the_end(socket):
    while True:
        socket.recv(timeout=30)


def test_a_session_that_has_ended_hears_no_more(head):
    with head.listen() as socket:
        socket.recv(timeout=30)
        head.hall.post("/sign-out", {"request": new_request_id(), "counter": None}, head.cookies)
        head.hall.take(LAND)
        with pytest.raises(ConnectionClosed) as closed:
            listen_to_the_end(socket)
        assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"request": "00000000", "command": "call"}',
        b'{"request": "00000000", "command": "close_field"}',
        b'{"request": "00000000", "command": "close_field", "field": 5}',
        b'{"request": "00000000", "command": "close_field", "field": "dat-dai", "also": 1}',
        b'{"request": "0", "command": "close_field", "field": "dat-dai"}',
        b'{"request": "00000000", "command": "ticket", "field": "dat-dai", "appointed_at": "soon"}',
        b'{"request": "00000000", "command": "transfer", "visit": "2026-11-23-B001", "place": "middle"}',
    ],
)
def test_what_the_page_would_not_send_changes_nothing(head, body):
    head.hall.take(LAND)
    before = head.hall.service.hall().seq
    answer = head.hall.post("/head/command", body, head.cookies)
    assert (answer.status_code, bool(answer.json()["text"])) == (400, True)
    assert head.hall.service.hall().seq == before


def test_a_full_disk_is_said_and_nothing_is_done(head):
    head.hall.journal.full = True
    answer = head.post({"request": new_request_id(), "command": "close_field", "field": LAND})
    assert answer.status_code == 503
    head.hall.journal.full = False
    assert head.row()["door"] == "open"
