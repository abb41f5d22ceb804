"""Calls before the loudspeaker: one after the other, each with one end, and an emergency above them all.

Who uses it asks for what sounds next, lets it sound, and says how that went; no clock and no thread is known here. First called,
first spoken: a recall takes the place of the call that still waits. Priority has only the emergency, since the order of the people
was decided when they were called. No moment is trusted to come after the one before it.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement, CounterState
from controller.core.loudness import Loudness


class Outcome(StrEnum):
    """What became of a call."""

    SPOKEN = "spoken"
    AGAIN = "again"
    """Spoken once more, since nothing else waited."""
    CHIME_ONLY = "chime_only"
    DUPLICATE = "duplicate"
    """It was here already, or a newer one of the same visit took its place."""
    CANCELLED = "cancelled"
    """The counter does not call this visit any more."""
    EXPIRED = "expired"
    QUIET = "quiet"
    UNHEARD = "unheard"
    STOPPED = "stopped"
    DELAYED = "delayed"
    """No end: it is tried again, until its time has passed."""
    INTERRUPTED = "interrupted"
    """No end: it is spoken after the emergency, from its beginning."""


NO_END: Final = frozenset({Outcome.DELAYED, Outcome.INTERRUPTED})

End = tuple[Announcement, Outcome]

_REMEMBERED: Final = timedelta(minutes=10)
"""A call that is told again within that time, after a broken link, is known; no call may wait longer (``calling.expires_s``)."""


@dataclass(frozen=True, slots=True)
class LineRules:
    """Seconds of silence between two calls, until a first call is repeated in idleness (0: never), and between emergencies."""

    pause_s: float = 0.7
    repeat_after_s: float = 0.0
    urgent_pause_s: float = 2.0
    loudness: Loudness = Loudness()  # noqa: RUF009 (frozen)


@dataclass(frozen=True, slots=True)
class Turn:
    """What sounds next, so many ``db`` louder than full: a call, perhaps ``again``, or else the emergency's text."""

    call: Announcement | None
    db: float = 0.0
    again: bool = False
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A turn, or none before ``wait_s`` seconds (None: before something new comes); and the calls that ended on the way."""

    turn: Turn | None
    ends: Sequence[End] = ()
    wait_s: float | None = None


_Key = tuple[TicketNumber, CounterId]
_Name = tuple[TicketNumber, CounterId, int, datetime]


class CallLine:
    """Between ``next`` giving a turn and ``ended`` nothing else is given: nothing ever overlaps."""

    def __init__(self, rules: LineRules = LineRules()) -> None:
        self._rules = rules
        self._waiting: OrderedDict[_Key, Announcement] = OrderedDict()
        self._repeats: OrderedDict[_Key, tuple[Announcement, datetime]] = OrderedDict()
        self._known: dict[_Name, datetime] = {}
        self._counters: dict[CounterId, CounterState] = {}
        self._turn: Turn | None = None
        self._ended_at: datetime | None = None
        self._urgent = ""
        self._urgent_at: datetime | None = None

    def adopt(self, rules: LineRules) -> None:
        """From the next turn on."""
        self._rules = rules

    def __len__(self) -> int:
        return len(self._waiting)

    def first(self) -> Announcement | None:
        """The call that waits longest."""
        return next(iter(self._waiting.values()), None)

    def add(self, call: Announcement, at: datetime) -> Sequence[End]:
        """Put a call in the line, unless it was here before or does not stand any more.

        The newer of two of a visit at a counter stays because it expires later; the place stays because nobody may be pushed
        back by a recall.
        """
        key = _key(call)
        older = self._waiting.get(key)
        if _name(call) in self._known or (older is not None and older.seq > call.seq):
            return [(call, Outcome.DUPLICATE)]
        self._known = {name: until for name, until in self._known.items() if at < until}
        self._known[_name(call)] = at + _REMEMBERED
        if not self._stands(call):
            return [(call, Outcome.CANCELLED)]
        self._repeats.pop(key, None)
        self._waiting[key] = call
        return [(older, Outcome.DUPLICATE)] if older is not None else []

    def seen(self, state: CounterState) -> Sequence[End]:
        """What a counter shows now; what waits for it and is not called there any more is dropped."""
        self._counters[state.counter] = state
        gone = [call for call in self._waiting.values() if not self._stands(call)]
        for call in gone:
            del self._waiting[_key(call)]
        for key in [key for key, (call, _) in self._repeats.items() if not self._stands(call)]:
            del self._repeats[key]
        return [(call, Outcome.CANCELLED) for call in gone]

    def emergency(self, text: str) -> bool:
        """Begin one, change its words, or end it (empty); whether what sounds now is to be interrupted.

        A call only for an emergency; an emergency that is over is not said to its end.
        """
        if text == self._urgent:
            return False
        self._urgent, self._urgent_at = text, None
        return self._turn is not None and (bool(text) or self._turn.call is None)

    def next(self, at: datetime) -> Step:
        """What sounds now."""
        assert self._turn is None, "one turn after the other"
        ends = self._overdue(at)
        silent = self._left(self._ended_at, self._rules.pause_s, at)
        if self._urgent:
            silent = self._left(self._urgent_at, self._rules.urgent_pause_s, at)
            turn = Turn(None, urgent=self._urgent)
            return Step(None, ends, silent) if silent else self._give(turn, ends)
        if silent:
            return Step(None, ends, silent)
        db = self._rules.loudness.at(at)
        if db is None:
            self._repeats.clear()
            ends += [(call, Outcome.QUIET) for call in self._waiting.values()]
            self._waiting.clear()
            return Step(None, ends)
        if self._waiting:
            _, call = self._waiting.popitem(last=False)
            return self._give(Turn(call, db), ends)
        return self._repeat(at, db, ends)

    def ended(self, at: datetime, outcome: Outcome) -> Sequence[End]:
        """How the turn went: the calls that have come to their end by it."""
        turn, self._turn = self._turn, None
        assert turn is not None, "nothing was given"
        self._ended_at = at
        if turn.call is None:
            self._urgent_at = at if turn.urgent == self._urgent else None
            return []
        if turn.again:
            return [(turn.call, Outcome.AGAIN)] if outcome is Outcome.SPOKEN else []
        if outcome in NO_END:
            return [(turn.call, outcome), *self._put_back(turn.call, at)]
        if outcome is Outcome.SPOKEN and self._is_repeated(turn.call):
            self._repeats[_key(turn.call)] = turn.call, at
        return [(turn.call, outcome)]

    def stop(self) -> Sequence[End]:
        """Nobody speaks any more: what still waits."""
        left = [(call, Outcome.STOPPED) for call in self._waiting.values()]
        self._waiting.clear()
        return left

    def _give(self, turn: Turn, ends: Sequence[End]) -> Step:
        self._turn = turn
        return Step(turn, ends)

    def _overdue(self, at: datetime) -> list[End]:
        late = [call for call in self._waiting.values() if at >= call.expires_at]
        for call in late:
            del self._waiting[_key(call)]
        for key in [key for key, (call, _) in self._repeats.items() if at >= call.expires_at]:
            del self._repeats[key]
        return [(call, Outcome.EXPIRED) for call in late]

    def _put_back(self, call: Announcement, at: datetime) -> Sequence[End]:
        """To the front, unless meanwhile a newer one came, its time passed, or it does not stand any more."""
        key = _key(call)
        if key in self._waiting:
            self._waiting.move_to_end(key, last=False)
            return [(call, Outcome.DUPLICATE)]
        if not self._stands(call):
            return [(call, Outcome.CANCELLED)]
        if at >= call.expires_at:
            return [(call, Outcome.EXPIRED)]
        self._waiting[key] = call
        self._waiting.move_to_end(key, last=False)
        return []

    def _repeat(self, at: datetime, db: float, ends: Sequence[End]) -> Step:
        """Nothing else waits: what was spoken first is spoken once more, as soon as it is time for that."""
        if not self._repeats:
            return Step(None, ends)
        key, (call, spoken_at) = next(iter(self._repeats.items()))
        left = self._left(spoken_at, self._rules.repeat_after_s, at)
        if left:
            return Step(None, ends, left)
        del self._repeats[key]
        return self._give(Turn(call, db, again=True), ends)

    def _is_repeated(self, call: Announcement) -> bool:
        """The first call of a visit, which nobody has recalled meanwhile; what a clerk calls again is repeated by clerks."""
        is_first = call.times == 1 and _key(call) not in self._waiting
        return is_first and self._rules.repeat_after_s > 0 and self._stands(call)

    def _stands(self, call: Announcement) -> bool:
        """Unless its counter has been seen with somebody else, or nobody, since."""
        state = self._counters.get(call.counter)
        if state is None or state.seq < call.seq:
            return True
        return state.call is not None and state.call.number == call.number

    @staticmethod
    def _left(since: datetime | None, seconds: float, at: datetime) -> float:
        """Seconds left of so many from ``since``; none where the clock was set back behind it."""
        if since is None or at < since:
            return 0.0
        return max(0.0, (since + timedelta(seconds=seconds) - at).total_seconds())


def _key(call: Announcement) -> _Key:
    return call.number, call.counter


def _name(call: Announcement) -> _Name:
    return call.number, call.counter, call.times, call.called_at
