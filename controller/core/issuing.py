"""What a new number changes: its visit stands in line, its series goes on, its kiosk has pressed.

Only ``evolve`` may call this: it changes the queue.
"""

from collections import deque
from datetime import timedelta
from typing import Final

from contract.ids import FieldId
from controller.core.events import Entry, TicketIssued
from controller.core.queue import Queue, Step, Visit
from controller.core.standing import stand

REMEMBERED: Final = timedelta(minutes=1)
"""How far back the rules against hoarding look at a kiosk's presses."""


def issue(queue: Queue, event: TicketIssued, entry: Entry) -> None:
    """One that a kiosk gave by itself came when it was tapped for, and is none of the series' next."""
    order = len(queue.visits)
    came, alone = event.taken_at or entry.at, event.taken_at is not None
    by_law, settled = event.priority is not None, alone or event.appointed_at == event.due
    visit = Visit(
        event.visit,
        event.number,
        event.field,
        order,
        came,
        event.due,
        queue.key(came, event.due, order, by_law=by_law, booked=settled),
        [Step(event.field, came)],
        event.file_code,
        priority=event.priority,
        appointed_at=event.appointed_at,
        route=event.route,
        wait=event.wait,
        ahead=event.ahead,
        touched=entry.seq,
        language=event.language,
        by=entry.by,
    )
    queue.visits[visit.id] = visit
    queue.numbers[visit.number] = visit.id
    queue.issued[visit.field] = queue.issued.get(visit.field, 0) + 1
    if (tap := event.tap or entry.request) is not None:
        queue.taps[entry.by, tap] = visit.id
    if not alone:
        queue.arrived = queue.arrival(entry.at)
        queue.series[visit.number[0]] = max(queue.series.get(visit.number[0], 0), int(visit.number[1:]))
        _remember_press(queue, visit.field, entry)
    stand(queue, visit)


def _remember_press(queue: Queue, field: FieldId, entry: Entry) -> None:
    taken = queue.taken.setdefault((entry.by, field), deque())
    while taken and entry.at - taken[0] > REMEMBERED:
        taken.popleft()
    taken.append(entry.at)
