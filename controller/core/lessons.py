"""What the day teaches: its own calls and openings, compared with what was expected."""

from datetime import datetime

from contract.notices import CounterStatus
from controller.core.queue import Queue, Seat, Visit
from controller.core.worktime import WorkTime, begun


def learn_call(queue: Queue, visit: Visit, at: datetime) -> None:
    """A step's first call: how long people wait before they lose patience, and how right the ticket was.

    Who was let ahead by law since, or came at a booked time, teaches nothing about the others.
    """
    queue.pace.called(max(0.0, (at - visit.step.joined_at).total_seconds()))
    if visit.wait is None or len(visit.steps) > 1 or visit.by_law or visit.appointed_at is not None:
        return
    time = WorkTime(queue.plan, visit.issued_at)
    said, waited = time.work(visit.wait.likely), time.work(max(0.0, (at - visit.issued_at).total_seconds()))
    queue.pace.trust.learn(said, waited, visit.ahead)


def learn_opening(queue: Queue, seat: Seat, at: datetime) -> None:
    """A counter opens: how long pauses last, how late a session begins."""
    if seat.status is CounterStatus.PAUSED and seat.since is not None:
        queue.pace.back(max(0.0, (at - seat.since).total_seconds()))
    late = begun(queue.plan, at)
    if late is not None:
        queue.pace.opened(late)
