"""Decisions about numbers that kiosks hold, to give them while the controller is away: which they are, and what became of one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from contract.commands import HoldNumbers, ReportTicket
from contract.file_code import find_file_code
from contract.ids import LONGEST_ID, TicketNumber
from contract.notices import Door, Reason
from contract.site import Field
from controller.core.events import Event, Leg, NumbersHeld, TicketIssued, TicketVoided
from controller.core.queue import Hold, Queue
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.series import places_to_hold, ticket_number, visit_id
from controller.core.tickets import local, spoken

_BOOKS: Final = 3
"""A kiosk that lost its memory so often in one day holds no more numbers of a field until tomorrow."""
_LONGEST_BOOK: Final = 64
_TARGET: Final = timedelta(minutes=20)
"""For a number of a field that the site file has lost since."""


def hold_numbers(command: HoldNumbers, queue: Queue, at: datetime, sender: Sender) -> Sequence[Event]:
    """As many as are missing; nothing where the kiosk holds enough, or none can be spared, or the day has no hours left."""
    field = queue.fields.get(command.field)
    if field is None or queue.day is None or not field.offered or not 0 < len(command.book) <= _LONGEST_BOOK:
        raise RefusedError(Reason.UNKNOWN_FIELD)
    size = queue.site.tickets.block
    missing = size - len(queue.held_by(sender.device, field.id, command.book))
    spare = size * _BOOKS - len(queue.held_by(sender.device, field.id))
    opening, _ = queue.plan.door(at, timedelta())
    if min(missing, spare) <= 0 or opening in {Door.HOLIDAY, Door.DAY_OVER}:
        return []
    places = places_to_hold(queue.series, field, queue.held.get(field.prefix, ()), min(missing, spare))
    numbers = tuple(ticket_number(field.prefix, one) for one in places)
    return [NumbersHeld(field.id, numbers, command.book)] if numbers else []


def report_ticket(command: ReportTicket, queue: Queue, at: datetime, sender: Sender) -> Sequence[Event]:
    """The citizen has the number, so neither hours nor quota are asked; in line it stands where the tap came in time.

    A number that was given for the same tap, and whose answer never arrived, is nobody's.
    """
    if queue.day is None or local(command.taken_at, at).date() != queue.day:
        raise RefusedError(Reason.NOT_OF_TODAY)  # the same number may be held again today
    hold = _held(command.number, queue, sender)
    if hold is None or not 0 < len(command.tap) <= LONGEST_ID:
        raise RefusedError(Reason.UNKNOWN_NUMBER)
    earlier = queue.taps.get((sender.device, command.tap))
    taken = _within(command.taken_at, hold.at, queue.visits[earlier].issued_at if earlier else at)
    code = find_file_code(command.file_code or "", queue.site.file_code)
    holder = queue.holder(code)
    field, visit = queue.fields.get(hold.field), visit_id(queue.day, command.number)
    due = taken + (timedelta(minutes=field.target_wait_min) if field else _TARGET)
    issued = TicketIssued(
        visit,
        command.number,
        hold.field,
        _ahead(queue, hold, due, at),
        due,
        code if holder is None or holder.id == earlier else None,
        route=_route(field),
        language=spoken(command.language),
        taken_at=taken,
        tap=command.tap,
    )
    return [issued] if earlier is None else [issued, TicketVoided(earlier, visit)]


def _held(number: TicketNumber, queue: Queue, sender: Sender) -> Hold | None:
    """What the kiosk says it gave, if it held it and has not reported it before."""
    hold = queue.hold(number)
    return hold if hold is not None and hold.device == sender.device and number not in queue.numbers else None


def _within(taken: datetime, held_at: datetime, latest: datetime) -> datetime:
    """The kiosk's clock is believed as far as it can be right: after it got the number, not after now or what it asked here."""
    return min(max(local(taken, latest), held_at), latest)


def _ahead(queue: Queue, hold: Hold, due: datetime, at: datetime) -> int:
    line = queue.lines.get(hold.field)
    key = (due.timestamp(), float(len(queue.visits)))
    return line.ahead_of(key, "", at.timestamp(), queue.cap(hold.field), by_law=False) if line else 0  # type: ignore[arg-type]


def _route(field: Field | None) -> tuple[Leg, ...]:
    return tuple(Leg(one) for one in field.then) if field else ()
