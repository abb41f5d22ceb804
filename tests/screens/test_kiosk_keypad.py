"""The tactile keypad before the real window: the ring goes round, presses what it stands around, and nothing else moves."""

import queue
import subprocess
from contextlib import suppress

import pytest

from kiosk.core.reading_order import in_order
from kiosk.core.views import Home
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import VIEWS, board, office, outlook

INK = (20, 24, 31)


@pytest.fixture
def hand(tmp_path):
    hand = KioskHand(tmp_path)
    hand.office(office(3), board(3), outlook(3))
    yield hand
    hand.stop()


def ringed(hand, sight):
    """The keys of the buttons that have a dark line just outside of their left edge; a neighbour's is further away."""
    picture = hand.screen.grab()
    return [
        key
        for key, (left, top, _width, height) in sight.targets.items()
        if any(picture.getpixel((left - out, top + height // 2)) == INK for out in (4, 5))
    ]


def press(hand, key):
    """One key, and the picture that answers it."""
    before = hand.screen.grab()
    hand.screen.key(key)
    hand.screen.wait_change(before, SECONDS)


def home(hand):
    """The first screen, laid out."""
    hand.show(Home())
    hand.ask("faults")
    hand.trace.where("field:f0", SECONDS)
    return hand.trace.seen[-1]


def test_the_ring_goes_through_everything_in_reading_order_and_round(hand):
    sight = home(hand)
    places = list(in_order(tuple(sight.targets), sight.targets.__getitem__))
    seen = []
    for _ in range(len(places) + 1):
        press(hand, "Down")
        seen += ringed(hand, sight)
    assert seen == [*places, places[0]]
    hand.picture("kiosk-keypad")
    press(hand, "Up")
    assert ringed(hand, sight) == [places[-1]]


def test_a_key_presses_what_the_ring_stands_around(hand):
    home(hand)
    press(hand, "KP_Down")
    hand.ask("rest")
    hand.screen.key("KP_Begin")
    happened = hand.next_happening()
    assert (happened["happened"], happened["body"]["field"]) == ("FieldTapped", "f0")


def test_back_and_over_without_looking_for_them(hand):
    hand.show(VIEWS["scanning"])
    hand.ask("faults")
    hand.screen.key("Left")
    assert hand.next_happening()["happened"] == "Back"
    hand.screen.key("Home")
    assert hand.next_happening()["happened"] == "Left"


def test_other_keys_and_what_a_reader_types_move_nothing(hand):
    sight = home(hand)
    press(hand, "Down")
    ring = ringed(hand, sight)
    hand.ask("rest")
    for key in ("x", "F1", "Escape", "Tab", "Left", "0", "9", "plus"):
        hand.screen.key(key)
    words = ["xdotool", "type", "--delay", "4", "0090-05"]
    subprocess.run(words, env=hand.screen.env, check=True, timeout=SECONDS)
    hand.ask("rest")
    assert ringed(hand, sight) == ring
    assert happened(hand) == []


def happened(hand):
    """What the window has told of until now."""
    told = []
    with suppress(queue.Empty):
        while True:
            told.append(hand.happened.get(timeout=0.3)["happened"])
    return told
