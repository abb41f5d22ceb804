"""Decisions about tickets: whether a number is given, and what became of its paper."""

from collections.abc import Sequence
from datetime import MAXYEAR, datetime, timedelta, timezone
from typing import Final

from contract.commands import ReportPrint, TakeTicket
from contract.file_code import find_file_code
from contract.ids import FileCode, VisitId
from contract.notices import Door, Printer, Reason
from contract.site import Field
from controller.core.events import Event, Leg, TicketIssued, TicketPrinted
from controller.core.forecast import left, newcomer
from controller.core.queue import LIVE, Queue, Visit
from controller.core.receipt_field import takes_receipts
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.series import ticket_number, visit_id

_MINUTE: Final = timedelta(minutes=1)
_TROUBLES: Final = frozenset(Printer)
_LONGEST_CODE: Final = 8


def take_ticket(command: TakeTicket, queue: Queue, at: datetime, sender: Sender) -> Sequence[Event]:
    """One number; a head gives one whatever the hour, the quota or the pace of presses."""
    field = queue.fields.get(command.field)
    code = find_file_code(command.file_code or "", queue.site.file_code)  # a kiosk's mistake is not journalled for ever
    if field is None or queue.day is None or not (field.offered or sender.head or _of_a_receipt(queue, field, code)):
        raise RefusedError(Reason.UNKNOWN_FIELD)
    if command.priority is not None:
        if not sender.head:
            raise RefusedError(Reason.NOT_ALLOWED)
        if command.priority not in {one.id for one in queue.site.priorities}:
            raise RefusedError(Reason.UNKNOWN_PRIORITY)
    if not sender.head:
        _look_at_the_day(queue, field, at)
        _look_at_the_presses(queue, field, at, sender)
    held = queue.holder(code)
    if held is not None:
        raise RefusedError(Reason.RECEIPT_HAS_NUMBER, number=held.number)
    place = queue.next_place(field)
    if place > field.last:
        raise RefusedError(Reason.SERIES_EXHAUSTED)
    number = ticket_number(field.prefix, place)
    visit = visit_id(queue.day, number)
    due, appointed = _due(queue, field, command, at)
    by_law = command.priority is not None
    key = queue.key(at, due, len(queue.visits), by_law=by_law, booked=appointed == due)
    ahead = queue.lines[field.id].ahead_of(key, visit, at.timestamp(), queue.cap(field.id), by_law=by_law)
    route = tuple(Leg(one) for one in field.then)
    wait = newcomer(queue, field.id, at)
    language = spoken(command.language)
    return [TicketIssued(visit, number, field.id, ahead, due, code, wait, command.priority, appointed, route, language)]


def spoken(language: str) -> str:
    """A code such as ``vi`` or ``en``; what a device makes up is not kept."""
    known = len(language) <= _LONGEST_CODE and language.isascii() and language.replace("-", "").isalpha()
    return language if known else "vi"


def door(queue: Queue, field: Field, at: datetime) -> tuple[Door, datetime | None]:
    """Whether a citizen can take a number of the field now, and if not, from when, as far as it is known."""
    opening, opens_at = queue.plan.door(at, timedelta(minutes=queue.site.tickets.before_open_min))
    if opening in {Door.HOLIDAY, Door.DAY_OVER}:
        return opening, opens_at
    if field.id in queue.closed:
        return Door.CLOSED, None
    used = queue.next_place(field) > field.last or _quota_reached(queue, field)
    return (Door.FULL, None) if used or left(queue, field.id, at) == 0 else (opening, opens_at)


def _look_at_the_day(queue: Queue, field: Field, at: datetime) -> None:
    opening, opens_at = door(queue, field, at)
    if opening in {Door.HOLIDAY, Door.DAY_OVER}:
        raise RefusedError(Reason.OFFICE_CLOSED, opens_at=opens_at)
    if opening is Door.CLOSED:
        raise RefusedError(Reason.FIELD_CLOSED)
    if opening is Door.NOT_YET:
        raise RefusedError(Reason.OFFICE_NOT_OPEN, opens_at=opens_at)
    if _quota_reached(queue, field):
        raise RefusedError(Reason.QUOTA_REACHED)
    if opening is Door.FULL and queue.next_place(field) <= field.last:
        raise RefusedError(Reason.DAY_FULL)


def _of_a_receipt(queue: Queue, field: Field, code: FileCode | None) -> bool:
    return code is not None and takes_receipts(queue.site, field.id)


def _quota_reached(queue: Queue, field: Field) -> bool:
    return 0 < field.quota <= queue.issued.get(field.id, 0)


def _look_at_the_presses(queue: Queue, field: Field, at: datetime, sender: Sender) -> None:
    rules = queue.site.tickets
    taken = queue.taken.get((sender.device, field.id))
    if not taken:
        return
    if timedelta() <= at - taken[-1] < timedelta(seconds=rules.double_tap_s):  # negative: the clock was set back
        raise RefusedError(Reason.TAPPED_TWICE)
    most = rules.per_minute_peak if len(queue.lines[field.id]) >= rules.peak_waiting else rules.per_minute
    if most and sum(timedelta() <= at - one < _MINUTE for one in taken) >= most:
        raise RefusedError(Reason.TOO_MANY_TICKETS)


def _due(queue: Queue, field: Field, command: TakeTicket, at: datetime) -> tuple[datetime, datetime | None]:
    """When the visit ought to be called: at the booked time for who comes in time, else after the field's target wait."""
    booked = command.appointed_at
    if booked is not None:
        booked = local(booked, at)
        late = at - booked > timedelta(minutes=queue.site.tickets.appointment_grace_min)
        if booked.date() == at.date() and not late:
            return booked, booked
    return at + timedelta(minutes=field.target_wait_min), booked


def local(booked: datetime, at: datetime) -> datetime:
    """A moment that was sent, in the offset of ``at``: a zone's offsets of long ago had seconds, which no journal keeps."""
    zone = timezone(at.utcoffset() or timedelta())
    elsewhere = booked.tzinfo is not None and 1 < booked.year < MAXYEAR  # the first and last year may not exist here
    if not elsewhere:
        return booked.replace(tzinfo=zone)
    return booked.astimezone(zone)


def report_print(command: ReportPrint, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Paper never changes the queue; a trouble that is no printer's condition is free text, which is not kept."""
    trouble = command.trouble if command.trouble in _TROUBLES else None
    return [TicketPrinted(known(queue, command.visit).id, command.state, trouble, command.again)]


def receipt_is_free(queue: Queue, visit: Visit) -> None:
    """Who comes back into the hall must not have got another number with the same receipt meanwhile, else the refusal."""
    held = queue.holder(visit.file_code)
    if visit.stage not in LIVE and held is not None:
        raise RefusedError(Reason.RECEIPT_HAS_NUMBER, number=held.number)


def known(queue: Queue, visit: VisitId) -> Visit:
    """A visit of today, or the refusal."""
    found = queue.visits.get(visit)
    if found is not None:
        return found
    of_today = queue.day is not None and visit.startswith(queue.day.isoformat())
    raise RefusedError(Reason.UNKNOWN_VISIT if of_today or not visit[:4].isdigit() else Reason.NOT_OF_TODAY)
