"""What the number board shows: the number, blinking when it is new, and dashes where nobody tells it."""

import pytest

from firmware_config.devices.core.board import BLINK_MS, HALF_MS, Board
from firmware_config.devices.core.line import LIGHT, TEXT, frame
from firmware_config.devices.core.segments import _FIGURES, ALL, segments

WORDS = {"paused": "nGHI", "closed": "dOnG"}


def call(visit="v1", number="B012", times=1):
    return {"status": "open", "call": {"visit": visit, "number": number, "times": times}}


def text(board, now=0, reached=True):
    return board.text(now, reached=reached)


def test_it_shows_the_number_and_blinks_when_it_is_new():
    board = Board(4, WORDS)
    board.state({"status": "open", "call": None}, 0)
    assert text(board) == "    ."
    board.state(call(), 1000)
    seen = [text(board, now) for now in range(1000, 1000 + BLINK_MS, HALF_MS)]
    assert seen == (["B012", "    "] * 7)[: len(seen)]
    assert text(board, 1000 + BLINK_MS) == "B012"
    board.state(call(), 9000)
    assert text(board, 9000 + HALF_MS) == "B012"  # told again, not called again
    board.state(call(times=2), 20_000)
    assert text(board, 20_000 + HALF_MS) == "    "


def test_the_first_number_after_a_start_is_an_old_one_and_does_not_blink():
    board = Board(4, WORDS)
    assert text(board) == "----"
    board.state(call(), 0)
    assert text(board, HALF_MS) == "B012"


def test_it_says_when_nobody_tells_the_number():
    board = Board(4, WORDS)
    board.state(call(), 0)
    assert text(board, reached=False) == "----"
    assert text(board) == "B012"
    board.lost()
    assert text(board) == "----"
    board.state(call("v2", "B013"), 100)
    assert text(board, 100 + HALF_MS) == "    "  # called meanwhile: new to everybody


def test_paused_closed_and_whatever_else():
    board = Board(4, WORDS)
    board.state({"status": "paused"}, 0)
    assert text(board) == "nGHI"
    board.state({"status": "closed"}, 0)
    assert text(board) == "dOnG"
    board.state({"status": "moved"}, 0)
    assert text(board) == "   -"
    board.state({"status": "paused", "call": call()["call"]}, 0)
    assert text(board, BLINK_MS) == "B012"


@pytest.mark.parametrize(("digits", "shown"), [(4, "B012"), (8, "    B012"), (3, "012")])
def test_at_the_right_and_the_end_of_what_is_too_long(digits, shown):
    board = Board(digits, WORDS)
    board.state(call(), 0)
    assert text(board) == shown


def test_segments():
    assert segments("8.", 1) == bytes((ALL,))
    assert segments("B012", 4) == bytes((0x7C, 0x3F, 0x06, 0x5B))
    assert segments("    .", 4) == bytes((0, 0, 0, 0x80))
    assert segments("Đ.1", 4) == bytes((0x80, 0x06, 0, 0))
    assert segments(".", 2) == bytes(2)
    assert segments("12345", 4) == segments("1234", 4)
    assert len(set(_FIGURES.values())) == len(_FIGURES)


def test_frames_of_the_led_line():
    assert frame(1, TEXT, "B012") == b"\x0201TB012\x038D\r"  # 48 + 49 + 84 + 66 + 48 + 49 + 50 + 3 = 0x18D
    assert frame(42, LIGHT, "7")[:5] == b"\x0242L7"
    assert b"?" in frame(1, TEXT, "Đ")
