"""A clerk's commands over real HTTP: done once, only from the counter's own page, and refused in words."""

import pytest

from controller.web.counter_page import KINDS
from tests.office import CIVIL, ELDERLY, FIVE, LAND

CALL = {"request": "00000000-0001", "command": "call", "visit": None}


def served(hall):
    served = hall.service.desk(FIVE).served
    return served.number if served else None


def test_a_command_sent_twice_is_done_once(hall):
    hall.start()
    hall.take(LAND, 2)
    first, second = hall.press(5, CALL), hall.press(5, CALL)
    assert first.json() == second.json() == {"accepted": True, "text": ""}
    assert served(hall) == "B001"
    assert hall.service.desk(FIVE).served.times == 1


def test_every_command_is_read_with_its_own_fields(hall):
    hall.start()
    hall.take(LAND, 3)
    sent = []

    def press(command, **fields):
        sent.append(command)
        return hall.press(5, {"request": f"0000-{len(sent):04}", "command": command, **fields}).json()

    def visit():
        return hall.service.desk(FIVE).served.visit

    def done(command, **fields):
        assert press(command, **fields) == {"accepted": True, "text": ""}

    done("call")
    first = visit()
    hall.clock.move(seconds=10)
    done("recall", visit=first)
    done("absent", visit=first)
    done("undo", visit=first)
    done("park", visit=first)
    done("return", visit=first)
    done("priority", visit=first, priority=ELDERLY)
    done("call", visit=None)
    done("transfer", visit=first, field=CIVIL, place="front", back=True, to_counter=None)
    done("call")
    done("cancel", visit=visit())
    done("call")
    second = visit()
    done("finish", visit=second, whole=True)
    done("alarm")
    done("calm")
    done("pause")
    done("open")
    assert press("number", number="B003")["accepted"] is False
    done("close")
    done("sign_out")
    assert set(sent) == set(KINDS)
    assert hall.happened(second) == ["TicketIssued", "TicketCalled", "VisitFinished"]
    assert hall.happened(first) == [
        *(
            "TicketIssued",
            "TicketCalled",
            "TicketRecalled",
            "VisitMissed",
            "ActionUndone",
            "VisitParked",
            "VisitReturned",
        ),
        *("PriorityGranted", "TicketCalled", "VisitTransferred", "TicketCalled", "VisitCancelled"),
    ]


def test_a_refusal_is_a_sentence(hall):
    hall.start()
    answer = hall.press(5, CALL)
    assert answer.json() == {"accepted": False, "text": "Không còn ai đang chờ."}
    english = hall.press("5/command?lang=en#", {**CALL, "request": "00000000-0002"})
    assert english.json()["text"] == "Nobody is waiting."


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_page_cannot_press_a_clerks_button(quiet_hall, headers):
    answer = quiet_hall.press(5, CALL, **headers)
    assert answer.status_code == 403
    assert "không thực hiện" in answer.json()["text"]
    assert served(quiet_hall) is None


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_a_form_cannot_press_a_clerks_button(quiet_hall, kind):
    assert quiet_hall.press(5, CALL, **{"Content-Type": kind}).status_code == 415
    assert served(quiet_hall) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[",
        b"\xff\xfe",
        b"[" * 900,
        {},
        {**CALL, "request": 5},
        {**CALL, "request": "short"},
        {**CALL, "request": "x" * 65},
        {**CALL, "request": "<script>alert"},
        {**CALL, "command": "transfer"},
        {**CALL, "command": "CallNext"},
        {**CALL, "command": ["call"]},
        {**CALL, "counter": 5},
        {**CALL, "number": "B001"},
        {**CALL, "command": "sign_in", "officer": "lan", "password": "sen hong"},
        {**CALL, "command": "transfer", "visit": "2026-11-23-B001", "place": "middle"},
        {**CALL, "command": "transfer", "visit": "2026-11-23-B001", "counter": 1},
        {**CALL, "command": "finish", "visit": "2026-11-23-B001", "whole": 1},
        {**CALL, "command": "finish", "visit": "2026-11-23-B001", "whole": "yes"},
        {**CALL, "command": "finish", "visit": {"id": "2026-11-23-B001"}},
        {**CALL, "command": "finish"},
        {**CALL, "command": "finish", "visit": 7},
    ],
)
def test_nonsense_is_told_and_changes_nothing(quiet_hall, body):
    answer = quiet_hall.press(5, body)
    assert answer.status_code == 400
    assert answer.json() == {"text": "Yêu cầu không đọc được nên không thực hiện. Xin tải lại trang."}
    assert served(quiet_hall) is None


def test_a_long_body_is_not_read(quiet_hall):
    assert quiet_hall.press(5, b"x" * 5_000_000).status_code == 413


def test_an_unknown_counter_and_a_wrong_method(quiet_hall):
    assert quiet_hall.press(99, CALL).status_code == 404
    assert quiet_hall.get("/counter/5/command").status_code == 405


def test_a_full_disk_is_no_answer_so_the_page_sends_again(hall):
    hall.start()
    hall.take(LAND)
    hall.journal.full = True
    answer = hall.press(5, CALL)
    assert answer.status_code == 503
    assert "chưa ghi được" in answer.json()["text"]
    hall.journal.full = False
    assert hall.press(5, CALL).json()["accepted"]
    assert served(hall) == "B001"
