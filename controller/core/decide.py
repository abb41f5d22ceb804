"""``decide``: a command and the queue become events, or a refusal; nothing is changed here.

Two rules above all: a number is never given twice, and a second click never calls a second person. So a counter that serves
somebody cannot call the next, and whatever is done to a visit names the visit that the clerk saw.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Final

from contract.commands import CallNext, Command, Finish, MarkAbsent, RateVisit, Recall, ReportPrint, Score, TakeTicket
from contract.errors import HallError
from contract.file_code import find_file_code
from contract.ids import CounterId, VisitId
from contract.notices import Reason
from controller.core.events import (
    Event,
    TicketCalled,
    TicketIssued,
    TicketPrinted,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from controller.core.queue import Queue, Stage, Visit
from controller.core.series import ticket_number, visit_id

RATING_GRACE: Final = timedelta(seconds=60)
"""A press may reach us this long after the terminal closed: it was made in time and the network was away."""


class RefusedError(HallError):
    """A command that cannot be done; nothing has changed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


def decide(queue: Queue, command: Command, at: datetime) -> Sequence[Event]:
    """Events of the command at ``at`` (office-local time); raises RefusedError."""
    return _decide(command, queue, at)


@singledispatch
def _decide(command: Command, _queue: Queue, _at: datetime) -> Sequence[Event]:
    raise TypeError(f"{type(command).__name__} is not a command of the queue")


@_decide.register
def _(command: TakeTicket, queue: Queue, _at: datetime) -> Sequence[Event]:
    field = queue.fields.get(command.field)
    if field is None or queue.day is None:
        raise RefusedError(Reason.UNKNOWN_FIELD)
    row = queue.rows[field.id]
    if row.last >= field.last:
        raise RefusedError(Reason.SERIES_EXHAUSTED)
    number = ticket_number(field.prefix, row.last + 1)
    code = find_file_code(command.file_code or "", queue.site.file_code)  # a kiosk's mistake is not journalled for ever
    return [TicketIssued(visit_id(queue.day, number), number, field.id, len(row.waiting), code)]


@_decide.register
def _(command: CallNext, queue: Queue, _at: datetime) -> Sequence[Event]:
    counter = queue.counters.get(command.counter)
    if counter is None:
        raise RefusedError(Reason.UNKNOWN_COUNTER)
    if counter.id in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    heads = [queue.visits[row.waiting[0]] for one in counter.fields if (row := queue.rows[one]).waiting]
    if not heads:
        raise RefusedError(Reason.NOBODY_WAITING)
    return [TicketCalled(min(heads, key=lambda visit: visit.order).id, counter.id)]


@_decide.register
def _(command: Recall, queue: Queue, at: datetime) -> Sequence[Event]:
    visit = _at_counter(queue, command.counter, command.visit)
    calling = queue.site.calling
    if visit.times > calling.recalls:
        raise RefusedError(Reason.RECALLED_TOO_OFTEN)
    since = at - visit.called_at if visit.called_at else None
    if since is not None and timedelta() <= since < timedelta(seconds=calling.recall_gap_s):  # negative: clock set back
        raise RefusedError(Reason.RECALLED_TOO_SOON)
    return [TicketRecalled(visit.id, command.counter, visit.times + 1)]


@_decide.register
def _(command: MarkAbsent, queue: Queue, _at: datetime) -> Sequence[Event]:
    return [VisitMissed(_at_counter(queue, command.counter, command.visit).id, command.counter)]


@_decide.register
def _(command: Finish, queue: Queue, _at: datetime) -> Sequence[Event]:
    return [VisitFinished(_at_counter(queue, command.counter, command.visit).id, command.counter)]


@_decide.register
def _(command: RateVisit, queue: Queue, at: datetime) -> Sequence[Event]:
    visit = _known(queue, command.visit)
    if visit.rated:
        raise RefusedError(Reason.ALREADY_RATED)
    if visit.stage is not Stage.FINISHED or visit.finished_at is None or visit.counter is None:
        raise RefusedError(Reason.NOT_FINISHED)
    rating = queue.site.rating
    if at - visit.finished_at > timedelta(seconds=rating.seconds) + RATING_GRACE:
        raise RefusedError(Reason.RATING_CLOSED)
    if command.reason is not None and (
        command.score is not Score.NOT_SATISFIED or command.reason not in {one.id for one in rating.reasons}
    ):
        raise RefusedError(Reason.UNKNOWN_REASON)
    return [VisitRated(visit.id, visit.counter, visit.field, command.score, command.reason)]


@_decide.register
def _(command: ReportPrint, queue: Queue, _at: datetime) -> Sequence[Event]:
    return [TicketPrinted(_known(queue, command.visit).id, command.state, command.trouble)]


def _known(queue: Queue, visit: VisitId) -> Visit:
    known = queue.visits.get(visit)
    if known is None:
        raise RefusedError(Reason.UNKNOWN_VISIT)
    return known


def _at_counter(queue: Queue, counter: CounterId, visit: VisitId) -> Visit:
    if counter not in queue.counters:
        raise RefusedError(Reason.UNKNOWN_COUNTER)
    if queue.at_counter.get(counter) != visit:
        raise RefusedError(Reason.NOT_AT_COUNTER)
    return queue.visits[visit]
