"""What the queue shows to boards, counters, terminals and phones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.notices import (
    Announcement,
    Board,
    Call,
    CounterInfo,
    CounterState,
    FieldInfo,
    FieldState,
    Office,
    RatingInvitation,
    ReasonInfo,
)
from contract.site import Site
from controller.core.queue import Queue, Stage, Visit


def office(site: Site) -> Office:
    """The office as its devices show it."""
    return Office(
        site.name,
        tuple(FieldInfo(one.id, one.name, one.prefix, one.seat) for one in site.fields),
        tuple(CounterInfo(one.id, one.fields, one.officer or None) for one in site.counters),
        tuple(ReasonInfo(one.id, one.text) for one in site.rating.reasons),
        site.rating.seconds,
    )


def call_of(visit: Visit) -> Call | None:
    """The visit's latest call, None before the first."""
    if visit.counter is None or visit.called_at is None:
        return None
    return Call(visit.id, visit.number, visit.field, visit.counter, visit.called_at, visit.times)


def board(queue: Queue, at: datetime) -> Board:
    """Calls newest first, one a counter, and how many wait in each field."""
    calls = (call_of(queue.visits[visit]) for visit in reversed(queue.calls.values()))
    waiting = tuple(FieldState(one.id, len(queue.rows[one.id].waiting)) for one in queue.site.fields)
    return Board(queue.seq, at, tuple(call for call in calls if call), waiting)


def counter_state(queue: Queue, counter: CounterId) -> CounterState:
    """Whom the counter serves now."""
    visit = queue.at_counter.get(counter)
    return CounterState(queue.seq, counter, call_of(queue.visits[visit]) if visit else None)


def announcement(queue: Queue, visit: Visit) -> Announcement | None:
    """The spoken form of the visit's latest call."""
    call = call_of(visit)
    if call is None:
        return None
    stale = call.called_at + timedelta(seconds=queue.site.calling.expires_s)
    return Announcement(call.number, call.counter, call.times, call.called_at, stale)


def invitation(queue: Queue, counter: CounterId) -> RatingInvitation:
    """The visit last finished at the counter, while it is unrated."""
    latest = queue.visits.get(queue.finished.get(counter, VisitId("")))
    if latest is None or latest.rated or latest.finished_at is None:
        return RatingInvitation(counter, None, None)
    return RatingInvitation(counter, latest.id, latest.finished_at + timedelta(seconds=queue.site.rating.seconds))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One field as its counter's page shows it."""

    field: FieldId
    name: str
    waiting: int
    next: TicketNumber | None


@dataclass(frozen=True, slots=True)
class Desk:
    """What a clerk sees: whom the counter serves and who is waiting for it."""

    seq: int
    counter: CounterId
    visit: VisitId | None
    number: TicketNumber | None
    field: str | None
    file_code: str | None
    times: int
    called_at: datetime | None
    issued_at: datetime | None
    waiting: tuple[Waiting, ...]


def desk(queue: Queue, counter: CounterId) -> Desk:
    """The page of one counter of the site."""
    visit = queue.visits.get(queue.at_counter.get(counter, VisitId("")))
    rows = []
    for one in queue.counters[counter].fields:
        row = queue.rows[one]
        first = queue.visits[row.waiting[0]].number if row.waiting else None
        rows.append(Waiting(one, queue.fields[one].name, len(row.waiting), first))
    if visit is None:
        return Desk(queue.seq, counter, None, None, None, None, 0, None, None, tuple(rows))
    field = queue.fields.get(visit.field)
    return Desk(
        queue.seq,
        counter,
        visit.id,
        visit.number,
        field.name if field else None,
        visit.file_code,
        visit.times,
        visit.called_at,
        visit.issued_at,
        tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class Following:
    """What the holder of a ticket sees on a phone."""

    number: TicketNumber
    field: str
    seat: str
    stage: Stage
    ahead: int
    counter: CounterId | None


def following(queue: Queue, visit: VisitId) -> Following | None:
    """None for a visit that is not of today."""
    known = queue.visits.get(visit)
    if known is None:
        return None
    field = queue.fields.get(known.field)
    return Following(
        known.number,
        field.name if field else "",
        field.seat if field else "",
        known.stage,
        queue.ahead(known),
        known.counter,
    )
