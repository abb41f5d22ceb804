"""Whom a counter calls next, and why this one.

A line's claim is the earliest key in it: the due moment of an ordinary citizen, the arrival of one by law. The counter serves the
line with the earliest claim, whatever its field, and within that line ``line`` says whose turn it is. A counter with
``order = "listed"`` takes its lines in their order instead, but not before an overdue claim.

The bound on overtaking, proven in ``tests/controller/core/test_engine_properties.py``: **once a citizen is due, every counter that
serves the line calls only people with an earlier key, and besides them one ordinary citizen after every ``cap`` people by law.**
Nobody who comes later has an earlier key, so nobody starves: where N people are ahead at the due moment, at most 2 N are called
first. Only what is done to somebody by name goes past that, and the journal keeps who did it: calling a number, sending to the front
or by the original time, granting a priority, taking back, returning who was away, and numbers of people who are booked.
"""

from dataclasses import dataclass
from datetime import datetime

from contract.ids import CounterId, VisitId
from contract.site import Order
from controller.core.cause import Cause
from controller.core.line import AT_ONCE, Key, Line
from controller.core.queue import OWN_CAP, Queue


@dataclass(frozen=True, slots=True)
class Choice:
    """The next visit of a counter and the cause."""

    visit: VisitId
    cause: Cause


@dataclass(frozen=True, slots=True)
class _Head:
    """A line where somebody waits: its claim, and who goes first."""

    claim: Key
    key: Key
    visit: VisitId
    line: Line


def choose(queue: Queue, counter: CounterId, at: datetime) -> Choice | None:
    """None where nobody waits for the counter, or the counter is not of the site."""
    if counter not in queue.counters:
        return None
    now = at.timestamp()
    heads = _heads(queue, counter, now)
    if not heads:
        return None
    listed = queue.counters[counter].order is Order.LISTED
    overdue = any(one.claim[0] <= now for one in heads)
    head = heads[0] if listed and not overdue else min(heads, key=lambda one: one.claim)
    cause = _cause(queue, counter, head, now)
    if cause is Cause.FIRST and len(heads) > 1:
        cause = Cause.LISTED if listed else Cause.DUE
    return Choice(head.visit, cause)


def _heads(queue: Queue, counter: CounterId, now: float) -> list[_Head]:
    """In the counter's order: who waits for it alone, then its fields."""
    lines = [(queue.seats[counter].line, OWN_CAP)]
    lines += [(queue.lines[one], queue.cap(one)) for one in queue.counters[counter].fields]
    return [
        _Head(claim, first[0], first[1], line)
        for line, cap in lines
        if (claim := line.claim) is not None and (first := line.first(now, cap)) is not None
    ]


def _cause(queue: Queue, counter: CounterId, head: _Head, now: float) -> Cause:
    visit = queue.visits[head.visit]
    if visit.late:
        return Cause.BACK
    if head.key[0] == AT_ONCE:
        return Cause.FRONT
    if visit.by_law:
        return Cause.LAW
    if head.claim < head.key:
        return Cause.TURN
    if head.line is queue.seats[counter].line:
        return Cause.OWN
    if head.key[0] > now:
        return Cause.FIRST
    return Cause.BOOKED if visit.appointed_at == visit.due else Cause.OVERDUE
