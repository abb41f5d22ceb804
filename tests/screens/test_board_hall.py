"""The hall board's real window: what people in the hall see, from ten metres and in a storm."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from contract.ids import DeviceId
from contract.look import DARK
from contract.notices import Presence, Wait
from contract.profile import Screen
from tests.screens.board_notices import HALL, board, call, office, outlook, profile
from tests.screens.driven import Driven

TOP_S = 8.0
TEN_METRES_MM = 50.0
"""A capital of one two-hundredth of the distance is read by people with reduced sight (DIN 1450 asks for less)."""
CONTROLLER = Presence(DeviceId("controller"), online=True)


def hall(folder, screen=HALL, language="vi"):
    path, trace = profile(folder, screen)
    return Driven("board_driver.py", screen.pixels, trace, str(path), "--language", language)


def begin(shown):
    """The board knows its office and hears the controller."""
    shown.see("HallView")
    shown.say("link up")
    shown.say("presence", CONTROLLER)
    shown.say("office", office())


def tallest(picture, ground, ink):
    """Height in pixels of the highest letter that has the colour ``ink`` where its surroundings have ``ground``."""
    pixels = np.asarray(picture).astype(int)
    is_ink = np.abs(pixels - ink).sum(axis=2) < 120
    panel = np.abs(pixels - ground).sum(axis=2) < 120
    rows, columns = np.flatnonzero(panel.any(axis=1)), np.flatnonzero(panel.any(axis=0))
    inside = is_ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    heights, run = [0], 0
    for row in inside.sum(axis=1) > 1:
        run = run + 1 if row else 0
        heights.append(run)
    return max(heights)


def colour(text):
    return np.array([int(text[place : place + 2], 16) for place in (1, 3, 5)])


def test_a_call_is_large_and_new_for_eight_seconds_and_the_next_waits_in_sight(tmp_path):
    with hall(tmp_path) as shown:
        begin(shown)
        shown.say("notice", board())
        shown.see("HallView", number="", state="quiet")
        first, second = call("B012", 5), call("A043", 1)
        shown.say("notice", board(first))
        came = shown.see("HallView", number="B012", counter="5", state="new")
        picture = shown.picture("board-hall-new")
        shown.say("notice", board(second, first))
        both = shown.see("HallView", number="B012", state="new")
        assert both.facts["rows"] == "A043>1*"
        shown.picture("board-hall-storm")
        went = shown.see("HallView", number="A043", counter="1", state="new")
        assert went.facts["rows"] == "B012>5"
        assert went.at - came.at >= TOP_S * 1000 - 250
        assert shown.faults() == []
        shown.say("notice", outlook(Wait(0, 60, 200), Wait(660, 900, 1080), None, *[Wait(300, 400, 500)] * 5))
        shown.say("notice", board(call("B012", 5, times=2), second))
        shown.see("HallView", number="A043", fields="ABCDEFGH", rows="B012>5*")
        assert shown.faults() == []
        shown.picture("board-hall-waits")

    green, ink = colour(DARK.done), colour(DARK.on_press)
    per_mm = HALL.pixels[0] / HALL.millimetres[0]
    assert tallest(picture, green, ink) / per_mm > 2 * TEN_METRES_MM
    small = picture.resize((192, 108), Image.Resampling.LANCZOS)
    small.save(tmp_path / "small.png")
    assert tallest(small, green, ink) >= 20


@pytest.mark.parametrize(
    ("screen", "language"),
    [(HALL, "vi"), (Screen((1366, 768), (698, 392)), "en"), (Screen((1280, 800), (520, 325)), "vi")],
)
def test_the_widest_texts_fit_whatever_stands_on_top(tmp_path, screen, language):
    with hall(tmp_path, screen, language) as shown:
        shown.see("HallView")
        shown.say("office", office(wide=True, fields=12))
        wide = [call(f"W{n}88", 105 - n) for n in range(9)]
        shown.say("notice", outlook(*[Wait(7000, 9000, 11000)] * 12))
        shown.say("notice", board(*wide[1:], waiting=[999] * 12))
        shown.see("HallView", state="away")
        assert shown.faults() == []
        shown.say("link up")
        shown.say("presence", CONTROLLER)
        shown.see("HallView", state="quiet")
        assert shown.faults() == []
        shown.say("notice", board(*wide, waiting=[999] * 12))
        shown.see("HallView", number="W088", state="new")
        shown.picture(f"board-hall-wide-{screen.pixels[0]}x{screen.pixels[1]}-{language}")
        assert shown.faults() == []


@pytest.mark.parametrize(("screen", "language"), [(HALL, "vi"), (Screen((1366, 768), (698, 392)), "en")])
def test_a_message_stands_above_the_calls_and_covers_nothing(tmp_path, screen, language):
    with hall(tmp_path, screen, language) as shown:
        shown.see("HallView")
        shown.say("link up")
        shown.say("presence", CONTROLLER)
        shown.say("office", office(wide=True, fields=12))
        shown.say("notice", outlook(*[Wait(7000, 9000, 11000)] * 12))
        shown.say("notice", board(waiting=[999] * 12))
        wide = [call(f"W{n}88", 105 - n) for n in range(9)]
        longest = ("Chiều nay quầy số 3 tạm dừng để sửa mạng. " * 4)[:160].strip()
        for message in ("Hôm nay lấy số đến 16 giờ 30", longest):
            shown.say("notice", board(*wide, waiting=[999] * 12, message=message))
            shown.see("HallView", number="W888", state="new", message=message)
            shown.picture(f"board-hall-message-{len(message)}-{screen.pixels[0]}-{language}")
            assert shown.faults() == []
        shown.say("notice", board(*wide, waiting=[999] * 12, message="Xin chờ", seconds=1.5))
        shown.see("HallView", message="Xin chờ")
        shown.see("HallView", message="")


def test_an_emergency_fills_the_board_and_leaves_a_row_of_calls(tmp_path):
    with hall(tmp_path) as shown:
        begin(shown)
        shown.say("notice", board())
        shown.see("HallView", state="quiet")
        words = "Có cháy. Mời mọi người ra ngoài theo cửa chính."
        shown.say("notice", replace(board(call("B012", 5), call("A003", 2)), message=words, urgent=True))
        shown.see("HallView", message=words)
        assert shown.faults() == []
        picture = shown.picture("board-hall-emergency")
        red = (np.abs(np.asarray(picture).astype(int) - colour(DARK.overdue)).sum(axis=2) < 30).mean()
        assert red > 0.5
        per_mm = HALL.pixels[0] / HALL.millimetres[0]
        assert tallest(picture, colour(DARK.overdue), colour(DARK.on_press)) / per_mm > TEN_METRES_MM
        shown.say("link down")
        shown.see("HallView", state="away")
        assert shown.faults() == []
        told = np.asarray(shown.picture("board-hall-emergency-away")).astype(int)
        assert (np.abs(told - colour(DARK.soon)).sum(axis=2) < 30).mean() > 0.2


def test_a_new_call_changes_its_ground_and_never_flashes_too_often(tmp_path):
    with hall(tmp_path) as shown:
        begin(shown)
        shown.say("notice", board())
        shown.see("HallView", state="quiet")
        shown.say("notice", board(call("B012", 5)))
        shown.see("HallView", state="new")
        seen = []
        end = time.monotonic() + 4
        while (now := time.monotonic()) < end:
            lit = shown.screen.grab().getpixel((60, 200)) == tuple(colour(DARK.done))
            if not seen or seen[-1][1] != lit:
                seen.append((now, lit))
        changes = [at for at, _ in seen[1:]]
        assert seen[-1][1]
        assert len(changes) in {2, 3, 4}
        assert max(sum(first <= at < first + 1 for at in changes) for first in changes) / 2 <= 3


def test_a_board_that_hears_nobody_says_so_within_five_seconds(tmp_path):
    with hall(tmp_path) as shown:
        begin(shown)
        shown.say("notice", board())
        old = board(call("B012", 5), call("A043", 1))
        shown.say("notice", old)
        before = shown.see("HallView", number="A043", state="new")
        shown.say("presence", Presence(DeviceId("controller"), online=False))
        assert shown.see("HallView", state="away").at - before.at < 5000
        picture = np.asarray(shown.picture("board-hall-away")).astype(int)
        assert (np.abs(picture - colour(DARK.soon)).sum(axis=2) < 30).mean() > 0.2
        assert not (np.abs(picture - colour(DARK.done)).sum(axis=2) < 30).any()
        shown.say("presence", CONTROLLER)
        back = shown.see("HallView")
        assert back.facts["state"] != "away"
        shown.say("link down")
        assert shown.see("HallView", state="away").at - back.at < 5000
        shown.say("link up")
        shown.say("notice", old)
        shown.say("presence", CONTROLLER)
        while (again := shown.see("HallView")).facts["state"] == "away":
            pass  # what came before the controller's presence
        assert again.facts["number"] == "A043"
