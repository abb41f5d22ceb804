"""``evolve``: what has happened changes the queue; it never refuses, so that an old journal always replays.

It takes the queue over and gives it back changed: nobody else keeps the old one. What an event says of a field, a counter or an
officer that the site file has lost since is kept, so that nobody is lost with them.
"""

from collections import deque
from datetime import datetime
from functools import singledispatch

from contract.ids import CounterId
from contract.notices import CounterStatus
from controller.core import events as e
from controller.core.day import Plan
from controller.core.issuing import REMEMBERED, issue
from controller.core.lessons import learn_call, learn_opening
from controller.core.line import AT_ONCE
from controller.core.queue import Hold, Latest, Queue, Stage, Visit
from controller.core.standing import (
    begin_step,
    gather,
    hold_receipt,
    key_at_end,
    leave,
    line_of,
    moved_key,
    restore,
    seat_at,
    show_call,
    shut,
    stand,
    void,
    withdraw,
)


def evolve(queue: Queue, entry: e.Entry) -> Queue:
    """Advance by one entry of the journal. Events about visits of another day change nothing."""
    queue.seq = entry.seq
    _apply(entry.event, queue, entry)
    return queue


@singledispatch
def _apply(_event: e.Event, _queue: Queue, _entry: e.Entry) -> None:
    """Look-ups, paper and refusals leave the queue as it is."""


@_apply.register
def _(event: e.DayOpened, queue: Queue, _entry: e.Entry) -> None:
    queue.open(event.day, Plan(event.sessions, event.words, event.next_opens))


@_apply.register
def _(event: e.HoursChanged, queue: Queue, _entry: e.Entry) -> None:
    queue.plan = Plan(event.sessions, event.words, event.next_opens)


@_apply.register
def _(event: e.TicketIssued, queue: Queue, entry: e.Entry) -> None:
    issue(queue, event, entry)


@_apply.register
def _(event: e.NumbersHeld, queue: Queue, entry: e.Entry) -> None:
    for number in event.numbers:
        queue.held.setdefault(number[0], {})[int(number[1:])] = Hold(entry.by, event.book, event.field, entry.at)


@_apply.register
def _(event: e.TicketVoided, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        void(queue, visit, entry)


@_apply.register
def _(event: e.TicketCalled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    seat = seat_at(queue, event.counter)
    seat.latest = Latest(entry.seq, entry.at, visit.copied(), line_of(queue, visit).passed)
    if visit.stage is Stage.WAITING:
        line_of(queue, visit).call(visit.key, visit.id, entry.seq, by_law=visit.by_law)
    step = visit.step
    queue.pace.taken(event.counter, step.joined_at, entry.at)
    if step.called_at is None:
        step.called_at = entry.at
        learn_call(queue, visit, entry.at)
    step.counter, step.officer = event.counter, seat.officer
    visit.stage, visit.counter, visit.times, visit.called_at = Stage.CALLED, event.counter, 1, entry.at
    visit.cause, visit.late, visit.finished_at, visit.touched = event.cause, False, None, entry.seq
    hold_receipt(queue, visit)
    queue.at_counter[event.counter] = visit.id
    show_call(queue, visit)


@_apply.register
def _(event: e.TicketRecalled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.times, visit.called_at = event.times, entry.at
        show_call(queue, visit)


@_apply.register
def _(event: e.VisitFinished, queue: Queue, entry: e.Entry) -> None:
    visit = leave(queue, event.visit, event.counter, entry, Stage.FINISHED)
    if visit is not None:
        _served(queue, visit, event.counter, entry.at)
        visit.finished_at = entry.at
        queue.finished[event.counter] = event.visit


@_apply.register
def _(event: e.StepFinished, queue: Queue, entry: e.Entry) -> None:
    visit = leave(queue, event.visit, event.counter, entry, Stage.WAITING)
    if visit is None:
        return
    _served(queue, visit, event.counter, entry.at)
    fields = [one.field for one in visit.route]
    visit.route = visit.route[fields.index(event.field) + 1 :] if event.field in fields else ()
    visit.only, visit.officer = None, event.officer
    begin_step(queue, visit, event.field, event.due, entry.at)
    visit.key = key_at_end(queue, visit, entry.at)
    stand(queue, visit)


@_apply.register
def _(event: e.VisitMissed, queue: Queue, entry: e.Entry) -> None:
    visit = leave(queue, event.visit, event.counter, entry, Stage.ABSENT)
    if visit is not None:
        visit.finished_at = entry.at
        if visit.step.called_at is not None:
            queue.pace.missed(event.counter, _seconds(visit.step.called_at, entry.at), entry.at)


@_apply.register
def _(event: e.VisitParked, queue: Queue, entry: e.Entry) -> None:
    leave(queue, event.visit, event.counter, entry, Stage.PARKED)


@_apply.register
def _(event: e.VisitReturned, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    visit.stage, visit.touched, visit.finished_at = Stage.WAITING, entry.seq, None
    if event.late:
        visit.returns, visit.late = visit.returns + 1, True
        before = queue.visits.get(event.behind) if event.behind else None
        visit.key = (*(before.key if before else (queue.arrival(entry.at),)), float(entry.seq))
    stand(queue, visit)


@_apply.register
def _(event: e.VisitTransferred, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    if event.counter is None:
        withdraw(queue, visit)
    else:
        leave(queue, event.visit, event.counter, entry, Stage.WAITING)
    visit.stage, visit.touched, visit.route = Stage.WAITING, entry.seq, event.route
    visit.only, visit.officer, visit.late = event.to_counter, None, False
    if event.counter is None and event.field == visit.field:
        visit.due = event.due
    else:
        begin_step(queue, visit, event.field, event.due, entry.at)
    visit.key = moved_key(queue, visit, event.place, entry)
    stand(queue, visit)


@_apply.register
def _(event: e.VisitCancelled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    if event.counter is not None:
        seat_at(queue, event.counter).latest = Latest(entry.seq, entry.at, visit.copied())
    withdraw(queue, visit)
    visit.stage, visit.finished_at, visit.touched = Stage.CANCELLED, entry.at, entry.seq
    visit.step.ended_at = entry.at


@_apply.register
def _(event: e.PriorityGranted, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    waiting = visit.stage is Stage.WAITING
    if waiting:
        withdraw(queue, visit)
    if not visit.by_law and visit.key[0] != AT_ONCE:
        visit.key, visit.late = (visit.step.joined_at.timestamp(), float(visit.order)), False
    visit.priority, visit.touched = event.priority, entry.seq
    if waiting:
        stand(queue, visit)


@_apply.register
def _(event: e.ActionUndone, queue: Queue, entry: e.Entry) -> None:
    restore(queue, event.visit, event.counter, entry.seq)


@_apply.register
def _(event: e.OfficerSignedIn, queue: Queue, _entry: e.Entry) -> None:
    if event.counter is not None:
        seat_at(queue, event.counter).officer = event.officer
        gather(queue, event.counter)


@_apply.register
def _(event: e.OfficerSignedOut, queue: Queue, entry: e.Entry) -> None:
    shut(queue, event.counter, entry.at)
    seat_at(queue, event.counter).officer = None


@_apply.register
def _(event: e.CounterOpened, queue: Queue, entry: e.Entry) -> None:
    seat = seat_at(queue, event.counter)
    learn_opening(queue, seat, entry.at)
    seat.status, seat.since = CounterStatus.OPEN, entry.at
    gather(queue, event.counter)


@_apply.register
def _(event: e.CounterPaused, queue: Queue, entry: e.Entry) -> None:
    seat = seat_at(queue, event.counter)
    seat.status, seat.since = CounterStatus.PAUSED, entry.at


@_apply.register
def _(event: e.CounterClosed, queue: Queue, entry: e.Entry) -> None:
    shut(queue, event.counter, entry.at)


@_apply.register
def _(event: e.AlarmRaised, queue: Queue, entry: e.Entry) -> None:
    seat_at(queue, event.counter).alarm = entry.at


@_apply.register
def _(event: e.AlarmCleared, queue: Queue, _entry: e.Entry) -> None:
    seat_at(queue, event.counter).alarm = None


@_apply.register
def _(event: e.FieldOpened, queue: Queue, _entry: e.Entry) -> None:
    queue.closed.discard(event.field)


@_apply.register
def _(event: e.FieldClosed, queue: Queue, _entry: e.Entry) -> None:
    queue.closed.add(event.field)


@_apply.register
def _(event: e.MessagePosted, queue: Queue, _entry: e.Entry) -> None:
    queue.message = (event.text, event.until) if event.text else None


@_apply.register
def _(event: e.EmergencyRaised, queue: Queue, entry: e.Entry) -> None:
    queue.emergency = (event.text, entry.at)


@_apply.register
def _(_event: e.EmergencyEnded, queue: Queue, _entry: e.Entry) -> None:
    queue.emergency = None


@_apply.register
def _(event: e.VisitRated, queue: Queue, _entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.rated = True


@_apply.register
def _(event: e.SuggestionLeft, queue: Queue, entry: e.Entry) -> None:
    left = queue.suggested.setdefault(entry.by, deque())
    while left and event.left_at - left[0] > REMEMBERED:
        left.popleft()
    left.append(event.left_at)


def _served(queue: Queue, visit: Visit, counter: CounterId, at: datetime) -> None:
    visit.step.ended_at = at
    if visit.called_at is not None:
        queue.pace.served(visit.step.field, counter, _seconds(visit.called_at, at), at)


def _seconds(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds())
