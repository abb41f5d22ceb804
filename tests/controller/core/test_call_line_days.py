"""Any day before the loudspeaker that Hypothesis can think of, in virtual time.

Clerks call, recall, finish and call the next; the link repeats itself; the sound server fails; emergencies come and go. Whatever
happens, nothing overlaps, every call has one end, the order stands, and what was over before its turn is never spoken.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.notices import Announcement
from controller.core.call_line import NO_END, CallLine, End, LineRules, Outcome, Turn
from tests.controller.core.line_hall import call, moment, shows

COUNTERS = (1, 2, 3)
RULES = LineRules(pause_s=0.7, repeat_after_s=8)
ENDS = (Outcome.SPOKEN, Outcome.SPOKEN, Outcome.SPOKEN, Outcome.DELAYED, Outcome.UNHEARD, Outcome.CHIME_ONLY)
DEED = st.one_of(
    st.tuples(st.just("call"), st.sampled_from(COUNTERS), st.floats(0, 6)),
    st.tuples(st.just("recall"), st.sampled_from(COUNTERS), st.floats(0, 6)),
    st.tuples(st.just("finish"), st.sampled_from(COUNTERS), st.floats(0, 6)),
    st.tuples(st.just("told again"), st.sampled_from(COUNTERS), st.floats(0, 6)),
    st.tuples(st.sampled_from(["emergency", "over"]), st.just(0), st.floats(0, 20)),
)


@dataclass
class Said:
    turn: Turn
    begins: float
    ends: float
    outcome: Outcome


@dataclass
class Hall:
    """A hall in virtual time; the loudspeaker's turns last ``lasts`` seconds and end by ``outcomes`` in turn."""

    outcomes: list[Outcome]
    lasts: float = 4.0
    now: float = 0.0
    seq: int = 0
    line: CallLine = field(default_factory=lambda: CallLine(RULES))
    asked: list[Announcement] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    over: dict[tuple[str, int], float] = field(default_factory=dict)
    emergencies: list[tuple[float, str]] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    _places: dict[Announcement, int] = field(default_factory=dict)
    _waiting: dict[tuple[str, int], Announcement] = field(default_factory=dict)
    _at: dict[int, Announcement] = field(default_factory=dict)
    _numbers: int = 0
    _sounding: tuple[Turn, float] | None = None

    def does(self, deed: str, counter: int) -> None:
        self.seq += 1
        here = self._at.get(counter)
        if deed == "call" and here is None:
            self._numbers += 1
            self._ask(call(self._numbers, counter, self.now, 30, seq=self.seq))
            self._show(counter, self._numbers)
        elif deed == "recall" and here is not None:
            self._ask(call(int(here.number[1:]), counter, self.now, 30, here.times + 1, self.seq))
        elif deed == "told again" and here is not None:
            again = replace(here, seq=self.seq)
            self.asked.append(again)
            self.ends += self.line.add(again, moment(self.now))
        elif deed == "finish" and here is not None:
            del self._at[counter]
            self._waiting.pop((here.number, counter), None)
            self.over[here.number, counter] = self.now
            self._show(counter, None)
        elif deed in {"emergency", "over"}:
            text = "Cháy" if deed == "emergency" else ""
            self.emergencies.append((self.now, text))
            if self.line.emergency(text):
                self._end(Outcome.INTERRUPTED)

    def pass_time(self, seconds: float) -> None:
        """The loudspeaker goes on meanwhile."""
        until = self.now + seconds
        while True:
            if self._sounding is not None:
                ends_at = self._sounding[1] + self.lasts
                if ends_at > until:
                    break
                self.now = ends_at
                self._end(self.outcomes.pop() if self.outcomes else Outcome.SPOKEN)
                continue
            step = self.line.next(moment(self.now))
            self.ends += step.ends
            if step.turn is not None:
                self._begin(step.turn)
            elif step.wait_s is None or self.now + step.wait_s > until:
                break
            else:
                self.now += step.wait_s + 0.001
        self.now = max(self.now, until)

    def _ask(self, one: Announcement) -> None:
        self._at[one.counter] = one
        self.asked.append(one)
        self.ends += self.line.add(one, moment(self.now))
        older = self._waiting.get((one.number, one.counter), one)
        self._places[one] = self._places.get(older, len(self._places))
        self._waiting[one.number, one.counter] = one

    def _begin(self, turn: Turn) -> None:
        self._sounding = turn, self.now
        if turn.call is not None and not turn.again:
            self.begun.append(self._places[turn.call])
            self._waiting.pop((turn.call.number, turn.call.counter), None)

    def _show(self, counter: int, number: int | None) -> None:
        self.ends += self.line.seen(shows(counter, number, self.seq))

    def _end(self, outcome: Outcome) -> None:
        assert self._sounding is not None
        turn, begins = self._sounding
        self._sounding = None
        self.said.append(Said(turn, begins, self.now, outcome))
        if turn.call is not None and not turn.again and outcome in NO_END:
            newest = self._waiting.setdefault((turn.call.number, turn.call.counter), turn.call)
            self._places[newest] = self._places[turn.call]
        self.ends += self.line.ended(moment(self.now), outcome)


def lived(deeds: list[tuple[str, int, float]], outcomes: list[Outcome]) -> Hall:
    hall = Hall(list(outcomes))
    for deed, counter, later in deeds:
        hall.does(deed, counter)
        hall.pass_time(later)
    hall.does("over", 0)
    hall.pass_time(300)
    return hall


@settings(max_examples=200)
@given(st.lists(DEED, max_size=40), st.lists(st.sampled_from(ENDS), max_size=20))
def test_whatever_happens(deeds: list[tuple[str, int, float]], outcomes: list[Outcome]) -> None:
    hall = lived(deeds, outcomes)
    _nothing_overlaps(hall)
    _every_call_has_one_end(hall)
    _who_is_called_first_is_spoken_first(hall)
    _what_is_over_is_not_spoken(hall)
    _an_emergency_stands_above_all(hall)
    _once_more_at_most_and_in_idleness(hall)


def _nothing_overlaps(hall: Hall) -> None:
    for before, after in pairwise(hall.said):
        pause = 0 if after.turn.urgent else RULES.pause_s
        assert after.begins >= before.ends + pause - 1e-6


def _every_call_has_one_end(hall: Hall) -> None:
    ended = Counter(one for one, outcome in hall.ends if outcome not in {*NO_END, Outcome.AGAIN})
    assert ended == Counter(hall.asked)
    assert len(hall.line) == 0


def _spoken(hall: Hall) -> list[Said]:
    return [one for one in hall.said if one.turn.call is not None and not one.turn.again]


def _who_is_called_first_is_spoken_first(hall: Hall) -> None:
    """By the place in line that a call, or the one whose place it took, came to."""
    assert hall.begun == sorted(hall.begun)


def _what_is_over_is_not_spoken(hall: Hall) -> None:
    for one in hall.said:
        if one.turn.call is not None:
            assert one.begins < (one.turn.call.expires_at - moment(0)).total_seconds()
            assert one.begins <= hall.over.get((one.turn.call.number, one.turn.call.counter), one.begins)


def _an_emergency_stands_above_all(hall: Hall) -> None:
    changes = [(0.0, ""), *hall.emergencies, (float("inf"), "")]
    for (since, text), (until, _) in pairwise(changes):
        during = [one for one in hall.said if since <= one.begins < until]
        if text:
            assert all(one.turn.urgent for one in during if one.begins > since)
        else:
            assert not any(one.turn.urgent for one in during if one.begins > since)


def _once_more_at_most_and_in_idleness(hall: Hall) -> None:
    again = Counter(one.turn.call for one in hall.said if one.turn.again)
    assert set(again.values()) <= {1}
    for one in hall.said:
        if one.turn.again:
            assert one.turn.call is not None
            assert one.turn.call.times == 1
            spoken = next(
                two for two in _spoken(hall) if two.turn.call == one.turn.call and two.outcome is Outcome.SPOKEN
            )
            assert one.begins >= spoken.ends + RULES.repeat_after_s - 1e-6
