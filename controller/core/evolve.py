"""``evolve``: what has happened changes the queue; it never refuses, so that an old journal always replays.

It takes the queue over and gives it back changed: nobody else keeps the old one. What an event says of a field, a counter or an
officer that the site file has lost since is kept, so that nobody is lost with them.
"""

from collections import deque
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Final

from contract.commands import Place
from contract.ids import CounterId, FieldId, VisitId
from contract.notices import CounterStatus
from controller.core import events as e
from controller.core.day import Plan
from controller.core.line import AT_ONCE, Key, Line
from controller.core.queue import Latest, Queue, Seat, Stage, Step, Visit

_TARGET: Final = timedelta(minutes=20)
"""What an event of an older version, which does not say when a visit was due, stands for."""
_REMEMBERED: Final = timedelta(minutes=1)


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
    due = event.due or entry.at + _TARGET
    order = len(queue.visits)
    visit = Visit(
        event.visit,
        event.number,
        event.field,
        order,
        entry.at,
        due,
        ((entry.at if event.priority else due).timestamp(), float(order)),
        [Step(event.field, entry.at)],
        event.file_code,
        priority=event.priority,
        appointed_at=event.appointed_at,
        route=event.route,
        wait=event.wait,
        touched=entry.seq,
    )
    queue.visits[visit.id] = visit
    queue.numbers[visit.number] = visit.id
    queue.series[visit.number[0]] = max(queue.series.get(visit.number[0], 0), int(visit.number[1:]))
    queue.issued[visit.field] = queue.issued.get(visit.field, 0) + 1
    if visit.file_code is not None:
        queue.receipts[visit.file_code] = visit.id
    taken = queue.taken.setdefault((entry.by, visit.field), deque())
    while taken and entry.at - taken[0] > _REMEMBERED:
        taken.popleft()
    taken.append(entry.at)
    _stand(queue, visit)


@_apply.register
def _(event: e.TicketCalled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    seat = _seat(queue, event.counter)
    seat.latest = Latest(entry.seq, entry.at, visit.copied())
    if visit.stage is Stage.WAITING:
        _line(queue, visit).call(visit.key, visit.id, by_law=visit.by_law)
    step = visit.step
    if step.called_at is None:
        step.called_at = entry.at
        queue.pace.called(
            step.field, visit.wait if len(visit.steps) == 1 else None, _seconds(step.joined_at, entry.at), entry.at
        )
    step.counter, step.officer = event.counter, seat.officer
    visit.stage, visit.counter, visit.times, visit.called_at = Stage.CALLED, event.counter, 1, entry.at
    visit.only = visit.officer = None
    visit.touched = entry.seq
    queue.at_counter[event.counter] = visit.id
    _newest(queue, visit)


@_apply.register
def _(event: e.TicketRecalled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.times, visit.called_at = event.times, entry.at
        _newest(queue, visit)


@_apply.register
def _(event: e.VisitFinished, queue: Queue, entry: e.Entry) -> None:
    visit = _leave(queue, event.visit, event.counter, entry, Stage.FINISHED)
    if visit is not None:
        _served(queue, visit, event.counter, entry.at)
        visit.finished_at = entry.at
        queue.finished[event.counter] = event.visit


@_apply.register
def _(event: e.StepFinished, queue: Queue, entry: e.Entry) -> None:
    visit = _leave(queue, event.visit, event.counter, entry, Stage.WAITING)
    if visit is None:
        return
    _served(queue, visit, event.counter, entry.at)
    fields = [one.field for one in visit.route]
    visit.route = visit.route[fields.index(event.field) + 1 :] if event.field in fields else ()
    visit.officer = event.officer
    _begin_step(queue, visit, event.field, event.due, entry)
    visit.key = ((entry.at if visit.by_law else visit.due).timestamp(), float(visit.order))
    _stand(queue, visit)


@_apply.register
def _(event: e.VisitMissed, queue: Queue, entry: e.Entry) -> None:
    visit = _leave(queue, event.visit, event.counter, entry, Stage.ABSENT)
    if visit is not None:
        visit.finished_at = entry.at
        if visit.step.called_at is not None:
            queue.pace.missed(visit.field, event.counter, _seconds(visit.step.called_at, entry.at), entry.at)


@_apply.register
def _(event: e.VisitParked, queue: Queue, entry: e.Entry) -> None:
    _leave(queue, event.visit, event.counter, entry, Stage.PARKED)


@_apply.register
def _(event: e.VisitReturned, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    visit.stage, visit.touched, visit.finished_at = Stage.WAITING, entry.seq, None
    if event.late:
        visit.returns += 1
        before = queue.visits.get(event.behind) if event.behind else None
        visit.key = (*before.key, float(entry.seq)) if before else (AT_ONCE, float(entry.seq))
    _stand(queue, visit)


@_apply.register
def _(event: e.VisitTransferred, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    if event.counter is None:
        _withdraw(queue, visit)
    else:
        _leave(queue, event.visit, event.counter, entry, Stage.WAITING)
        visit.step.ended_at = entry.at
    visit.stage, visit.touched, visit.route = Stage.WAITING, entry.seq, event.route
    visit.only, visit.officer = event.to_counter, None
    if event.counter is None and event.field == visit.field:
        visit.due = event.due
    else:
        _begin_step(queue, visit, event.field, event.due, entry)
    visit.key = _moved_key(visit, event.place, entry)
    _stand(queue, visit)


@_apply.register
def _(event: e.VisitCancelled, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    if event.counter is not None:
        _seat(queue, event.counter).latest = Latest(entry.seq, entry.at, visit.copied())
    _withdraw(queue, visit)
    visit.stage, visit.finished_at, visit.touched = Stage.CANCELLED, entry.at, entry.seq
    visit.step.ended_at = entry.at


@_apply.register
def _(event: e.PriorityGranted, queue: Queue, entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is None:
        return
    waiting = visit.stage is Stage.WAITING
    if waiting:
        _withdraw(queue, visit)
    if not visit.by_law and visit.key[0] != AT_ONCE:
        visit.key = (visit.step.joined_at.timestamp(), float(visit.order))
    visit.priority, visit.touched = event.priority, entry.seq
    if waiting:
        _stand(queue, visit)


@_apply.register
def _(event: e.ActionUndone, queue: Queue, entry: e.Entry) -> None:
    """The visit is as it was; the line's count of people called by law is not, which only ever helps the others."""
    seat = _seat(queue, event.counter)
    latest, seat.latest = seat.latest, None
    visit = queue.visits.get(event.visit)
    if visit is None or latest is None:
        return
    _withdraw(queue, visit)
    if queue.finished.get(event.counter) == visit.id:
        del queue.finished[event.counter]
    if queue.calls.get(event.counter) == visit.id and latest.before.stage is not Stage.CALLED:
        del queue.calls[event.counter]
    before = latest.before
    before.touched = entry.seq
    queue.visits[before.id] = before
    if before.stage is Stage.WAITING:
        _stand(queue, before)
    elif before.stage is Stage.CALLED and before.counter is not None:
        queue.at_counter[before.counter] = before.id


@_apply.register
def _(event: e.OfficerSignedIn, queue: Queue, _entry: e.Entry) -> None:
    if event.counter is not None:
        _seat(queue, event.counter).officer = event.officer


@_apply.register
def _(event: e.OfficerSignedOut, queue: Queue, entry: e.Entry) -> None:
    _shut(queue, event.counter, entry.at)
    _seat(queue, event.counter).officer = None


@_apply.register
def _(event: e.CounterOpened, queue: Queue, entry: e.Entry) -> None:
    """Who waits for the officer there comes over from the field's line."""
    _set(queue, event.counter, CounterStatus.OPEN, entry.at)
    officer = _seat(queue, event.counter).officer
    for visit in queue.visits.values():
        if officer is not None and visit.officer == officer and visit.stage is Stage.WAITING:
            _withdraw(queue, visit)
            _stand(queue, visit)


@_apply.register
def _(event: e.CounterPaused, queue: Queue, entry: e.Entry) -> None:
    _set(queue, event.counter, CounterStatus.PAUSED, entry.at)


@_apply.register
def _(event: e.CounterClosed, queue: Queue, entry: e.Entry) -> None:
    _shut(queue, event.counter, entry.at)


@_apply.register
def _(event: e.AlarmRaised, queue: Queue, entry: e.Entry) -> None:
    _seat(queue, event.counter).alarm = entry.at


@_apply.register
def _(event: e.AlarmCleared, queue: Queue, _entry: e.Entry) -> None:
    _seat(queue, event.counter).alarm = None


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
def _(event: e.VisitRated, queue: Queue, _entry: e.Entry) -> None:
    visit = queue.visits.get(event.visit)
    if visit is not None:
        visit.rated = True


def _seat(queue: Queue, counter: CounterId) -> Seat:
    return queue.seats.setdefault(counter, Seat())


def _line(queue: Queue, visit: Visit) -> Line:
    if visit.only is not None:
        return _seat(queue, visit.only).line
    return queue.lines.setdefault(visit.field, Line())


def _stand(queue: Queue, visit: Visit) -> None:
    """Into line: that of the one counter wanted while it is not closed or that of the officer wanted, else the field's."""
    if visit.officer is not None:
        visit.only = queue.seat_of(visit.officer)
    if visit.only is not None and _seat(queue, visit.only).status is CounterStatus.CLOSED:
        visit.only = None
    _line(queue, visit).add(visit.key, visit.id, by_law=visit.by_law)


def _withdraw(queue: Queue, visit: Visit) -> None:
    """Out of line, or away from the counter."""
    _line(queue, visit).remove(visit.key, visit.id, by_law=visit.by_law)
    if visit.counter is not None and queue.at_counter.get(visit.counter) == visit.id:
        del queue.at_counter[visit.counter]


def _leave(queue: Queue, visit_id: VisitId, counter: CounterId, entry: e.Entry, stage: Stage) -> Visit | None:
    """Away from the counter, which may take that back for a moment."""
    visit = queue.visits.get(visit_id)
    if visit is None:
        return None
    _seat(queue, counter).latest = Latest(entry.seq, entry.at, visit.copied())
    _withdraw(queue, visit)
    visit.stage, visit.touched = stage, entry.seq
    return visit


def _served(queue: Queue, visit: Visit, counter: CounterId, at: datetime) -> None:
    step = visit.step
    step.ended_at = at
    if visit.called_at is not None:
        queue.pace.served(step.field, counter, _seconds(visit.called_at, at), at)


def _begin_step(queue: Queue, visit: Visit, field: FieldId, due: datetime, entry: e.Entry) -> None:
    visit.steps.append(Step(field, entry.at))
    visit.field, visit.due, visit.times = field, due, 0
    queue.lines.setdefault(field, Line())


def _moved_key(visit: Visit, place: Place, entry: e.Entry) -> Key:
    if place is Place.FRONT:
        return (AT_ONCE, float(entry.seq))
    came = visit.issued_at if place is Place.ORIGINAL else entry.at
    return ((came if visit.by_law else visit.due).timestamp(), float(visit.order))


def _set(queue: Queue, counter: CounterId, status: CounterStatus, at: datetime) -> None:
    seat = _seat(queue, counter)
    seat.status, seat.since = status, at


def _shut(queue: Queue, counter: CounterId, at: datetime) -> None:
    """Closed: who waits for this counter alone stands in the field's line again."""
    _set(queue, counter, CounterStatus.CLOSED, at)
    seat = _seat(queue, counter)
    line, seat.line = seat.line, Line()
    for row in (line.ordinary, line.by_law):
        for key, one in row:
            visit = queue.visits[one]
            visit.only = None
            _line(queue, visit).add(key, one, by_law=visit.by_law)


def _newest(queue: Queue, visit: Visit) -> None:
    """Keep the calls oldest first, one a counter."""
    assert visit.counter is not None
    queue.calls.pop(visit.counter, None)
    queue.calls[visit.counter] = visit.id


def _seconds(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds())
