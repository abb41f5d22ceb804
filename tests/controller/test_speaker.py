"""The loudspeaker's queue, with a fake voice and a fake loudspeaker where no sound is needed."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement
from controller.core.call_line import LineRules, Outcome
from controller.core.chime import alert, chime
from controller.core.speech import Sentence
from controller.speaker import Speaker
from tests.controller.core.line_hall import shows
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice
from voice.core.sound import Sound
from voice.ports import PlayerError, PlayerStuckError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def call(number: str, times: int = 1, lasts: float = 60) -> Announcement:
    return Announcement(TicketNumber(number), CounterId(5), times, NOON, NOON + timedelta(seconds=lasts))


class Hall:
    """A speaker on the fakes, and what it reported."""

    def __init__(self, player: FakePlayer, voice: FakeVoice, repeat_after_s: float) -> None:
        self.player, self.voice, self.now = player, voice, NOON
        self.reports: list[tuple[str, int, Outcome]] = []
        self._more = threading.Condition()
        self.alarms: list[Outcome] = []
        self._began = time.monotonic()
        voices = {"vi": voice, "en": FakeVoice()}
        rules = LineRules(pause_s=0.01, repeat_after_s=repeat_after_s, urgent_pause_s=0.01)
        self.speaker = Speaker(
            self.words, voices, player, self.clock, self.report, rules, self.alarm_words, self.alarm_report
        )
        self.speaker.start()

    def clock(self) -> datetime:
        """Set by ``now``, and running."""
        return self.now + timedelta(seconds=time.monotonic() - self._began)

    @staticmethod
    def words(call: Announcement) -> tuple[Sentence, ...]:
        if not call.number:
            raise MalformedMessageError("no words")
        second = (Sentence("en", call.number),) if call.language == "en" else ()
        return (Sentence("vi", call.number), *second)

    @staticmethod
    def alarm_words(text: str) -> tuple[Sentence, ...]:
        return tuple(Sentence("vi", one) for one in text.split("."))

    def report(self, call: Announcement, outcome: Outcome) -> None:
        with self._more:
            self.reports.append((call.number, call.times, outcome))
            self._more.notify_all()

    def alarm_report(self, outcome: Outcome) -> None:
        with self._more:
            self.alarms.append(outcome)
            self._more.notify_all()

    def wait_alarms(self, count: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: len(self.alarms) >= count, 10), self.alarms

    def wait(self, number: str, outcome: Outcome, times: int = 1) -> None:
        with self._more:
            assert self._more.wait_for(lambda: (number, times, outcome) in self.reports, 10), self.reports

    def spoken(self) -> list[str]:
        return [number for number, _, outcome in self.reports if outcome is Outcome.SPOKEN]


Open = Callable[..., Hall]


@pytest.fixture
def hall() -> Iterator[Open]:
    halls: list[Hall] = []

    def open_hall(player: FakePlayer | None = None, voice: FakeVoice | None = None, repeat_after_s: float = 0) -> Hall:
        halls.append(Hall(player or FakePlayer(), voice or FakeVoice(), repeat_after_s))
        return halls[-1]

    yield open_hall
    for each in halls:
        each.speaker.stop()


def test_calls_are_spoken_in_order_chime_first(hall: Open) -> None:
    at = hall()
    for number in ("B001", "A001", "B002"):
        at.speaker.call(call(number))
    at.wait("B002", Outcome.SPOKEN)
    assert at.spoken() == ["B001", "A001", "B002"]
    chimes = {pieces[0].pcm for pieces in at.player.played}
    assert len(chimes) == 1
    assert [pieces[-1] for pieces in at.player.played] == [at.voice.render(n) for n in ("B001", "A001", "B002")]


def test_a_waiting_duplicate_is_spoken_once_and_a_recall_of_a_spoken_one_again(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    for each in (call("B001"), call("B002"), call("B002", times=2), call("B001")):
        at.speaker.call(each)
    at.player.release()
    at.wait("B002", Outcome.SPOKEN, times=2)
    at.speaker.call(call("B002", times=3))
    at.wait("B002", Outcome.SPOKEN, times=3)
    assert [report[:2] for report in at.reports if report[2] is Outcome.DUPLICATE] == [("B002", 1), ("B001", 1)]
    assert at.spoken() == ["B001", "B002", "B002"]
    assert len(at.player.played) == 3


def test_an_expired_call_is_reported_and_not_spoken(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    at.speaker.call(call("B001"))
    at.speaker.call(call("B002", lasts=30))
    at.speaker.call(call("B003"))
    at.now = NOON + timedelta(seconds=30)
    at.player.release()
    at.wait("B003", Outcome.SPOKEN)
    at.wait("B002", Outcome.EXPIRED)
    assert "B002" not in at.spoken()
    assert len(at.player.played) == len(at.spoken())


def test_a_player_that_fails_is_tried_again_and_order_stands(hall: Open) -> None:
    at = hall(FakePlayer(PlayerError("gone")))
    at.speaker.call(call("B001"))
    at.speaker.call(call("B002"))
    at.wait("B002", Outcome.SPOKEN)
    assert [(number, outcome) for number, _, outcome in at.reports] == [
        ("B001", Outcome.DELAYED),
        ("B001", Outcome.SPOKEN),
        ("B002", Outcome.SPOKEN),
    ]


def test_a_call_is_given_up_when_its_time_passes_before_the_sound_returns(hall: Open) -> None:
    at = hall(FakePlayer(PlayerError("gone"), held=True))
    at.speaker.call(call("B001", lasts=30))
    at.speaker.call(call("B002"))
    assert at.player.begun.wait(5)
    at.now = NOON + timedelta(seconds=29)
    at.player.release()
    at.wait("B001", Outcome.DELAYED)
    at.now = NOON + timedelta(seconds=31)
    at.wait("B002", Outcome.SPOKEN)
    at.wait("B001", Outcome.EXPIRED)


def test_a_stuck_player_costs_one_call(hall: Open) -> None:
    at = hall(FakePlayer(PlayerStuckError("hangs")))
    at.speaker.call(call("B001"))
    at.speaker.call(call("B002"))
    at.wait("B002", Outcome.SPOKEN)
    assert at.reports[0] == ("B001", 1, Outcome.UNHEARD)
    assert at.spoken() == ["B002"]


def test_without_a_voice_the_chime_still_calls(hall: Open) -> None:
    at = hall(voice=FakeVoice(dumb=True))
    at.speaker.call(call("B001"))
    at.wait("B001", Outcome.CHIME_ONLY)
    assert at.player.played[0][0].seconds > 0.8


def test_the_next_words_are_made_while_the_first_still_sound(hall: Open) -> None:
    player = FakePlayer(held=True)
    made = threading.Event()

    class Watched(FakeVoice):
        def render(self, text: str):
            sound = super().render(text)
            if text == "B002":
                made.set()
            return sound

    at = hall(player, Watched())
    at.speaker.call(call("B001"))
    at.speaker.call(call("B002"))
    assert made.wait(5)
    assert len(player.played) <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        Announcement(TicketNumber(""), CounterId(1), 1, NOON, NOON + timedelta(seconds=60)),
        Announcement(TicketNumber("B001"), CounterId(1), 1, NOON, datetime(2026, 11, 23, 13)),  # noqa: DTZ001
    ],
    ids=["no words", "no zone"],
)
def test_a_call_that_cannot_be_spoken_is_refused_at_the_door(hall: Open, wrong: Announcement) -> None:
    at = hall()
    with pytest.raises(MalformedMessageError):
        at.speaker.call(wrong)
    at.speaker.call(call("B002"))
    at.wait("B002", Outcome.SPOKEN)


def test_stopping_in_the_middle_of_a_line_ends_at_once(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    for number in ("B001", "B002", "B003"):
        at.speaker.call(call(number))
    at.speaker.stop()
    at.speaker.call(call("B004"))
    assert len(at.player.played) <= 1
    assert not [thread for thread in threading.enumerate() if thread.name == "speaker"]


def test_the_second_language_follows_the_first(hall: Open) -> None:
    at = hall()
    at.speaker.call(replace(call("B001"), language="en"))
    at.wait("B001", Outcome.SPOKEN)
    (pieces,) = at.player.played
    assert [one.pcm for one in pieces[0:1]] == [chime().pcm]
    assert pieces[2] == at.voice.render("B001")
    assert pieces[4] == FakeVoice().render("B001")
    assert len(pieces) == 5


def test_what_is_over_before_its_turn_is_not_spoken(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    at.speaker.call(call("B001"))
    assert at.player.begun.wait(5)
    at.speaker.call(replace(call("B002"), seq=4))
    at.speaker.seen(shows(5, None, 5))
    at.wait("B002", Outcome.CANCELLED)
    at.player.release()
    at.wait("B001", Outcome.SPOKEN)
    assert at.spoken() == ["B001"]


def test_once_more_when_nothing_else_waits(hall: Open) -> None:
    at = hall(repeat_after_s=0.05)
    at.speaker.call(call("B001"))
    at.wait("B001", Outcome.AGAIN)
    first, again = at.player.played
    assert first == again


class Interruptible(FakePlayer):
    """The first play sounds until it is hushed."""

    def __init__(self) -> None:
        super().__init__()
        self._hushed = threading.Event()

    def play(self, pieces: Iterable[Sound]) -> None:
        super().play(pieces)
        if len(self.played) == 1:
            assert self._hushed.wait(10)
            raise PlayerError("killed")

    def hush(self) -> None:
        self._hushed.set()


def test_an_emergency_breaks_in_is_repeated_and_gives_the_call_back(hall: Open) -> None:
    player = Interruptible()
    at = hall(player)
    at.speaker.call(call("B001"))
    assert player.begun.wait(5)
    at.speaker.emergency("Cháy.Ra ngoài")
    at.wait_alarms(2)
    at.speaker.emergency("")
    at.wait("B001", Outcome.SPOKEN)
    assert at.reports[0][2] is Outcome.INTERRUPTED
    alarms = [pieces for pieces in player.played if pieces[0] == alert()]
    assert len(alarms) == len(at.alarms)
    assert set(at.alarms[:-1]) == {Outcome.SPOKEN}
    assert [alarms[0][2], alarms[0][4]] == [at.voice.render("Cháy"), at.voice.render("Ra ngoài")]
    assert player.played[-1][0] == chime()


def test_an_emergency_that_is_over_falls_silent_at_once(hall: Open) -> None:
    player = FakePlayer(held=True)
    at = hall(player)
    at.speaker.emergency("Cháy")
    assert player.begun.wait(5)
    at.speaker.call(call("B001"))
    at.speaker.emergency("")
    at.wait("B001", Outcome.SPOKEN)
    assert at.alarms == [Outcome.INTERRUPTED]


def test_a_call_that_begins_as_the_emergency_comes_makes_way(hall: Open) -> None:
    """Between the words asked for and the words made: nothing is playing that could be hushed."""
    player = FakePlayer()

    class Slow(FakeVoice):
        def render(self, text: str) -> Sound:
            if text == "B001" and "B001" not in self.asked:
                at.speaker.emergency("Cháy")
            return super().render(text)

    at = hall(player, Slow())
    at.speaker.call(call("B001"))
    at.wait("B001", Outcome.INTERRUPTED)
    at.wait_alarms(1)
    at.speaker.emergency("")
    at.wait("B001", Outcome.SPOKEN)


def test_an_emergency_without_words_is_refused(hall: Open) -> None:
    at = hall()
    at.alarm_words = at.speaker._alarm_words = lambda _text: ()  # type: ignore[assignment,method-assign]
    with pytest.raises(MalformedMessageError):
        at.speaker.emergency("...")


def test_who_waits_when_it_stops_is_reported(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    for number in ("B001", "B002"):
        at.speaker.call(call(number))
    at.speaker.stop()
    assert ("B002", 1, Outcome.STOPPED) in at.reports
    assert {number for number, _, _ in at.reports} == {"B001", "B002"}


def test_a_listener_that_fails_silences_nobody(hall: Open) -> None:
    at = hall()
    heard = at.speaker._report

    def fails(one: Announcement, outcome: Outcome) -> None:
        heard(one, outcome)
        raise RuntimeError(one.number)

    at.speaker._report = fails
    for number in ("B001", "B002"):
        at.speaker.call(call(number))
    at.wait("B002", Outcome.SPOKEN)


def test_a_call_that_never_ends_is_no_life(hall: Open) -> None:
    at = hall(FakePlayer(held=True))
    assert at.speaker.lives()
    at.speaker.call(call("B001"))
    assert at.player.begun.wait(10)
    assert at.speaker.lives()
    assert not at.speaker.lives(patience_s=0)
    at.player.release()
    at.wait("B001", Outcome.SPOKEN)
    assert at.speaker.lives(patience_s=0)
    at.speaker.stop()
    assert not at.speaker.lives()
