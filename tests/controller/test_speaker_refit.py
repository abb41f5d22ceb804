"""A loudspeaker is changed between two calls, and is silent while it is out of service."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contract.notices import Announcement
from controller.core.call_line import LineRules, Outcome
from controller.core.loudness import Loudness
from controller.core.speech import FIRST, Sentence
from controller.speaker import Speaker
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SOFT = LineRules(pause_s=0, loudness=Loudness(((NOW.time().replace(hour=0), -20.0),)))


class Hall:
    def __init__(self, player):
        self.ends, self.more = [], threading.Condition()
        self.speaker = Speaker(
            lambda call: (Sentence(FIRST, str(call.number)),),
            {FIRST: FakeVoice()},
            player,
            lambda: NOW,
            self.told,
            LineRules(pause_s=0),
        )

    def told(self, call, outcome):
        with self.more:
            self.ends.append((call.number, outcome))
            self.more.notify_all()

    def call(self, number):
        self.speaker.call(Announcement(number, 5, 1, NOW, NOW + timedelta(minutes=1), f"2026-11-23-{number}", 1))

    def until(self, *ends):
        with self.more:
            assert self.more.wait_for(lambda: self.ends == list(ends), 10), self.ends


@pytest.fixture
def held():
    return FakePlayer(held=True)


@pytest.fixture
def hall(held):
    opened = Hall(held)
    opened.speaker.start()
    yield opened
    opened.speaker.stop()


def test_a_change_waits_for_the_end_of_the_call_and_comes_before_the_next(hall, held):
    hall.call("B001")
    assert held.begun.wait(10)
    other, changed = FakePlayer(), threading.Event()

    def change():
        hall.speaker.refit(other, SOFT)
        changed.set()

    hall.speaker.between(change)
    hall.call("B002")
    assert not changed.is_set()
    held.release()
    hall.until(("B001", Outcome.SPOKEN), ("B002", Outcome.SPOKEN))
    assert changed.is_set()
    loud, soft = (max(abs(one) for one in memoryview(p.played[0][0].pcm).cast("h")) for p in (held, other))
    assert (len(held.played), len(other.played)) == (1, 1)
    assert loud > 8 * soft


def test_a_restart_waits_until_no_call_does(hall, held):
    hall.call("B001")
    assert held.begun.wait(10)
    spoken_before = []
    done = threading.Event()
    hall.speaker.between(lambda: (spoken_before.extend(hall.ends), done.set()), empty=True)
    hall.call("B002")
    held.release()
    assert done.wait(10)
    assert spoken_before == [("B001", Outcome.SPOKEN), ("B002", Outcome.SPOKEN)]


def test_work_that_fails_silences_nobody(hall, held):
    held.release()
    hall.speaker.between(lambda: 1 / 0)
    hall.call("B001")
    hall.until(("B001", Outcome.SPOKEN))


def test_out_of_service_every_call_is_told_as_stopped_and_back_in_service_spoken(hall, held):
    hall.call("B001")
    assert held.begun.wait(10)
    hall.call("B002")
    hall.speaker.serve(serves=False)
    hall.until(("B002", Outcome.STOPPED))
    hall.call("B003")
    hall.until(("B002", Outcome.STOPPED), ("B003", Outcome.STOPPED))
    held.release()
    hall.until(("B002", Outcome.STOPPED), ("B003", Outcome.STOPPED), ("B001", Outcome.SPOKEN))
    hall.speaker.serve(serves=True)
    hall.call("B004")
    with hall.more:
        assert hall.more.wait_for(lambda: hall.ends[-1] == ("B004", Outcome.SPOKEN), 10)
