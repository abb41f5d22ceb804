"""What a site file that was changed during the day means for those who are in the hall."""

from collections.abc import Iterator

from contract.ids import CounterId
from contract.notices import CounterStatus
from contract.site import OfficerRole
from controller.core.events import AlarmCleared, CounterClosed, Event, OfficerSignedOut, VisitParked
from controller.core.queue import Queue, Seat


def site_changes(queue: Queue) -> list[Event]:
    """Nothing where the site file still knows every counter and officer of the day.

    Who is served at a counter that is no more is set aside, to be returned by any counter of the field; who waits for it goes back
    to the field's line. A counter whose officer is no more is nobody's. People of a field that is no more stay where the head sees
    them and can send them elsewhere.
    """
    return [event for counter, seat in queue.seats.items() for event in _changes(queue, counter, seat)]


def _changes(queue: Queue, counter: CounterId, seat: Seat) -> Iterator[Event]:
    lost = counter not in queue.counters
    served = queue.at_counter.get(counter)
    if lost and served is not None:
        yield VisitParked(served, counter)
    if lost and seat.alarm is not None:
        yield AlarmCleared(counter)
    if seat.officer is not None and (lost or not _sits(queue, seat)):
        yield OfficerSignedOut(counter)
    elif lost and seat.status is not CounterStatus.CLOSED:
        yield CounterClosed(counter)


def _sits(queue: Queue, seat: Seat) -> bool:
    officer = queue.officers.get(seat.officer) if seat.officer is not None else None
    return officer is not None and officer.role is not OfficerRole.IT
