"""The loudspeaker's queue, with a fake voice and a fake loudspeaker where no sound is needed."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from contract.errors import MalformedMessageError
from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement
from controller.speaker import Outcome, Speaker
from tests.voice.fake_player import FakePlayer
from tests.voice.fake_voice import FakeVoice
from voice.ports import PlayerError, PlayerStuckError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def call(number: str, times: int = 1, lasts: float = 60) -> Announcement:
    return Announcement(TicketNumber(number), CounterId(5), times, NOON, NOON + timedelta(seconds=lasts))


class Hall:
    """A speaker on the fakes, and what it reported."""

    def __init__(self, player: FakePlayer, voice: FakeVoice) -> None:
        self.player, self.voice, self.now = player, voice, NOON
        self.reports: list[tuple[str, int, Outcome]] = []
        self._more = threading.Condition()
        self.speaker = Speaker(self.words, voice, player, lambda: self.now, self.report, 0.01)
        self.speaker.start()

    @staticmethod
    def words(call: Announcement) -> str:
        if not call.number:
            raise MalformedMessageError("no words")
        return call.number

    def report(self, call: Announcement, outcome: Outcome) -> None:
        with self._more:
            self.reports.append((call.number, call.times, outcome))
            self._more.notify_all()

    def wait(self, number: str, outcome: Outcome, times: int = 1) -> None:
        with self._more:
            assert self._more.wait_for(lambda: (number, times, outcome) in self.reports, 10), self.reports

    def spoken(self) -> list[str]:
        return [number for number, _, outcome in self.reports if outcome is Outcome.SPOKEN]


Open = Callable[..., Hall]


@pytest.fixture
def hall() -> Iterator[Open]:
    halls: list[Hall] = []

    def open_hall(player: FakePlayer | None = None, voice: FakeVoice | None = None) -> Hall:
        halls.append(Hall(player or FakePlayer(), voice or FakeVoice()))
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
    at.now = NOON + timedelta(seconds=29)
    at.player.release()
    at.wait("B001", Outcome.DELAYED)
    at.now = NOON + timedelta(seconds=31)
    at.wait("B002", Outcome.SPOKEN)
    assert ("B001", 1, Outcome.EXPIRED) in at.reports


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
