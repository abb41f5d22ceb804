"""How a visit comes into line and leaves it again, and what an open, paused or closed counter means for those who wait for it.

Only ``evolve`` may call this: it changes the queue. Lines and counters that the site file has lost are made anew where the journal
speaks of them, so that nobody is lost with them.
"""

from datetime import datetime

from contract.commands import Place
from contract.ids import CounterId, FieldId, VisitId
from contract.notices import CounterStatus
from controller.core.events import Entry
from controller.core.line import AT_ONCE, Key, Line
from controller.core.queue import Latest, Queue, Seat, Stage, Step, Visit


def seat_at(queue: Queue, counter: CounterId) -> Seat:
    """The counter, also one that the site file does not have."""
    return queue.seats.setdefault(counter, Seat())


def line_of(queue: Queue, visit: Visit) -> Line:
    """Where the visit stands or would stand, also in a field that the site file does not have."""
    if visit.only is not None:
        return seat_at(queue, visit.only).line
    return queue.lines.setdefault(visit.field, Line())


def stand(queue: Queue, visit: Visit) -> None:
    """Into line: that of the one counter wanted while it is not closed or that of the officer wanted, else the field's."""
    if visit.officer is not None:
        visit.only = queue.counter_of(visit.officer)
    if visit.only is not None and seat_at(queue, visit.only).status is CounterStatus.CLOSED:
        visit.only = None
    hold_receipt(queue, visit)
    line_of(queue, visit).add(visit.key, visit.id, by_law=visit.by_law)


def withdraw(queue: Queue, visit: Visit) -> None:
    """Out of line, or away from the counter."""
    line_of(queue, visit).remove(visit.key, visit.id, by_law=visit.by_law)
    if visit.counter is not None and queue.at_counter.get(visit.counter) == visit.id:
        del queue.at_counter[visit.counter]


def leave(queue: Queue, visit_id: VisitId, counter: CounterId, entry: Entry, stage: Stage) -> Visit | None:
    """Away from the counter, which may take that back for a moment."""
    visit = queue.visits.get(visit_id)
    if visit is None:
        return None
    seat_at(queue, counter).latest = Latest(entry.seq, entry.at, visit.copied())
    withdraw(queue, visit)
    visit.stage, visit.touched = stage, entry.seq
    return visit


def begin_step(queue: Queue, visit: Visit, field: FieldId, due: datetime, at: datetime) -> None:
    """One step ends, the next begins."""
    visit.step.ended_at = at
    visit.steps.append(Step(field, at))
    visit.field, visit.due, visit.times = field, due, 0
    queue.lines.setdefault(field, Line())


def key_at_end(queue: Queue, visit: Visit, at: datetime) -> Key:
    """Behind whoever is due before."""
    key = queue.key(at, visit.due, visit.order, by_law=visit.by_law)
    queue.arrived = queue.arrival(at)
    return key


def moved_key(queue: Queue, visit: Visit, place: Place, entry: Entry) -> Key:
    """Where somebody who is sent elsewhere comes to stand."""
    if place is Place.FRONT:
        return (AT_ONCE, float(entry.seq))
    if place is Place.ORIGINAL:
        return ((visit.issued_at if visit.by_law else visit.due).timestamp(), float(visit.order))
    return key_at_end(queue, visit, entry.at)


def gather(queue: Queue, counter: CounterId) -> None:
    """Who waits for the officer there comes over from the field's line, while the counter is not closed."""
    officer = seat_at(queue, counter).officer
    for visit in queue.visits.values():
        if officer is not None and visit.officer == officer and visit.stage is Stage.WAITING:
            withdraw(queue, visit)
            stand(queue, visit)


def shut(queue: Queue, counter: CounterId, at: datetime) -> None:
    """Closed: who waits for this counter alone stands in the field's line again."""
    seat = seat_at(queue, counter)
    seat.status, seat.since = CounterStatus.CLOSED, at
    line, seat.line = seat.line, Line()
    for row in (line.ordinary, line.by_law):
        for key, one in row:
            visit = queue.visits[one]
            visit.only = None
            line_of(queue, visit).add(key, one, by_law=visit.by_law)


def hold_receipt(queue: Queue, visit: Visit) -> None:
    """In the hall: the receipt gets no other number."""
    if visit.file_code is not None:
        queue.receipts[visit.file_code] = visit.id


def restore(queue: Queue, visit_id: VisitId, counter: CounterId, seq: int) -> None:
    """The visit is again as it was before the counter's latest step, and so is the turn of its line."""
    seat = seat_at(queue, counter)
    latest, seat.latest = seat.latest, None
    visit = queue.visits.get(visit_id)
    if visit is None or latest is None:
        return
    withdraw(queue, visit)
    if queue.finished.get(counter) == visit.id:
        del queue.finished[counter]
    before = latest.before
    if queue.calls.get(counter) == visit.id and before.stage is not Stage.CALLED:
        del queue.calls[counter]
    before.touched = seq
    queue.visits[before.id] = before
    if before.stage is Stage.WAITING:
        line_of(queue, before).take_back(latest.seq, latest.passed)
        stand(queue, before)
    elif before.stage is Stage.CALLED and before.counter is not None:
        queue.at_counter[before.counter] = before.id
        hold_receipt(queue, before)


def void(queue: Queue, visit: Visit, entry: Entry) -> None:
    """The number is nobody's, wherever it stood; no counter can take its call back, and no board shows it."""
    withdraw(queue, visit)
    for seat in queue.seats.values():
        if seat.latest is not None and seat.latest.before.id == visit.id:
            seat.latest = None
    for shown in (queue.calls, queue.finished):
        for counter in [one for one, called in shown.items() if called == visit.id]:
            del shown[counter]
    visit.stage, visit.finished_at, visit.touched = Stage.CANCELLED, entry.at, entry.seq
    visit.step.ended_at = entry.at
    queue.issued[visit.steps[0].field] -= 1


def show_call(queue: Queue, visit: Visit) -> None:
    """Keep the calls oldest first, one a counter."""
    assert visit.counter is not None
    queue.calls.pop(visit.counter, None)
    queue.calls[visit.counter] = visit.id
