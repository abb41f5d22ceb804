"""Codes that no camera reads, in the real window: typed on its keys, or by a barcode reader at the keyboard's plug.

A reader's keys are those of an American keyboard, by their places.
"""

import subprocess
from queue import Empty

import pytest

from kiosk.core.typing_journey import Typing
from kiosk.core.typing_keys import CODE as FIGURES
from kiosk.core.typing_keys import Typed
from kiosk.core.views import Home, Scanning, Status, Taking
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import REQUEST, board, file, office

ROWS = {10: "1234567890-", 24: "qwertyuiop", 38: "asdfghjkl;", 52: "zxcvbnm,./"}
"""The X numbers of the first key of each row and what stands there on an American keyboard."""
PLACES = {letter: first + at for first, row in ROWS.items() for at, letter in enumerate(row)}
SHIFTED = {":": ";", "?": "/", "&": "7"}
CODE = "000.00.06.H56-231027-0361"


def keys_of(text):
    for letter in text:
        plain = SHIFTED.get(letter, letter.lower())
        shift = "shift+" if letter.isupper() or letter in SHIFTED else ""
        yield f"{shift}{PLACES[plain]}"


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    hand = KioskHand(tmp_path_factory.mktemp("reader"))
    hand.office(office(), board())
    yield hand
    hand.stop()


@pytest.fixture
def hand(window):
    yield window
    assert window.happened.empty()


def read(hand, text, *, gap_ms=2, end=("Return",)):
    hand.screen.write(*keys_of(text), *end, gap_ms=gap_ms)


def heard(hand):
    said = hand.next_happening()
    return said["happened"], said["body"].get("code")


@pytest.mark.parametrize("view", [Home(), Scanning(), Status(file(9)), Typing(Typed(FIGURES, "H5")), Taking(REQUEST)])
def test_a_code_is_heard_on_every_screen(hand, view):
    """What becomes of it there is the journey's to say."""
    hand.show(view)
    read(hand, CODE)
    assert heard(hand) == ("CodeGiven", CODE)


@pytest.mark.parametrize("end", [("Tab",), ("KP_Enter",), ()])
def test_whatever_the_reader_sends_behind_it(hand, end):
    hand.show(Home())
    read(hand, CODE, end=end)
    assert heard(hand) == ("CodeGiven", CODE)


@pytest.mark.parametrize("layout", ["us", "fr", "vn", "de"])
def test_the_layout_of_the_machine_does_no_harm(hand, layout):
    hand.show(Home())
    subprocess.run(["setxkbmap", layout], env=hand.screen.env, check=True, timeout=SECONDS)
    try:
        read(hand, CODE)
        assert heard(hand) == ("CodeGiven", CODE)
    finally:
        subprocess.run(["setxkbmap", "us"], env=hand.screen.env, check=True, timeout=SECONDS)


def test_caps_lock_does_no_harm(hand):
    hand.show(Home())
    hand.screen.key("Caps_Lock")
    try:
        read(hand, CODE)
        assert heard(hand) == ("CodeGiven", CODE)
    finally:
        hand.screen.key("Caps_Lock")


def test_a_foreign_code_is_told_without_its_text(hand):
    hand.show(Home())
    read(hand, "001099000111//Nguyen Van Mau//01012000".replace(" ", ""))
    said = hand.next_happening()
    assert said == {"happened": "ForeignGiven", "body": {"letters": "1234567890GH.-"}}


def test_a_person_at_a_keyboard_is_no_reader(hand):
    hand.show(Home())
    read(hand, "H56.14-240823", gap_ms=70)
    with pytest.raises(Empty):
        hand.happened.get(timeout=0.5)


def touch(hand, view, key):
    hand.ask("rest")
    sight = hand.show(view)
    while key not in sight.targets:
        sight = hand.trace.wait(type(view).__name__, SECONDS)
    hand.ask("rest")
    hand.screen.tap(*sight.middle(key))
    return hand.next_happening()


def test_a_code_is_typed_key_by_key_and_looked_up_when_it_is_whole(hand):
    for view in (Home(), Scanning()):
        assert touch(hand, view, "type") == {"happened": "TypeTapped", "body": {"letters": "1234567890GH.-"}}
    assert touch(hand, Typing(Typed(FIGURES, CODE[:-1])), "key:1")["body"] == {"key": "1"}
    assert touch(hand, Typing(Typed(FIGURES, CODE)), "look")["body"]["code"] == CODE
    for unfinished in ("", "H56-2403", "H56-240230-0001", "56H"):
        assert "look" not in hand.show(Typing(Typed(FIGURES, unfinished))).targets
    assert hand.show(Typing(Typed(FIGURES, "H56-240230"))).facts["progress"] == "wrong_day"
    assert hand.ask("faults") == []
