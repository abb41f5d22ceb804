"""What comes out of the real loudspeaker's path: heard through a private sound server, compared with what was rendered."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import numpy as np
import pytest

import controller
from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from contract.notices import Announcement
from controller.core.call_line import LineRules, Outcome
from controller.core.chime import alert, chime
from controller.core.loudness import Loudness
from controller.core.speech import Sentence, spoken_call
from controller.speaker import BREATH_S, Speaker
from demo.sound import Recording, Samples, SoundRoom, likeness, spoken_parts
from tests.voice.fake_voice import FakeVoice
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.pulse_player import PulsePlayer
from voice.core.sound import PEAK, RATE, Sound, silence
from voice.ports import PlayerError, PlayerStuckError, Voice
from voice.vocabulary import vocabulary

TEXTS = load_texts(Path(controller.__file__).parent / "texts", "vi")
WORDS = vocabulary("vi")
GAP_S = 0.4
"""Longer than any silence within a call, shorter than the pause between two."""


class Ear:
    """What a test hears, from when it begins."""

    def __init__(self, recording: Recording) -> None:
        assert recording.wait_for(lambda heard: not heard[-RATE // 4 :].any(), 5)
        self._recording = recording
        self._begins = len(recording.samples())

    def heard(self) -> Samples:
        return self._recording.samples()[self._begins :]

    def hears(self, enough: Callable[[Samples], bool]) -> bool:
        return self._recording.wait_for(lambda samples: enough(samples[self._begins :]), 5)

    def begun(self) -> bool:
        """Wait until a call can be heard."""
        return self.hears(lambda samples: bool(spoken_parts(samples, GAP_S)))

    def ended(self, calls: int) -> bool:
        """Wait until so many calls were heard with silence after the last; recordings run a little behind."""

        def silent_again(samples: Samples) -> bool:
            parts = spoken_parts(samples, GAP_S)
            return len(parts) >= calls and len(samples) - parts[-1][1] > GAP_S * RATE

        return self.hears(silent_again)


@pytest.fixture(scope="module")
def room() -> Iterator[SoundRoom]:
    with SoundRoom() as opened:
        yield opened


@pytest.fixture(scope="module")
def recording(room: SoundRoom) -> Iterator[Recording]:
    with room.record() as opened:
        yield opened


@pytest.fixture
def ear(recording: Recording) -> Ear:
    return Ear(recording)


class Loudspeaker:
    """The real speaker and player in a room, and what it reported."""

    def __init__(self, room: SoundRoom, voice: Voice, rules: LineRules | None = None) -> None:
        self.player = PulsePlayer(server=room.server)
        self.reports: list[tuple[str, Outcome]] = []
        self._more = threading.Condition()
        self.speaker = Speaker(
            sentences, {"vi": voice}, self.player, lambda: datetime.now(UTC), self.report, rules or LineRules()
        )
        self.speaker.start()

    def report(self, call: Announcement, outcome: Outcome) -> None:
        with self._more:
            self.reports.append((call.number, outcome))
            self._more.notify_all()

    def wait(self, number: str, outcome: Outcome = Outcome.SPOKEN, seconds: float = 15) -> None:
        with self._more:
            assert self._more.wait_for(lambda: (number, outcome) in self.reports, seconds), self.reports


@pytest.fixture
def loudspeaker(room: SoundRoom, request: pytest.FixtureRequest) -> Iterator[Loudspeaker]:
    opened = Loudspeaker(room, getattr(request, "param", None) or FakeVoice())
    yield opened
    opened.speaker.stop()


def words(call: Announcement) -> str:
    return spoken_call(call.number, call.counter, TEXTS, WORDS)


def sentences(call: Announcement) -> tuple[Sentence, ...]:
    return (Sentence("vi", words(call)),)


def call(number: str, counter: int = 5) -> Announcement:
    now = datetime.now(UTC)
    return Announcement(TicketNumber(number), CounterId(counter), 1, now, now + timedelta(seconds=60))


def rendered(voice: Voice, each: Announcement) -> Samples:
    pcm = chime().pcm + silence(BREATH_S).pcm + voice.render(words(each)).pcm
    return np.frombuffer(pcm, np.int16)


@pytest.mark.parametrize("loudspeaker", [EspeakVoice()], indirect=True, ids=["espeak"])
def test_a_call_is_heard_as_rendered_chime_first_and_loud_enough(ear: Ear, loudspeaker: Loudspeaker) -> None:
    asked = call("B012")
    loudspeaker.speaker.call(asked)
    loudspeaker.wait("B012")
    assert ear.ended(1)
    heard, expected = ear.heard(), rendered(EspeakVoice(), asked)
    match, begins = likeness(heard, expected)
    assert match > 0.9
    bells, first = likeness(heard[begins : begins + RATE], np.frombuffer(chime().pcm, np.int16))
    assert bells > 0.9
    assert abs(first) < RATE // 100
    voice = heard[begins + RATE : begins + len(expected)].astype(float) / PEAK
    assert 0.06 < np.sqrt(np.mean(voice**2)) < 0.12
    assert 0.3 < np.abs(voice).max() < 0.95


def test_calls_keep_order_and_distance_and_a_duplicate_is_not_heard(ear: Ear, loudspeaker: Loudspeaker) -> None:
    calls = [call("B001"), call("A002"), call("A002")]
    for each in calls:
        loudspeaker.speaker.call(each)
    loudspeaker.wait("A002")
    assert ear.ended(2)
    heard = ear.heard()
    first, second = spoken_parts(heard, GAP_S)
    assert 0.6 * RATE < second[0] - first[1] < 2.0 * RATE  # a busy machine starts a player late
    voice = FakeVoice()
    expected = [rendered(voice, each) for each in calls[:2]]
    scores = [[likeness(heard[begin:end], each)[0] for each in expected] for begin, end in (first, second)]
    assert min(scores[0][0], scores[1][1]) > 0.9 > max(scores[0][1], scores[1][0])
    assert loudspeaker.reports.count(("A002", Outcome.DUPLICATE)) == 1


def test_a_player_killed_in_the_middle_costs_no_call(ear: Ear, loudspeaker: Loudspeaker) -> None:
    loudspeaker.speaker.call(call("B001"))
    loudspeaker.speaker.call(call("B002"))
    assert ear.begun()
    assert loudspeaker.player._process
    loudspeaker.player._process.kill()
    loudspeaker.wait("B002")
    assert ear.ended(3)
    assert loudspeaker.reports == [
        ("B001", Outcome.DELAYED),
        ("B001", Outcome.SPOKEN),
        ("B002", Outcome.SPOKEN),
    ]
    lengths = [(end - begin) / RATE for begin, end in spoken_parts(ear.heard(), GAP_S)]
    assert lengths[0] < 0.9 < 1.2 < min(lengths[1:])


def test_a_call_waits_out_the_death_of_the_sound_server() -> None:
    with SoundRoom() as own:
        loudspeaker = Loudspeaker(own, FakeVoice())
        own.silence()
        loudspeaker.speaker.call(call("B001"))
        loudspeaker.wait("B001", Outcome.DELAYED)
        own.start()
        loudspeaker.wait("B001", Outcome.SPOKEN)
        loudspeaker.speaker.stop()


def test_a_sink_that_does_not_exist_is_an_error_that_names_it(room: SoundRoom) -> None:
    with pytest.raises(PlayerError, match="No such entity"):
        PulsePlayer("no-such-sink", room.server).play([silence(0.1)])


@pytest.mark.parametrize("seconds", [0.1, 1.6], ids=["while it drains", "while it is fed"])
def test_a_hanging_sound_server_costs_its_grace_and_no_more(room: SoundRoom, seconds: float) -> None:
    began = time.monotonic()
    with room.hanging(), pytest.raises(PlayerStuckError):
        PulsePlayer(server=room.server, grace_s=0.2).play([silence(seconds)])
    assert time.monotonic() - began < seconds + 20
    PulsePlayer(server=room.server).play([silence(0.1)])


def test_a_stopped_player_falls_silent_and_stays_so(room: SoundRoom, ear: Ear) -> None:
    player = PulsePlayer(server=room.server)
    faults: list[Exception] = []

    def play() -> None:
        try:
            player.play([Sound(RATE, chime().pcm * 10)])
        except PlayerError as fault:
            faults.append(fault)

    thread = threading.Thread(target=play)
    thread.start()
    assert ear.begun()
    player.stop()
    thread.join(1)
    assert not thread.is_alive()
    assert len(faults) == 1
    assert ear.ended(1)
    with pytest.raises(PlayerError):
        player.play([silence(0.1)])


def test_nothing_to_play_is_no_fault(room: SoundRoom) -> None:
    PulsePlayer(server=room.server).play([])


def loudest(samples: Samples) -> float:
    """In dB of the largest sample there can be."""
    return float(20 * np.log10(np.abs(samples.astype(float)).max() / PEAK))


def test_at_a_soft_hour_everything_is_so_many_decibels_softer(room: SoundRoom, ear: Ear) -> None:
    soft = LineRules(loudness=Loudness(((time_of_day(0), -12.0),)))
    loudspeaker = Loudspeaker(room, FakeVoice(), soft)
    loudspeaker.speaker.call(call("B001"))
    loudspeaker.wait("B001")
    assert ear.ended(1)
    loudspeaker.speaker.stop()
    expected = rendered(FakeVoice(), call("B001"))
    match, begins = likeness(ear.heard(), expected)
    assert match > 0.9
    assert abs(loudest(ear.heard()[begins:]) - (loudest(expected) - 12)) < 1


def test_an_emergency_is_heard_at_once_and_the_call_after_it(ear: Ear, loudspeaker: Loudspeaker) -> None:
    loudspeaker.speaker.call(call("B001"))
    assert ear.begun()
    loudspeaker.speaker.emergency("Cháy")
    signal = np.frombuffer(alert().pcm, np.int16)
    assert ear.hears(lambda samples: len(samples) > len(signal) and likeness(samples, signal)[0] > 0.9)
    loudspeaker.speaker.emergency("")
    loudspeaker.wait("B001")
    assert loudspeaker.reports[0] == ("B001", Outcome.INTERRUPTED)
    assert ear.ended(2)
    heard = ear.heard()
    _, alarm = likeness(heard, signal)
    match, whole = likeness(heard, rendered(FakeVoice(), call("B001")))
    assert match > 0.9
    begun = spoken_parts(heard, 0.05)[0][0]
    assert 0 < alarm - begun < 1.2 * RATE
    assert whole > alarm + len(signal)
