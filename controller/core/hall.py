"""What a head sees: every line, wait, counter and officer now, worst first by colour."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from contract.ids import CounterId, FieldId, OfficerId, PriorityId, TicketNumber, VisitId
from contract.notices import CounterStatus, Door, Wait
from controller.core.forecast import Forecast, left
from controller.core.queue import Queue, Stage, Visit
from controller.core.tickets import door

_SOON: Final = 2 / 3
"""Part of the target wait after which a visit is due soon."""


class Heat(StrEnum):
    """How urgent somebody's wait is; shown with a word and a shape beside the colour."""

    FINE = "fine"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Person:
    """One who waits, in the order of calling; ``wait`` from now."""

    visit: VisitId
    number: TicketNumber
    heat: Heat
    joined_at: datetime
    due: datetime
    priority: PriorityId | None
    only: CounterId | None
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its door, its people in order of calling, what a newcomer would wait, and how many can still come."""

    field: FieldId
    name: str
    known: bool
    door: Door
    opens_at: datetime | None
    people: tuple[Person, ...]
    newcomer: Wait | None
    left: int | None
    issued: int
    finished: int
    absent: int
    parked: int


@dataclass(frozen=True, slots=True)
class CounterNow:
    """One counter: who sits there, whom it serves since when, and whether help is needed."""

    counter: CounterId
    status: CounterStatus
    since: datetime | None
    officer: OfficerId | None
    number: TicketNumber | None
    field: str | None
    called_at: datetime | None
    alarm: datetime | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Hall:
    """The whole head's page."""

    seq: int
    at: datetime
    rows: tuple[Row, ...]
    counters: tuple[CounterNow, ...]
    message: str | None
    message_until: datetime | None


def hall(queue: Queue, at: datetime, ahead: Forecast) -> Hall:
    """Fields in the order of the site file, then those that it has lost but where people wait."""
    lost = [one for one, line in queue.lines.items() if one not in queue.fields and len(line)]
    rows = tuple(_row(queue, one, at, ahead) for one in [*queue.fields, *lost])
    text, until = queue.message if queue.message and at < queue.message[1] else (None, None)
    return Hall(queue.seq, at, rows, tuple(_counter(queue, one) for one in queue.seats), text, until)


def heat(visit: Visit, at: datetime) -> Heat:
    """Overdue after the due moment, soon after two thirds of the way to it."""
    if at >= visit.due:
        return Heat.OVERDUE
    whole = (visit.due - visit.step.joined_at).total_seconds()
    return Heat.SOON if (at - visit.step.joined_at).total_seconds() >= whole * _SOON else Heat.FINE


def _row(queue: Queue, field: FieldId, at: datetime, ahead: Forecast) -> Row:
    site = queue.fields.get(field)
    opening, opens_at = door(queue, site, at) if site else (Door.CLOSED, None)
    line = queue.lines[field]
    bound = [
        (key, one)
        for seat in queue.seats.values()
        for row in (seat.line.ordinary, seat.line.by_law)
        for key, one in row
        if queue.visits[one].field == field
    ]
    people = [*line.order(at.timestamp(), queue.cap(field)), *sorted(bound)]
    stages = [one.stage for one in queue.visits.values() if one.field == field]
    return Row(
        field,
        site.name if site else field,
        site is not None,
        opening,
        opens_at,
        tuple(_person(queue.visits[one], at, ahead) for _, one in people),
        ahead.newcomers.get(field),
        left(queue, field, at) if site else None,
        queue.issued.get(field, 0),
        stages.count(Stage.FINISHED),
        stages.count(Stage.ABSENT),
        stages.count(Stage.PARKED),
    )


def _person(visit: Visit, at: datetime, ahead: Forecast) -> Person:
    return Person(
        visit.id,
        visit.number,
        heat(visit, at),
        visit.step.joined_at,
        visit.due,
        visit.priority,
        visit.only,
        ahead.visits.get(visit.id),
    )


def _counter(queue: Queue, counter: CounterId) -> CounterNow:
    seat = queue.seats[counter]
    visit = queue.visits.get(queue.at_counter.get(counter, VisitId("")))
    known = counter in queue.counters
    field = queue.fields.get(visit.field) if visit else None
    return CounterNow(
        counter,
        seat.status,
        seat.since,
        seat.officer,
        visit.number if visit else None,
        field.name if field else (visit.field if visit else None),
        visit.step.called_at if visit else None,
        seat.alarm,
        sum(len(line) for line in queue.waiting_for(counter)) if known else len(seat.line),
    )
