"""Signing in over real HTTP: who gets a cookie, what it is good for, and when it ends."""

import http.client
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256

import pytest
from websockets.exceptions import ConnectionClosed

from contract.commands import CallNext, Finish, SignOut
from contract.ids import OfficerId
from contract.request_ids import new_request_id
from controller.web.knocks import MOST
from tests.controller.web.test_live_streams import heard, listen
from tests.office import AN, FIVE, HOA, LAN, LAND, MAI, ONE

CALL = {"request": "00000000-0001", "command": "call"}
SIGN_OUT = {"request": "00000000-0009", "command": "sign_out"}
FORM = "Tên đăng nhập"


@pytest.fixture
def empty(hall):
    """Nobody has signed in anywhere; one citizen waits."""
    hall.start(sit=False)
    hall.take(LAND)
    return hall


def cookie(hall, counter=FIVE):
    ((name, value),) = hall.cookies[counter].items()
    return name, value


def sign_in_from(place, hall, password):
    """As Lan from another address of this machine."""
    port = int(hall.address.rsplit(":", 1)[1])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(place, 0))) as line:
        body = {"request": new_request_id(), "officer": LAN, "password": password, "counter": 5}
        headers = {"Origin": hall.address, "Content-Type": "application/json"}
        line.request("POST", "/sign-in", json.dumps(body), headers)
        return json.loads(line.getresponse().read())


def is_let_in(hall, value, counter=FIVE):
    name = f"motcua-{hall.site.id}"
    page = hall.post(f"/counter/{counter}/command", {**CALL, "command": "recall"}, cookies={name: value})
    assert page.status_code in {400, 401}
    return page.status_code == 400  # known, and only then found wanting


def test_an_officer_signs_in_opens_and_calls(empty):
    assert FORM in empty.get("/counter/5").text
    answer = empty.sign_in(" Lan ", 5)
    assert answer.json() == {"accepted": True, "text": ""}
    assert empty.service.desk(FIVE).officer == LAN
    held = answer.cookies.get_dict()
    assert empty.press(5, {**CALL, "command": "open"}, cookies=held).json()["accepted"]
    assert empty.press(5, {**CALL, "request": "00000000-0002"}, cookies=held).json()["accepted"]
    assert empty.service.desk(FIVE).served.number == "B001"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(empty):
    header = empty.sign_in(LAN, 5).headers["Set-Cookie"]
    name, *flags = header.split("; ")
    assert name.startswith("motcua-thu=lan.2026-11-23.")
    assert {flag.lower() for flag in flags} == {"httponly", "path=/", "samesite=strict"}


def test_behind_https_the_cookie_never_travels_in_the_open(empty):
    empty.stop()
    empty.site = replace(empty.site, web=replace(empty.site.web, address="https://motcua.example"))
    empty.start(sit=False)
    header = empty.sign_in(LAN, 5, Origin="https://motcua.example").headers["Set-Cookie"]
    assert "; secure" in header.lower()


@pytest.mark.parametrize(("officer", "password"), [(LAN, "sai"), ("nobody", "sen hong"), (LAN, ""), ("", "sen hong")])
def test_a_wrong_password_is_told_and_gives_nothing(empty, officer, password):
    answer = empty.sign_in(officer, 5, password)
    assert answer.json() == {"accepted": False, "text": "Tên đăng nhập hoặc mật khẩu chưa đúng. Xin gõ lại."}
    assert "Set-Cookie" not in answer.headers
    assert empty.service.desk(FIVE).officer is None


def test_who_guesses_has_to_wait(empty):
    for _ in range(5):
        empty.sign_in(LAN, 5, "sai")
    answer = empty.sign_in(LAN, 5)
    assert answer.json() == {"accepted": False, "text": "Đã gõ sai nhiều lần. Xin chờ nửa phút rồi thử lại."}
    assert "Set-Cookie" not in answer.headers
    assert empty.sign_in(MAI, 5).json()["accepted"]
    empty.clock.move(seconds=31)
    assert empty.sign_in(LAN, 1).json()["accepted"]


def test_nobody_keeps_a_colleague_out_from_elsewhere(empty):
    for _ in range(6):
        elsewhere = sign_in_from("127.0.0.2", empty, "sai")
    assert "nửa phút" in elsewhere["text"]
    assert empty.sign_in(LAN, 5).json()["accepted"]


def test_an_answer_does_not_tell_which_names_there_are(empty):
    told = {who: [empty.sign_in(who, 5, "sai").json()["text"] for _ in range(7)] for who in (LAN, "nobody")}
    assert told[LAN] == told["nobody"]


def test_an_address_that_keeps_guessing_is_not_listened_to(empty):
    before = len(list(empty.journal.latest_day()))
    answers = [empty.sign_in(f"nobody-{place}", 5, "sai") for place in range(MOST + 5)]
    assert [one.status_code for one in answers] == [200] * MOST + [429] * 5
    assert answers[-1].json() == {"accepted": False, "text": "Đã gõ sai nhiều lần. Xin chờ nửa phút rồi thử lại."}
    assert empty.sign_in(LAN, 5).status_code == 429
    assert len(list(empty.journal.latest_day())) == before + MOST
    empty.clock.move(seconds=61)
    assert empty.sign_in(LAN, 5).json()["accepted"]


def test_right_passwords_are_no_guesses(empty):
    for _ in range(MOST + 1):
        assert empty.sign_in(HOA, None).json()["accepted"]


def test_a_counter_that_somebody_made_up_is_not_kept(empty):
    empty.sign_in(LAN, 79123456789)
    entry = list(empty.journal.latest_day())[-1]
    assert (entry.by, entry.event.counter) == ("counter-unknown", None)


def test_an_it_officer_has_no_counter(empty):
    answer = empty.sign_in(AN, 5)
    assert answer.json()["accepted"] is False
    assert "chưa có quyền" in answer.json()["text"]
    assert "Set-Cookie" not in answer.headers


def test_a_counter_that_is_taken_or_unknown_is_told(hall):
    hall.start()
    assert "Cán bộ khác đang làm việc" in hall.sign_in(HOA, 5).json()["text"]
    assert hall.sign_in(HOA, 99).json() == {"accepted": False, "text": "Quầy này không có ở đây."}
    assert hall.sign_in(HOA, None).json()["accepted"]  # at no counter: the head's page


def test_who_knows_a_sign_ins_id_but_no_password_gets_no_cookie(empty):
    body = {"request": "0123456789abcdef", "officer": LAN, "password": "sen hong", "counter": 5}
    first, again = empty.post("/sign-in", body), empty.post("/sign-in", body)
    assert first.json() == again.json() == {"accepted": True, "text": ""}
    stolen = empty.post("/sign-in", {**body, "password": "sai"})
    assert stolen.json()["accepted"] is False
    assert "Set-Cookie" not in stolen.headers
    with sqlite3.connect(empty.folder / "journal.sqlite") as journal:
        stored = "\n".join(journal.iterdump())
    assert "0123456789abcdef" not in stored
    assert "sen hong" not in stored


@pytest.mark.parametrize(
    "body",
    [
        b"[",
        {},
        {"request": "short", "officer": "lan", "password": "sen hong", "counter": 5},
        {"request": "0123456789abcdef", "officer": "lan", "password": "sen hong", "counter": "5"},
        {"request": "0123456789abcdef", "officer": "lan", "password": None, "counter": 5},
        {"request": "0123456789abcdef", "officer": "lan", "password": "sen hong", "counter": 5, "role": "head"},
    ],
)
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_nonsense_signs_nobody_in_or_out(quiet_hall, path, body):
    answer = quiet_hall.post(path, body, cookies=quiet_hall.cookies[FIVE])
    assert answer.status_code == 400
    assert "Set-Cookie" not in answer.headers


def test_another_site_cannot_sign_anybody_in_or_out(quiet_hall):
    assert quiet_hall.sign_in(LAN, 5, Origin="http://evil.example").status_code == 403
    leave = {"request": "0123456789abcdef", "counter": 5}
    assert (
        quiet_hall.post("/sign-out", leave, quiet_hall.cookies[FIVE], Origin="http://evil.example").status_code == 403
    )
    assert quiet_hall.post("/sign-in", b"x" * 5000).status_code == 413


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
