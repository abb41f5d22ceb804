"""Signing in over real HTTP: who gets a cookie."""

import http.client
import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from contract.request_ids import new_request_id
from controller.web.knocks import MOST
from tests.office import AN, FIVE, HOA, LAN, LAND, MAI

CALL = {"request": "00000000-0001", "command": "call"}
FORM = "Tên đăng nhập"


@pytest.fixture
def empty(hall):
    """Nobody has signed in anywhere; one citizen waits."""
    hall.start(sit=False)
    hall.take(LAND)
    return hall


def sign_in_from(place, hall, password):
    """As Lan from another address of this machine."""
    port = int(hall.address.rsplit(":", 1)[1])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10, source_address=(place, 0))) as line:
        body = {"request": new_request_id(), "officer": LAN, "password": password, "counter": 5}
        headers = {"Origin": hall.address, "Content-Type": "application/json"}
        line.request("POST", "/sign-in", json.dumps(body), headers)
        return json.loads(line.getresponse().read())


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
