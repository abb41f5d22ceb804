"""``evolve``: what has happened changes the queue; it never refuses, so that an old journal always replays.

It takes the queue over and gives it back changed: nobody else keeps the old one.
"""

from datetime import datetime
from functools import singledispatch

from controller.core.events import (
    DayOpened,
    Entry,
    Event,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from controller.core.queue import Queue, Row, Stage, Visit


def evolve(queue: Queue, entry: Entry) -> Queue:
    """Advance by one entry of the journal. Events about visits of another day change nothing."""
    _apply(entry.event, queue, entry.at)
    queue.seq = entry.seq
    return queue


@singledispatch
def _apply(_event: Event, _queue: Queue, _at: datetime) -> None:
    """Look-ups and paper leave the queue as it is."""


@_apply.register
def _(event: DayOpened, queue: Queue, _at: datetime) -> None:
    queue.open(event.day)


@_apply.register
def _(event: TicketIssued, queue: Queue, at: datetime) -> None:
    row = queue.rows.setdefault(event.field, Row(0))  # a field that the site file no longer has keeps its people
    row.last = int(event.number[1:])
    row.issued += 1
    row.waiting.append(event.visit)
    queue.visits[event.visit] = Visit(
        event.visit, event.number, event.field, row.issued, len(queue.visits), at, event.file_code
    )


@_apply.register
def _(event: TicketCalled, queue: Queue, at: datetime) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    row = queue.rows[visit.field]
    if visit.stage is Stage.WAITING:
        row.waiting.remove(visit.id)  # the head, so at once
        row.gone += 1
    visit.stage, visit.counter, visit.times, visit.called_at = Stage.CALLED, event.counter, 1, at
    queue.at_counter[event.counter] = visit.id
    _newest(queue, visit)


@_apply.register
def _(event: TicketRecalled, queue: Queue, at: datetime) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.times, visit.called_at = event.times, at
        _newest(queue, visit)


@_apply.register
def _(event: VisitFinished, queue: Queue, at: datetime) -> None:
    _leave(queue, event, Stage.FINISHED, at)
    queue.finished[event.counter] = event.visit


@_apply.register
def _(event: VisitMissed, queue: Queue, at: datetime) -> None:
    _leave(queue, event, Stage.ABSENT, at)


@_apply.register
def _(event: VisitRated, queue: Queue, _at: datetime) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.rated = True


def _leave(queue: Queue, event: VisitFinished | VisitMissed, stage: Stage, at: datetime) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.stage, visit.finished_at = stage, at
        if queue.at_counter.get(event.counter) == visit.id:
            del queue.at_counter[event.counter]


def _newest(queue: Queue, visit: Visit) -> None:
    """Keep the calls oldest first, one a counter."""
    assert visit.counter is not None
    queue.calls.pop(visit.counter, None)
    queue.calls[visit.counter] = visit.id
