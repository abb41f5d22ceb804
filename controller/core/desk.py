"""What a clerk sees: whom the counter serves, who is next and why, who is set aside, and what can be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.commands import Undo
from contract.ids import CounterId, FieldId, OfficerId, PriorityId, TicketNumber, VisitId
from contract.notices import CounterStatus
from controller.core.calls import calls_before_absent
from controller.core.cause import Cause
from controller.core.choice import choose
from controller.core.queue import Queue, Stage, Visit
from controller.core.seats import undoable


@dataclass(frozen=True, slots=True)
class Waiting:
    """One field as its counter's page shows it."""

    field: FieldId
    name: str
    waiting: int
    next: TicketNumber | None


@dataclass(frozen=True, slots=True)
class Served:
    """The visit at the counter. ``step`` counts from 1, ``then`` names the steps to come.

    ``cause`` is why it was called, none if it was by its number.
    """

    visit: VisitId
    number: TicketNumber
    field: str
    file_code: str | None
    priority: PriorityId | None
    times: int
    issued_at: datetime
    called_at: datetime | None
    step: int
    then: tuple[str, ...]
    cause: Cause | None


@dataclass(frozen=True, slots=True)
class NextUp:
    """Who would be called now, and why: waiting since ``joined_at``, to be called by ``due``."""

    visit: VisitId
    number: TicketNumber
    field: str
    cause: Cause
    joined_at: datetime
    due: datetime
    priority: PriorityId | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A visit that is set aside or absent, of the counter's fields or served there; ``since`` its latest call at ``counter``."""

    visit: VisitId
    number: TicketNumber
    stage: Stage
    counter: CounterId | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Takeback:
    """What undo would take back until ``until``: the visit, ``now`` where it is, would be at ``stage`` again."""

    visit: VisitId
    number: TicketNumber
    stage: Stage
    now: Stage
    until: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """A whole counter page; ``may_be_absent``: called often enough, ``may_recall``: not too often yet."""

    seq: int
    counter: CounterId
    status: CounterStatus
    since: datetime | None
    officer: OfficerId | None
    alarm: datetime | None
    served: Served | None
    may_be_absent: bool
    may_recall: bool
    next_up: NextUp | None
    waiting: tuple[Waiting, ...]
    aside: tuple[SetAside, ...]
    takeback: Takeback | None


def desk(queue: Queue, counter: CounterId, at: datetime) -> Desk:
    """The page of one counter of the site."""
    seat = queue.seats[counter]
    visit = queue.visits.get(queue.at_counter.get(counter, VisitId("")))
    return Desk(
        queue.seq,
        counter,
        seat.status,
        seat.since,
        seat.officer,
        seat.alarm,
        _served(queue, visit) if visit else None,
        visit is not None and visit.times >= calls_before_absent(queue),
        visit is not None and visit.times <= queue.site.calling.recalls,
        _next_up(queue, counter, at),
        tuple(_waiting(queue, one, at) for one in queue.counters[counter].fields),
        tuple(_aside(queue, counter)),
        _takeback(queue, counter, at),
    )


def _served(queue: Queue, visit: Visit) -> Served:
    return Served(
        visit.id,
        visit.number,
        _name(queue, visit.field),
        visit.file_code,
        visit.priority,
        visit.times,
        visit.issued_at,
        visit.called_at,
        len(visit.steps),
        tuple(_name(queue, one.field) for one in visit.route if one.field in queue.fields),
        visit.cause,
    )


def _next_up(queue: Queue, counter: CounterId, at: datetime) -> NextUp | None:
    chosen = choose(queue, counter, at)
    if chosen is None:
        return None
    visit = queue.visits[chosen.visit]
    field = _name(queue, visit.field)
    return NextUp(visit.id, visit.number, field, chosen.cause, visit.step.joined_at, visit.due, visit.priority)


def _waiting(queue: Queue, field: FieldId, at: datetime) -> Waiting:
    line = queue.lines[field]
    first = line.first(at.timestamp(), queue.cap(field))
    return Waiting(field, _name(queue, field), len(line), queue.visits[first[1]].number if first else None)


def _aside(queue: Queue, counter: CounterId) -> list[SetAside]:
    """By number, those of this counter before those of others."""
    fields = queue.counters[counter].fields
    found = [
        SetAside(one.id, one.number, one.stage, one.counter, one.called_at)
        for one in queue.visits.values()
        if one.stage in {Stage.PARKED, Stage.ABSENT} and (one.field in fields or one.counter == counter)
    ]
    return sorted(found, key=lambda one: (one.counter != counter, one.number))


def _takeback(queue: Queue, counter: CounterId, at: datetime) -> Takeback | None:
    latest = queue.seats[counter].latest
    if latest is None or undoable(queue, Undo(counter, latest.before.id), at) is None:
        return None
    before = latest.before
    if before.stage is Stage.CALLED and counter in queue.at_counter:
        return None
    until = latest.at + timedelta(seconds=queue.site.calling.undo_s)
    return Takeback(before.id, before.number, before.stage, queue.visits[before.id].stage, until)


def _name(queue: Queue, field: FieldId) -> str:
    found = queue.fields.get(field)
    return found.name if found else field
