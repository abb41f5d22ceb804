"""Ratings through a real broker, controller and terminal: one visit, one rating, whoever comes first and whatever is killed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from contract.codec import decode_notice
from contract.commands import RateVisit, Score
from contract.notices import Acceptance, RatingInvitation, Reason
from contract.profile import PadProfile, read_profile
from contract.request_ids import new_request_id
from demo.pad import Lamp, Pad
from demo.screen import wait_for
from tests.wire.rating_hall import FIVE, SECONDS, RatingHall, Terminal

FACES = ("very_satisfied", "satisfied")
KNOWS = "Office Bộ phận một cửa có máy đánh giá"


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = RatingHall(tmp_path_factory.mktemp("ratings"), "embedded")
    try:
        hall.start()
        yield hall
    finally:
        hall.stop()


class Clock:
    """A pad's clock, moved by hand."""

    at = 1000.0

    def __call__(self):
        return self.at


@pytest.fixture
def pad(hall, tmp_path):
    """The pad of counter 5, connected for longer than any old invitation could matter."""
    profile = read_profile(hall.broker.profile("pad-5"), PadProfile)
    clock = Clock()
    with Pad(profile.account, profile.counter, tmp_path / "pad.json", clock) as pad:
        assert pad.wait_told()
        clock.at += 60
        pad.own_clock = clock
        yield pad


DEATHS = (
    (("controller",), ("terminal",)),
    (("broker",), ("terminal",)),
    ((), ("broker", "controller")),
    ((), ("terminal",)),
)
"""What is dead when a face is pressed, and what dies right after the thanks; all of it lives again for the next visitor."""


def test_a_rating_outlives_every_kill_and_is_counted_once(hall):
    terminal = Terminal(hall)
    terminal.sees(KNOWS)
    pressed = {}
    for place, (before, after) in enumerate(DEATHS):
        visit, _ = hall.serve()
        terminal.sees(f"Faces {visit}")
        hall.kill(*before)
        terminal.press(FACES[place % 2])
        terminal.sees(f"Thanks {visit}")
        pressed[visit] = [FACES[place % 2]]
        if "terminal" in after:
            terminal.kill()
        hall.kill(*after)
        hall.revive(*before, *after)
        if "terminal" in after:
            terminal = Terminal(hall)
            terminal.sees(KNOWS)
    wait_for(lambda: hall.owed() == 0 or None, SECONDS, "a rating is not answered")
    terminal.kill()
    rated = hall.rated()
    assert {visit: rated.get(visit) for visit in pressed} == pressed


def test_a_terminal_a_pad_and_a_phone_press_at_once_and_one_of_them_counts(hall, pad):
    terminal = hall.device("rating-5")
    accepted = []
    for _ in range(5):
        visit, address = hall.serve()
        assert pad.wait_lamp(Lamp.LIT, SECONDS)
        mark = pad._open.mark
        together = threading.Barrier(3)

        def by_terminal(visit=visit, mark=mark, together=together):
            together.wait(SECONDS)
            return isinstance(terminal.press(RateVisit(visit, Score.SATISFIED, mark=mark, after_s=1)), Acceptance)

        def by_phone(address=address, together=together):
            together.wait(SECONDS)
            body = {"request": new_request_id(), "score": "neutral", "scale": 5, "reasons": []}
            return requests.post(f"{address}/rate", json=body, headers={"Origin": hall.pages}, timeout=SECONDS).json()

        with ThreadPoolExecutor(2) as others:
            pressing, phoning = others.submit(by_terminal), others.submit(by_phone)
            together.wait(SECONDS)
            assert pad.touch(Score.NOT_SATISFIED)
            first = {"satisfied": pressing.result(), "neutral": phoning.result()["accepted"]}
        assert pad.wait_answered(SECONDS)
        (score,) = hall.rated()[visit]
        assert first == {one: one == score for one in first}
        assert not pad.touch(Score.SATISFIED)
        accepted.append(score)
        pad.own_clock.at += 60
    assert len(accepted) == 5


def test_a_pad_keeps_a_press_through_a_power_cut(hall, pad, tmp_path):
    visit, _ = hall.serve()
    assert pad.wait_lamp(Lamp.LIT, SECONDS)
    hall.kill_controller()
    assert pad.touch(Score.NOT_SATISFIED)
    assert (pad.lamp, pad.unanswered) == (Lamp.THANKS, 1)
    pad.stop()
    hall.start_controller()
    profile = read_profile(hall.broker.profile("pad-5"), PadProfile)
    with Pad(profile.account, profile.counter, tmp_path / "pad.json") as again:
        assert again.wait_answered(SECONDS)
        assert again.lamp in {Lamp.DARK, Lamp.ALONE}
    assert hall.rated()[visit] == ["not_satisfied"]


def test_nobody_rates_who_was_not_invited(hall):
    """Neither the keypad of the clerk, nor the terminal of the next counter, nor this one's before or without its invitation."""
    invited = []
    terminal = hall.device("rating-5")
    terminal_of_six = hall.device("rating-6")
    hearing = Pad(read_profile(hall.broker.profile("pad-5"), PadProfile).account, FIVE, hall.folder / "pad.json")
    hearing.listen(hearing.topics.rating(FIVE), lambda _topic, payload: invited.append(decode_notice(payload)))
    with hearing:
        visit, _ = hall.serve()
        (mark,) = wait_for(lambda: marks(invited, visit) or None, SECONDS, "nobody was invited")
    rating = RateVisit(visit, Score.VERY_SATISFIED, mark=mark)
    for device, command in (
        (hall.keypad, rating),
        (hall.kiosk, rating),
        (terminal_of_six, rating),
        (terminal, RateVisit(visit, Score.VERY_SATISFIED)),
        (terminal, RateVisit(visit, Score.VERY_SATISFIED, mark="forged", after_s=1)),
    ):
        assert device.press(command, seconds=SECONDS).reason is Reason.NOT_ALLOWED
    assert visit not in hall.rated()
    assert isinstance(terminal.press(rating, seconds=SECONDS), Acceptance)


def marks(invited, visit):
    return [one.mark for one in invited if isinstance(one, RatingInvitation) and one.visit == visit][:1]
