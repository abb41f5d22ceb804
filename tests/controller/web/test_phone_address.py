"""The address of a phone's page: strict headers, no guessing, and its death at the office's midnight."""

from datetime import timedelta

import pytest

from tests.controller.web.test_web_pages import words
from tests.office import LAND, MORNING

WRONG = "/t/2026-11-23-B001/aaaaaaaaaaaaaaaa"


def path(hall, ticket):
    return hall.path(ticket).removeprefix(hall.address)


def test_the_page_dies_at_local_midnight_and_says_so_kindly(hall):
    hall.start()
    own = path(hall, hall.take(LAND))
    hall.clock.at = MORNING.replace(hour=23, minute=59, second=59)
    assert hall.get(own).status_code == 200
    hall.clock.move(seconds=1)
    dead = hall.get(own)
    assert dead.status_code == 410
    assert "Phiếu này không phải của hôm nay" in words(dead)
    assert "đã được xóa lúc nửa đêm" in words(dead)
    assert "B001" not in words(dead)
    hall.take(LAND)  # the same number, another day
    assert hall.get(own).status_code == 410
    hall.clock.move(days=40)
    assert hall.get(own).status_code == 410
    assert "good for one day" in words(hall.get(f"{own}?lang=en"))


def test_midnight_is_the_offices_not_utcs(hall):
    hall.start()
    own = path(hall, hall.take(LAND))
    hall.clock.at = MORNING.replace(hour=7, minute=0, second=0) + timedelta(seconds=1)  # past UTC's
    assert hall.get(own).status_code == 200


def test_strict_headers_and_no_cookie(hall):
    hall.start()
    answer = hall.get(path(hall, hall.take(LAND)))
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-frame-options"] == "DENY"
    assert "set-cookie" not in answer.headers
    assert "noindex" in answer.text
    assert "<script defer" in answer.text
    assert "style=" not in answer.text


@pytest.mark.parametrize("wrong", [WRONG, "/t/x/y", "/t/2026-11-23-B001/", "/t/2026-11-23-B001/é"])
def test_a_wrong_address_is_no_page(hall, wrong):
    hall.start()
    hall.take(LAND)
    assert hall.get(wrong).status_code == 404


def test_guessing_is_soon_not_listened_to_while_right_addresses_open(hall):
    hall.start()
    own = path(hall, hall.take(LAND))
    assert [hall.get(WRONG).status_code for _ in range(31)] == [404] * 30 + [429]
    assert "quá nhiều lần thử" in words(hall.get(WRONG))
    assert hall.get(own).status_code == 200
    hall.clock.move(minutes=1, seconds=1)
    assert hall.get(WRONG).status_code == 404


def test_colours_are_values_for_phones_that_know_no_variables(hall):
    hall.start()
    sheet = hall.get("/static/follow.css").text
    assert "var(" not in sheet
    assert "#0B3D91" in sheet
    assert "prefers-color-scheme: dark" in sheet


def test_the_script_is_that_of_old_phones(hall):
    hall.start()
    script = hall.get("/static/follow.js").text
    code = "\n".join(line.partition("//")[0] for line in script.splitlines())
    for newer in ("=>", "const ", "let ", "`", "?.", "??", "...", "import ", "async "):
        assert newer not in code
