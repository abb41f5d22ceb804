"""What a head sees: every line, wait, counter and officer now, and how urgent each is."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contract.ids import CounterId, FieldId, OfficerId, PriorityId, TicketNumber, VisitId
from contract.notices import CounterStatus, Door, Wait
from controller.core.forecast import Forecast, left
from controller.core.line import AT_ONCE, Key
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
    """One who waits, in the order of calling; ``wait`` from now, ``only`` the counter that is waited for."""

    visit: VisitId
    number: TicketNumber
    heat: Heat
    joined_at: datetime
    due: datetime
    priority: PriorityId | None
    appointed_at: datetime | None
    only: CounterId | None
    wait: Wait | None


@dataclass(frozen=True, slots=True)
class Away:
    """One who was set aside or did not come, at ``counter`` since ``since``."""

    visit: VisitId
    number: TicketNumber
    stage: Stage
    counter: CounterId | None
    since: datetime | None
    priority: PriorityId | None


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its door, its people in order of calling, what a newcomer would wait, and how many can still come.

    ``known`` is whether the site file has it; ``issued`` and ``finished`` count the day's tickets and visits.
    """

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
    away: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class CounterNow:
    """One counter: who sits there, whom it serves since when, and whether help is needed."""

    counter: CounterId
    status: CounterStatus
    since: datetime | None
    officer: OfficerId | None
    visit: VisitId | None
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
    emergency: str | None = None
    emergency_since: datetime | None = None


def hall(queue: Queue, at: datetime, ahead: Forecast) -> Hall:
    """Fields in the order of the site file, then those that it has lost but where people wait or are away."""
    tally = _tally(queue)
    lost = [
        one
        for one, line in queue.lines.items()
        if one not in queue.fields and (len(line) or tally.bound[one] or tally.away[one])
    ]
    rows = tuple(_row(queue, one, at, ahead, tally) for one in [*queue.fields, *lost])
    text, until = queue.message_at(at) or (None, None)
    urgent, since = queue.emergency or (None, None)
    return Hall(queue.seq, at, rows, tuple(_counter(queue, one) for one in queue.seats), text, until, urgent, since)


def heat(visit: Visit, at: datetime, target: timedelta) -> Heat:
    """Overdue after the due moment, soon after two thirds of the way to it.

    Who was sent to the very front is due at once by the rules, but alarms nobody before the field's target wait is over.
    """
    waited = at - visit.step.joined_at
    if visit.key[0] == AT_ONCE:
        return Heat.OVERDUE if waited >= target else Heat.SOON
    if at >= visit.due:
        return Heat.OVERDUE
    return Heat.SOON if waited >= (visit.due - visit.step.joined_at) * _SOON else Heat.FINE


@dataclass(slots=True)
class _Tally:
    """What one pass over the day's visits finds, by field: that pass is what the page costs."""

    finished: Counter[FieldId] = field(default_factory=Counter)
    away: defaultdict[FieldId, list[Away]] = field(default_factory=lambda: defaultdict(list))
    bound: defaultdict[FieldId, list[tuple[Key, VisitId]]] = field(default_factory=lambda: defaultdict(list))


def _tally(queue: Queue) -> _Tally:
    tally = _Tally()
    for visit in queue.visits.values():
        if visit.stage is Stage.FINISHED:
            tally.finished[visit.field] += 1
        elif visit.stage in {Stage.PARKED, Stage.ABSENT}:
            away = Away(visit.id, visit.number, visit.stage, visit.counter, visit.called_at, visit.priority)
            tally.away[visit.field].append(away)
        elif visit.stage is Stage.WAITING and visit.only is not None:
            tally.bound[visit.field].append((visit.key, visit.id))
    return tally


def _row(queue: Queue, field_id: FieldId, at: datetime, ahead: Forecast, tally: _Tally) -> Row:
    site = queue.fields.get(field_id)
    opening, opens_at = door(queue, site, at) if site else (Door.CLOSED, None)
    people = [*queue.lines[field_id].order(at.timestamp(), queue.cap(field_id)), *sorted(tally.bound[field_id])]
    target = timedelta(minutes=site.target_wait_min) if site else timedelta()
    return Row(
        field_id,
        site.name if site else field_id,
        site is not None,
        opening,
        opens_at,
        tuple(_person(queue.visits[one], at, ahead, target) for _, one in people),
        ahead.newcomers.get(field_id),
        left(queue, field_id, at) if site else None,
        queue.issued.get(field_id, 0),
        tally.finished[field_id],
        tuple(tally.away[field_id]),
    )


def _person(visit: Visit, at: datetime, ahead: Forecast, target: timedelta) -> Person:
    return Person(
        visit.id,
        visit.number,
        heat(visit, at, target),
        visit.step.joined_at,
        visit.due,
        visit.priority,
        visit.appointed_at,
        visit.only,
        ahead.visits.get(visit.id),
    )


def _counter(queue: Queue, counter: CounterId) -> CounterNow:
    seat = queue.seats[counter]
    visit = queue.visits.get(queue.at_counter.get(counter, VisitId("")))
    known = counter in queue.counters
    served = queue.fields.get(visit.field) if visit else None
    return CounterNow(
        counter,
        seat.status,
        seat.since,
        seat.officer,
        visit.id if visit else None,
        visit.number if visit else None,
        served.name if served else (visit.field if visit else None),
        visit.step.called_at if visit else None,
        seat.alarm,
        sum(len(line) for line in queue.waiting_for(counter)) if known else len(seat.line),
    )
