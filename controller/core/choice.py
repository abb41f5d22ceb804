"""Whom a counter calls next, and why this one.

Of the first in each line that the counter calls from, the one who is due first goes first, so that nobody is overtaken by people
who are due later, whatever their field. A counter with ``order = "listed"`` takes its fields in their order, but not before the
overdue.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from contract.ids import CounterId, VisitId
from contract.site import Order
from controller.core.line import AT_ONCE, Key, Line
from controller.core.queue import Queue

_OWN_CAP: Final = 2
"""By law in a row in the line of one counter, which has no field's setting."""


class Cause(StrEnum):
    """Why this one; the counter's page says it in words."""

    FIRST = "first"
    """Came first, and nobody else has a better right."""
    FRONT = "front"
    """Was sent to the very front."""
    OWN = "own"
    """Waits for this counter or its officer, and is due first."""
    LAW = "law"
    """Goes first by law."""
    TURN = "turn"
    """So many by law were called in a row that an ordinary citizen's turn has come."""
    OVERDUE = "overdue"
    """Has waited longer than the field's target."""
    DUE = "due"
    """Is due before the first of every other field."""
    LISTED = "listed"
    """Stands in the field that this counter takes first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The next visit of a counter and the cause."""

    visit: VisitId
    cause: Cause


def choose(queue: Queue, counter: CounterId, at: datetime) -> Choice | None:
    """None where nobody waits for the counter, or the counter is not of the site."""
    if counter not in queue.counters:
        return None
    now = at.timestamp()
    heads = [
        (head, line) for line, cap in _lines(queue, counter) if len(line) and (head := line.first(now, cap)) is not None
    ]
    if not heads:
        return None
    listed = queue.counters[counter].order is Order.LISTED
    overdue = [one for one in heads if one[0][0][0] <= now]
    head, line = heads[0] if listed and not overdue else min(overdue or heads, key=lambda one: one[0])
    cause = _cause(queue, counter, head, line, now)
    if cause is Cause.FIRST and len(heads) > 1:
        cause = Cause.LISTED if listed else Cause.DUE
    return Choice(head[1], cause)


def _lines(queue: Queue, counter: CounterId) -> list[tuple[Line, int]]:
    fields = queue.counters[counter].fields
    return [(queue.seats[counter].line, _OWN_CAP), *((queue.lines[one], queue.cap(one)) for one in fields)]


def _cause(queue: Queue, counter: CounterId, head: tuple[Key, VisitId], line: Line, now: float) -> Cause:
    key, visit = head
    if key[0] == AT_ONCE:
        return Cause.FRONT
    if queue.visits[visit].by_law:
        return Cause.LAW
    if line is queue.seats[counter].line:
        return Cause.OWN
    if line.by_law and key[0] > now:
        return Cause.TURN
    return Cause.OVERDUE if key[0] <= now else Cause.FIRST
