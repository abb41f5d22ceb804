"""Decisions about calling: next, by number, again, absent, finished.

Two rules above all: a second click never calls a second person, and no two counters get the same one. So a counter that serves
somebody cannot call, and whatever is done to a visit names the visit that the clerk saw.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contract.commands import CallNext, CallNumber, Finish, MarkAbsent, Recall, ReportUnspoken
from contract.ids import CounterId, VisitId
from contract.notices import CounterStatus, Reason
from controller.core.choice import choose
from controller.core.events import (
    CallUnspoken,
    Event,
    StepFinished,
    TicketCalled,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
)
from controller.core.queue import Queue, Seat, Stage, Visit
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.tickets import known, receipt_is_free


def call_next(command: CallNext, queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """The fairest next."""
    must_be_free(queue, command.counter)
    chosen = choose(queue, command.counter, at)
    if chosen is None:
        raise RefusedError(Reason.NOBODY_WAITING)
    return [TicketCalled(chosen.visit, command.counter, cause=chosen.cause)]


def call_number(command: CallNumber, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """One out of turn."""
    must_be_free(queue, command.counter)
    visit = queue.named(command.number)
    if visit is None:
        raise RefusedError(Reason.UNKNOWN_NUMBER)
    if visit.stage not in {Stage.WAITING, Stage.PARKED, Stage.ABSENT}:
        raise RefusedError(Reason.NOT_IN_LINE)
    receipt_is_free(queue, visit)
    return [TicketCalled(visit.id, command.counter, named=True)]


def recall(command: Recall, queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """Again, not too soon and not too often."""
    visit = at_counter(queue, command.counter, command.visit)
    calling = queue.site.calling
    if visit.times > calling.recalls:
        raise RefusedError(Reason.RECALLED_TOO_OFTEN)
    since = at - visit.called_at if visit.called_at else None
    if since is not None and timedelta() <= since < timedelta(seconds=calling.recall_gap_s):  # negative: clock set back
        raise RefusedError(Reason.RECALLED_TOO_SOON)
    return [TicketRecalled(visit.id, command.counter, visit.times + 1)]


def mark_absent(command: MarkAbsent, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Not before the configured calls, or as many as are allowed at all."""
    visit = at_counter(queue, command.counter, command.visit)
    if visit.times < calls_before_absent(queue):
        raise RefusedError(Reason.CALL_AGAIN_FIRST)
    return [VisitMissed(visit.id, command.counter)]


def calls_before_absent(queue: Queue) -> int:
    """How often a number must have been called before it may be marked absent."""
    calling = queue.site.calling
    return min(calling.absent_after, calling.recalls + 1)


def finish(command: Finish, queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """On to the next step, or the end."""
    visit = at_counter(queue, command.counter, command.visit)
    ahead = next((one for one in visit.route if one.field in queue.fields), None)  # the site file may have lost some
    if ahead is None or command.whole:
        return [VisitFinished(visit.id, command.counter)]
    due = at + timedelta(minutes=queue.fields[ahead.field].target_wait_min)
    return [StepFinished(visit.id, command.counter, ahead.field, due, ahead.officer)]


def report_unspoken(command: ReportUnspoken, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """For the record: whatever became of the visit since."""
    seat_of(queue, command.counter)
    return [CallUnspoken(known(queue, command.visit).id, command.counter, command.times, command.why)]


def seat_of(queue: Queue, counter: CounterId) -> Seat:
    """A counter of the site, or the refusal."""
    seat = queue.seats.get(counter)
    if seat is None or counter not in queue.counters:
        raise RefusedError(Reason.UNKNOWN_COUNTER)
    return seat


def must_be_free(queue: Queue, counter: CounterId) -> None:
    """A counter that can call somebody now, else the refusal."""
    seat = seat_of(queue, counter)
    if counter in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    if seat.status is not CounterStatus.OPEN:
        raise RefusedError(Reason.COUNTER_NOT_OPEN)


def at_counter(queue: Queue, counter: CounterId, visit: VisitId) -> Visit:
    """The visit that the clerk saw, if it is still at the counter, or the refusal."""
    seat_of(queue, counter)
    if queue.at_counter.get(counter) != visit:
        raise RefusedError(Reason.NOT_AT_COUNTER)
    return queue.visits[visit]
