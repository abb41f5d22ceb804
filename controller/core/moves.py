"""Decisions about people who go elsewhere: set aside, back in line, to another counter, ahead by law, or home."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contract.commands import CancelVisit, GrantPriority, Park, Place, ReturnVisit, Transfer
from contract.ids import CounterId, FieldId
from contract.notices import CounterStatus, Reason
from contract.site import Field
from controller.core.calls import at_counter, seat_of
from controller.core.events import (
    Event,
    Leg,
    PriorityGranted,
    VisitCancelled,
    VisitParked,
    VisitReturned,
    VisitTransferred,
)
from controller.core.queue import Queue, Stage, Visit
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.tickets import known, receipt_is_free


def park(command: Park, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Set aside."""
    return [VisitParked(at_counter(queue, command.counter, command.visit).id, command.counter)]


def return_visit(command: ReturnVisit, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Who was set aside gets the old place; who was absent stands behind the first few, a limited number of times."""
    visit = known(queue, command.visit)
    if visit.stage is Stage.PARKED:
        return [VisitReturned(visit.id)]
    if visit.stage is not Stage.ABSENT:
        raise RefusedError(Reason.NOT_IN_LINE)
    calling = queue.site.calling
    if visit.returns >= calling.returns:
        raise RefusedError(Reason.RETURNED_TOO_OFTEN)
    receipt_is_free(queue, visit)
    before = queue.line_of(visit).row(by_law=visit.by_law)[: calling.late_places]
    return [VisitReturned(visit.id, late=True, behind=before[-1] if before else None)]


def transfer(command: Transfer, queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """To another field, another counter, or another place in the same line."""
    if command.counter is not None:
        visit = at_counter(queue, command.counter, command.visit)
    else:
        visit = known(queue, command.visit)
        if visit.stage not in {Stage.WAITING, Stage.PARKED}:
            raise RefusedError(Reason.NOT_IN_LINE)
    field = queue.fields.get(command.field or visit.field)
    if field is None:
        raise RefusedError(Reason.UNKNOWN_FIELD)
    if command.to_counter is not None and command.to_counter == command.counter:
        raise RefusedError(Reason.NOWHERE_TO_GO)
    if command.to_counter is not None and seat_of(queue, command.to_counter).status is CounterStatus.CLOSED:
        raise RefusedError(Reason.COUNTER_NOT_OPEN)
    due = _due(command.place, field, visit, at)
    route = _route(queue, visit, field.id, command.counter if command.back else None)
    return [VisitTransferred(visit.id, field.id, command.place, due, command.counter, command.to_counter, route)]


def cancel_visit(command: CancelVisit, queue: Queue, _at: datetime, sender: Sender) -> Sequence[Event]:
    """Home; one who is being served can only be sent home from that counter, or by a head."""
    visit = known(queue, command.visit)
    if visit.stage in {Stage.FINISHED, Stage.CANCELLED}:
        raise RefusedError(Reason.NOT_IN_LINE)
    if visit.stage is Stage.CALLED and not sender.head and visit.counter != sender.counter:
        raise RefusedError(Reason.NOT_AT_COUNTER)
    return [VisitCancelled(visit.id, visit.counter if visit.stage is Stage.CALLED else sender.counter)]


def grant_priority(command: GrantPriority, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Ahead by law."""
    visit = known(queue, command.visit)
    if command.priority not in {one.id for one in queue.site.priorities}:
        raise RefusedError(Reason.UNKNOWN_PRIORITY)
    if visit.stage not in {Stage.WAITING, Stage.PARKED}:
        raise RefusedError(Reason.NOT_IN_LINE)
    if visit.priority == command.priority:
        raise RefusedError(Reason.ALREADY_SO)
    return [PriorityGranted(visit.id, command.priority)]


def _due(place: Place, field: Field, visit: Visit, at: datetime) -> datetime:
    """At the front at once; else after the field's target wait, from now or from the ticket's own time."""
    if place is Place.FRONT:
        return at
    return (visit.issued_at if place is Place.ORIGINAL else at) + timedelta(minutes=field.target_wait_min)


def _route(queue: Queue, visit: Visit, field: FieldId, back_to: CounterId | None) -> tuple[Leg, ...]:
    """The steps after the transfer: back to the same officer first, else what the new field is followed by."""
    if back_to is not None:
        return (Leg(visit.field, queue.seats[back_to].officer), *visit.route)
    if field == visit.field:
        return visit.route
    then = tuple(Leg(one) for one in queue.fields[field].then)
    return then or tuple(one for one in visit.route if one.field != field)
