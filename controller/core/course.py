"""How the present hall would go on if nobody else came: who is called when, and when each counter is done with everybody.

Counters choose as ``choice`` does; each service takes what the day's services of its field take on average. A newcomer of every field
stands in each line as a shadow whom the others do not notice, so that one run answers for all of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from typing import Final

from contract.ids import CounterId, FieldId, VisitId
from contract.site import Order
from controller.core.line import Key, Line
from controller.core.pace import Leaving
from controller.core.queue import OWN_CAP, Queue
from controller.core.worktime import WorkTime

_SHADOW: Final = VisitId("")
_LONG: Final = 1200.0
"""A run beyond this is shortened: a counter is thought to take two or more of a line together, whose turns then count as one.

In looks at a line: for each who waits one at every line that a counter chooses from, and two besides.
"""

Turn = tuple[float, int]
"""Working seconds until somebody's turn, and how many of the own line go before."""


@dataclass(frozen=True, slots=True)
class Present:
    """The hall now, in seconds: when each counter that counts is ``free``, and what one of each field takes with the gap after it.

    ``newcomers``: the keys of those who would come now. ``now`` is since 1970, everything else working time from now on.
    """

    time: WorkTime
    now: float
    free: Mapping[CounterId, float]
    services: Mapping[FieldId, float]
    newcomers: Mapping[FieldId, Key]
    leaving: Leaving


@dataclass(slots=True)
class Course:
    """Turns by visit and, for who would come now, by field; ``done``: working seconds until a counter has nobody left."""

    visits: dict[VisitId, Turn] = field(default_factory=dict)
    newcomers: dict[FieldId, Turn] = field(default_factory=dict)
    done: dict[CounterId, float] = field(default_factory=dict)


class _Row:
    """A line while the run eats it up: ``head`` goes next, ``claim`` is the line's earliest key."""

    __slots__ = (
        "by_law", "cap", "claim", "field", "head", "lawful", "ordinary", "plain", "service", "shadow", "streak", "stride", "target",
    )  # fmt: skip

    def __init__(self, line: Line, cap: int, field: FieldId, service: float, target: float) -> None:
        self.ordinary, self.by_law = line.ordinary, line.by_law
        self.streak, self.cap = line.streak, cap
        self.field, self.service, self.target = field, service, target
        self.plain = self.lawful = self.shadow = 0
        self.stride = 1
        self.head: tuple[Key, VisitId] | None = None
        self.claim: Key | None = None

    def look(self, now: float) -> None:
        """Put the next one at the head; ``Line.order`` tells the rule."""
        plain = self.ordinary[self.plain] if self.plain < len(self.ordinary) else None
        lawful = self.by_law[self.lawful] if self.lawful < len(self.by_law) else None
        if plain is None or lawful is None:
            self.head = plain or lawful
            self.claim = self.head[0] if self.head else None
            return
        first = self.streak >= self.cap or (plain[0][0] <= now and plain[0] < lawful[0])
        self.head, self.claim = plain if first else lawful, min(plain[0], lawful[0])

    def take(self, now: float) -> int:
        """The head is called, in a long run with some behind it; how many."""
        ordinary, plain, count = self.ordinary, self.plain, 1
        if plain < len(ordinary) and self.head is ordinary[plain]:
            if self.stride > 1 and plain < self.shadow:
                count = min(self.stride, self.shadow - plain)
            self.plain = plain = plain + count
            self.streak = 0
            if self.lawful == len(self.by_law):  # as look() would, without its questions
                self.head = ordinary[plain] if plain < len(ordinary) else None
                self.claim = self.head[0] if self.head else None
                return count
        else:
            self.lawful += 1
            self.streak = self.streak + 1 if plain < len(ordinary) else 0
        self.look(now)
        return count


def course(queue: Queue, fields: Iterable[FieldId], present: Present) -> Course:
    """Of the counters that are ``present``, which serve some of ``fields``. Costs about 3 us for each who waits, a millisecond at most."""
    rows = {field: _field_row(queue, field, present) for field in fields}
    lines = {counter: _rows(queue, counter, rows, present) for counter in present.free}
    looks = sum(map(len, lines.values())) / max(1, len(lines)) + 2
    stride = 1 + int(sum(len(row.ordinary) for row in rows.values()) * looks / _LONG)
    for one in rows.values():
        one.stride = stride
    listed = {counter for counter in present.free if queue.counters[counter].order is Order.LISTED}
    result = Course()
    counters = [(at, counter) for counter, at in present.free.items()]
    heapify(counters)
    now, wall, leaving = present.now, present.time.wall, present.leaving.expected
    visits = result.visits
    while counters:
        at, counter = counters[0]
        moment = now + wall(at)
        row = _next(lines[counter], moment, listed=counter in listed)
        if row is None:
            result.done[counter] = at
            heappop(counters)
            continue
        assert row.head is not None
        key, visit = row.head
        place = row.plain
        turn = (at, place + row.lawful)
        count = row.take(moment)
        if visit is _SHADOW:
            result.newcomers[row.field] = turn
            continue
        visits[visit] = turn
        for _, other in row.ordinary[place + 1 : place + count]:
            visits[other] = turn
        heapreplace(counters, (at + count * leaving(row.service, moment - key[0] + row.target), counter))
    return result


def _field_row(queue: Queue, field: FieldId, present: Present) -> _Row:
    target = queue.fields[field].target_wait_min * 60.0
    row = _Row(queue.lines[field], queue.cap(field), field, present.services[field], target)
    row.ordinary = row.ordinary.copy()
    shadow = (present.newcomers[field], _SHADOW)
    row.shadow = bisect_left(row.ordinary, shadow)
    row.ordinary.insert(row.shadow, shadow)
    row.look(present.now)
    return row


def _rows(queue: Queue, counter: CounterId, rows: Mapping[FieldId, _Row], present: Present) -> list[_Row]:
    """The counter's own line where somebody waits in it, then those of its fields."""
    fields = queue.counters[counter].fields
    found = [rows[one] for one in fields]
    own = queue.seats[counter].line
    if len(own):
        longest = max(fields, key=lambda one: present.services[one])
        found.insert(0, _Row(own, OWN_CAP, longest, present.services[longest], 0.0))
        found[0].look(present.now)
    return found


def _next(rows: list[_Row], now: float, *, listed: bool) -> _Row | None:
    """The row with the earliest claim; of a listed counter the first one, unless somebody is overdue."""
    best: _Row | None = None
    claim: Key | None = None
    for row in rows:
        if row.claim is not None and (claim is None or row.claim < claim):
            best, claim = row, row.claim
    if listed and claim is not None and claim[0] > now:
        return next(row for row in rows if row.claim is not None)
    return best
