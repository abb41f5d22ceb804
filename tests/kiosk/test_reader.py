"""The reading voice on fakes: order, breaking in, repeating, pausing; then how fast a real sound falls silent."""

import threading
import time
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from demo.sound import RATE, SoundRoom, spoken_parts
from kiosk.core.hearing import Manner, Way
from kiosk.reader import Reader
from kiosk.voice_terminal import fade
from tests.voice.fake_voice import FakeVoice
from voice.adapters.pulse_player import PulsePlayer
from voice.core.sound import Sound
from voice.ports import PlayerError

EAR = Manner(Way.HEADPHONES, "vi", 2, 4)


class HeldPlayer:
    """Plays each sentence until it is let go or hushed; ``broken``: nothing comes out."""

    def __init__(self, *, broken: bool = False) -> None:
        self.begun: list[int] = []
        self.broken = broken
        self._more = threading.Condition()
        self._ends = 0
        self._hushed = False

    def play(self, pieces: Iterable[Sound]) -> None:
        each = iter(pieces)
        next(each)
        with self._more:
            self._hushed = False
        words = list(each)
        if self.broken:
            with self._more:
                self.begun.append(0)
                self._more.notify_all()
            raise PlayerError("no sink")
        if not words:
            return
        with self._more:
            self.begun.append(len(words[0].pcm))
            self._more.notify_all()
            assert self._more.wait_for(lambda: self._ends or self._hushed, 10)
            if self._hushed:
                raise PlayerError("hushed")
            self._ends -= 1

    def hush(self) -> None:
        with self._more:
            self._hushed = True
            self._more.notify_all()

    stop = hush

    def end(self) -> None:
        """Let the sentence sound to its end."""
        with self._more:
            self._ends += 1
            self._more.notify_all()

    def wait(self, sentences: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: len(self.begun) >= sentences, 10), self.begun


class Ear:
    """A reader with one pair of headphones, and what sounded to its end."""

    def __init__(self, player: HeldPlayer) -> None:
        self.voice, self.player = FakeVoice(), player
        self.heard: list[tuple[str, Manner]] = []
        self._more = threading.Condition()
        self.reader = Reader(lambda _language, _pace: self.voice, fade, {Way.HEADPHONES: player}, self.told)
        self.reader.start()

    def told(self, sentence: str, manner: Manner) -> None:
        with self._more:
            self.heard.append((sentence, manner))
            self._more.notify_all()

    def hears(self, *sentences: str) -> None:
        """Let everything sound until these were heard, in this order and no others."""
        for _ in sentences:
            self.player.end()
        with self._more:
            assert self._more.wait_for(lambda: len(self.heard) >= len(sentences), 10), self.heard
        assert [sentence for sentence, _ in self.heard] == list(sentences)
        self.heard.clear()


@pytest.fixture
def ear() -> Iterator[Ear]:
    opened = Ear(HeldPlayer())
    yield opened
    opened.reader.stop()


def test_sentences_come_in_order_and_news_behind_them(ear: Ear) -> None:
    ear.reader.say(("một", "hai"), EAR)
    ear.player.wait(1)
    ear.reader.follow(("ba",), EAR)
    ear.hears("một", "hai", "ba")


def test_a_new_focus_breaks_off_the_old_one(ear: Ear) -> None:
    ear.reader.say(("một", "hai"), EAR)
    ear.player.wait(1)
    ear.reader.say(("ba",), EAR)
    ear.hears("ba")


def test_louder_says_so_and_begins_the_sentence_again(ear: Ear) -> None:
    louder = Manner(Way.HEADPHONES, "vi", 2, 3)
    ear.reader.say(("một", "hai"), EAR)
    ear.player.wait(1)
    ear.reader.aside(("to hơn",), louder)
    ear.hears("to hơn", "một", "hai")


def test_again_after_the_end_and_in_the_middle(ear: Ear) -> None:
    ear.reader.say(("một", "hai"), EAR)
    ear.hears("một", "hai")
    ear.reader.again(EAR)
    ear.player.end()
    ear.player.wait(4)
    ear.reader.again(EAR)
    ear.heard.clear()
    ear.hears("một", "hai")


def test_a_pause_is_silent_and_goes_on(ear: Ear) -> None:
    ear.reader.say(("một", "hai"), EAR)
    ear.player.wait(1)
    ear.reader.pause(EAR)
    assert ear.heard == []
    ear.reader.pause(EAR)
    ear.hears("một", "hai")


def test_what_was_hushed_is_not_heard_by_the_next(ear: Ear) -> None:
    ear.reader.say(("một",), EAR)
    ear.player.wait(1)
    ear.reader.hush()
    ear.reader.again(EAR)
    ear.reader.follow(("chào",), EAR)
    ear.hears("chào")


def test_a_voice_or_server_that_fails_is_told_once_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    ear = Ear(HeldPlayer(broken=True))
    ear.reader.say(("một", "hai", "ba"), EAR)
    ear.player.wait(3)
    ear.player.broken = False
    ear.reader.say(("bốn",), EAR)
    ear.hears("bốn")
    ear.reader.stop()
    assert caplog.text.count("cannot be heard") == 1


def test_a_voice_without_a_way_out_keeps_the_thread(ear: Ear) -> None:
    ear.reader.say(("một",), Manner(Way.LOUDSPEAKER, "vi", 2, 2))
    ear.reader.say(("hai",), EAR)
    ear.hears("hai")


class LongVoice:
    """Hums for five seconds."""

    def render(self, _text: str) -> Sound:
        return Sound(RATE, (9000 * np.sin(np.arange(5 * RATE) / 5)).astype("<i2").tobytes())


def test_the_old_focus_is_silent_within_a_tenth_of_a_second() -> None:
    with SoundRoom() as room, room.record() as recording:
        player = PulsePlayer("room", room.server, 1.0, 60)
        reader = Reader(lambda _language, _pace: LongVoice(), fade, {Way.HEADPHONES: player}, lambda *_: None)
        reader.start()
        silences = []
        for _ in range(4):
            before = len(recording.samples())
            reader.say(("dài",), EAR)
            assert recording.wait_for(lambda heard, before=before: bool(spoken_parts(heard[before:], 0.05)), 5)
            asked = time.monotonic()
            reader.hush()
            assert recording.wait_for(lambda heard: not heard[-RATE // 5 :].any(), 5)
            last = spoken_parts(recording.samples(), 0.05)[-1][1]
            silences.append(recording.heard_at(last) - asked)
        reader.stop()
    assert sorted(silences)[1] < 0.1, silences
    assert max(silences) < 0.25, silences  # a machine that does other things at the same time


def test_the_volume_falls_by_even_steps() -> None:
    loud = LongVoice().render("")
    levels = [np.abs(np.frombuffer(fade(loud, step).pcm, "<i2")).max() for step in range(5)]
    assert all(1.5 < after / before < 2 for before, after in pairwise(levels))
