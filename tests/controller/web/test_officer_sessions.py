"""Sessions of officers over real HTTP: what a cookie is good for, and when it ends."""

from dataclasses import replace
from hashlib import sha256

import pytest
from websockets.exceptions import ConnectionClosed

from contract.commands import CallNext, Finish, SignOut
from contract.ids import OfficerId
from contract.request_ids import new_request_id
from tests.controller.web.test_live_streams import heard, listen
from tests.office import FIVE, HOA, LAN, LAND, ONE

CALL = {"request": "00000000-0001", "command": "call"}
SIGN_OUT = {"request": "00000000-0009", "command": "sign_out"}
FORM = "Tên đăng nhập"


def cookie(hall, counter=FIVE):
    ((name, value),) = hall.cookies[counter].items()
    return name, value


def is_let_in(hall, value, counter=FIVE):
    name = f"motcua-{hall.site.id}"
    page = hall.post(f"/counter/{counter}/command", {**CALL, "command": "recall"}, cookies={name: value})
    assert page.status_code in {400, 401}
    return page.status_code == 400  # known, and only then found wanting


def test_without_a_session_there_is_a_form_and_nothing_else(quiet_hall):
    hall = quiet_hall
    page = hall.get("/counter/5").text
    assert FORM in page
    assert "B001" not in page
    answer = hall.press(5, CALL, cookies={})
    assert answer.status_code == 401
    assert answer.json() == {"text": "Chưa đăng nhập, hoặc phiên làm việc đã hết. Xin đăng nhập lại."}
    assert hall.post("/sign-out", {"request": "0123456789abcdef"}).status_code == 401


def test_a_forged_cookie_is_none(quiet_hall):
    _, value = cookie(quiet_hall)
    officer, day, ends, mark, seal = value.split(".")
    assert is_let_in(quiet_hall, value)
    last = chr(ord(seal[0]) ^ 1)
    for forged in (
        f"hoa.{day}.{ends}.{mark}.{seal}",
        f"{officer}.2026-11-24.{ends}.{mark}.{seal}",
        f"{officer}.{day}.{int(ends) + 1}.{mark}.{seal}",
        f"{officer}.{day}.{ends}.{'0' * 16}.{seal}",
        f"{officer}.{day}.{ends}.{mark}.{last}{seal[1:]}",
        f"{officer}.{day}.{ends}.{mark}.",
        f"{officer}.{day}.{ends}.{mark}.{sha256(value.encode()).hexdigest()[:43]}",
        f"nobody.{day}.{ends}.{mark}.{seal}",
        "",
        "x" * 3000,
    ):
        assert not is_let_in(quiet_hall, forged)


def test_another_offices_cookie_is_none(hall):
    _, value = cookie(hall.start())
    hall.stop()
    hall.secret = "another secret"
    hall.start()
    assert not is_let_in(hall, value)


def test_a_restart_keeps_clerks_and_a_new_password_does_not(hall):
    _, value = cookie(hall.start())
    hall.stop()
    hall.start()
    assert is_let_in(hall, value)
    assert hall.press(5, CALL).json()["text"] == "Không còn ai đang chờ."
    hall.stop()
    changed = tuple(replace(one, password="mới") if one.id == LAN else one for one in hall.site.officers)
    hall.site = replace(hall.site, officers=changed)
    hall.start()
    assert not is_let_in(hall, value)
    hall.stop()
    hall.site = replace(hall.site, officers=tuple(one for one in changed if one.id != LAN))
    hall.start()
    assert not is_let_in(hall, value)


def test_a_session_ends_at_midnight_and_after_fourteen_hours(hall):
    _, value = cookie(hall.start())  # at 8:00
    hall.clock.move(hours=13.9)
    assert is_let_in(hall, value)
    hall.clock.move(hours=0.1)
    assert not is_let_in(hall, value)
    late = hall.sign_in(HOA, None).cookies.get_dict()[f"motcua-{hall.site.id}"]  # at 22:00
    hall.clock.move(hours=1.99)
    assert is_let_in(hall, late)
    hall.clock.move(hours=0.01)
    assert not is_let_in(hall, late)


def test_an_officer_acts_at_the_own_counter_only(hall):
    hall.start()
    hall.take(LAND)
    foreign = hall.press(5, CALL, cookies=hall.cookies[ONE])
    assert foreign.json() == {
        "accepted": False,
        "text": "Quầy chưa có người đăng nhập, hoặc đã đăng nhập ở nơi khác. Xin đăng nhập lại.",
    }
    assert hall.service.desk(FIVE).served is None
    assert FORM in hall.get("/counter/5", ONE).text


def test_signing_out_ends_the_cookie_and_every_copy_of_it(hall):
    _, value = cookie(hall.start())
    answer = hall.press(5, SIGN_OUT)
    assert answer.json()["accepted"]
    assert 'motcua-thu=""' in answer.headers["Set-Cookie"]
    assert hall.service.desk(FIVE).officer is None
    assert not is_let_in(hall, value)


def test_a_clock_that_was_a_day_ahead_brings_no_ended_session_back(hall):
    _, value = cookie(hall.start())
    assert hall.press(5, SIGN_OUT).json()["accepted"]
    hall.clock.move(days=1)
    head = hall.sign_in(HOA, None).cookies.get_dict()
    assert hall.post("/sign-out", {"request": "0123456789abcdef", "counter": None}, head).json()["accepted"]
    hall.clock.move(days=-1)
    assert not is_let_in(hall, value)


def test_nobody_leaves_while_somebody_is_served(hall):
    hall.start()
    hall.take(LAND)
    visit = hall.call(FIVE)
    leave = {"request": "0123456789abcdef", "counter": 5}
    answer = hall.post("/sign-out", leave, hall.cookies[FIVE])
    assert answer.json()["accepted"] is False
    assert "Set-Cookie" not in answer.headers
    hall.do(Finish(FIVE, visit))
    assert hall.post("/sign-out", {**leave, "request": "0123456789abcdee"}, hall.cookies[FIVE]).json()["accepted"]


def test_who_was_signed_out_from_afar_can_still_leave(hall):
    hall.start()
    hall.do(SignOut(FIVE))
    answer = hall.post("/sign-out", {"request": "0123456789abcdef", "counter": 5}, hall.cookies[FIVE])
    assert answer.json() == {"accepted": True, "text": ""}
    head = hall.sign_in(HOA, None).cookies.get_dict()
    assert hall.post("/sign-out", {"request": "0123456789abcdef", "counter": None}, head).json()["accepted"]
    assert not is_let_in(hall, next(iter(head.values())))


def is_closed_as_signed_out(socket):
    with pytest.raises(ConnectionClosed) as closed:
        heard(socket, lambda state: False)
    return closed.value.rcvd.code == 4401


def test_a_stream_is_only_for_the_officer_at_the_counter(hall):
    hall.start()
    hall.cookies, own = {}, hall.cookies
    with listen(hall, "/counter/5/live") as socket:
        assert is_closed_as_signed_out(socket)
    hall.cookies = {5: own[ONE]}
    with listen(hall, "/counter/5/live") as socket:
        assert is_closed_as_signed_out(socket)


def test_a_stream_ends_with_the_session(hall):
    hall.options = {"beat": 0.05}
    hall.start()
    with listen(hall, "/counter/5/live") as left, listen(hall, "/counter/1/live") as stays:
        heard(left)
        hall.press(5, SIGN_OUT)
        assert is_closed_as_signed_out(left)
        hall.take(LAND)
        heard(stays)
        hall.clock.move(hours=16)
        assert is_closed_as_signed_out(stays)


def test_a_full_disk_signs_nobody_in_or_out(hall):
    hall.start()
    hall.journal.full = True
    answer = hall.sign_in(OfficerId("hoa"), None)
    assert answer.status_code == 503
    assert "Set-Cookie" not in answer.headers
    leave = {"request": new_request_id(), "counter": 5}
    assert hall.post("/sign-out", leave, hall.cookies[FIVE]).status_code == 503
    hall.journal.full = False
    assert hall.post("/sign-out", leave, hall.cookies[FIVE]).json()["accepted"]


def test_an_officer_who_moves_takes_the_page_along(hall):
    hall.start()
    hall.do(SignOut(ONE))
    moved = hall.sign_in(LAN, 1).cookies.get_dict()
    assert FORM in hall.get("/counter/5", FIVE).text
    assert hall.service.desk(ONE).officer == LAN
    assert hall.press(5, CALL, cookies=moved).json()["accepted"] is False
    assert hall.do(CallNext(FIVE)).reason == "not_signed_in"
