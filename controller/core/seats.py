"""Decisions about counters: who sits there, whether it calls, help, and the latest mistake taken back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contract.commands import (
    ClearAlarm,
    CloseCounter,
    OpenCounter,
    PauseCounter,
    RaiseAlarm,
    SignIn,
    SignOut,
    Undo,
)
from contract.notices import CounterStatus, Reason
from contract.site import OfficerRole
from controller.core.calls import seat_of
from controller.core.events import (
    ActionUndone,
    AlarmCleared,
    AlarmRaised,
    CounterClosed,
    CounterOpened,
    CounterPaused,
    Event,
    OfficerSignedIn,
    OfficerSignedOut,
)
from controller.core.queue import Latest, Queue, Stage
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.tickets import receipt_is_free


def sign_in(command: SignIn, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """The password was right. Who was signed in at another counter leaves that one, unless somebody is served there."""
    officer = queue.officers.get(command.officer)
    if officer is None:
        raise RefusedError(Reason.WRONG_PASSWORD)
    if command.counter is None:
        return [OfficerSignedIn(officer.id)]
    if officer.role is OfficerRole.IT:
        raise RefusedError(Reason.NO_RIGHT)
    seat = seat_of(queue, command.counter)
    if seat.officer == officer.id:
        return [OfficerSignedIn(officer.id, command.counter)]
    if seat.officer is not None and (seat.status is not CounterStatus.CLOSED or command.counter in queue.at_counter):
        raise RefusedError(Reason.COUNTER_TAKEN)
    elsewhere = queue.counter_of(officer.id)
    if elsewhere is None:
        return [OfficerSignedIn(officer.id, command.counter)]
    if elsewhere in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    return [OfficerSignedOut(elsewhere), OfficerSignedIn(officer.id, command.counter)]


def sign_out(command: SignOut, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Closes the counter as well."""
    seat = seat_of(queue, command.counter)
    if command.counter in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    if seat.officer is None:
        raise RefusedError(Reason.ALREADY_SO)
    return [OfficerSignedOut(command.counter)]


def open_counter(command: OpenCounter, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Also the end of a pause."""
    if seat_of(queue, command.counter).status is CounterStatus.OPEN:
        raise RefusedError(Reason.ALREADY_SO)
    return [CounterOpened(command.counter)]


def pause_counter(command: PauseCounter, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Not while somebody is served."""
    status = seat_of(queue, command.counter).status
    if command.counter in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    if status is not CounterStatus.OPEN:
        raise RefusedError(Reason.ALREADY_SO if status is CounterStatus.PAUSED else Reason.COUNTER_NOT_OPEN)
    return [CounterPaused(command.counter)]


def close_counter(command: CloseCounter, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """The officer stays signed in."""
    seat = seat_of(queue, command.counter)
    if command.counter in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    if seat.status is CounterStatus.CLOSED:
        raise RefusedError(Reason.ALREADY_SO)
    return [CounterClosed(command.counter)]


def raise_alarm(command: RaiseAlarm, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Heads see it until it is cleared."""
    if seat_of(queue, command.counter).alarm is not None:
        raise RefusedError(Reason.ALREADY_SO)
    return [AlarmRaised(command.counter)]


def clear_alarm(command: ClearAlarm, queue: Queue, _at: datetime, _sender: Sender) -> Sequence[Event]:
    """Help has come."""
    if seat_of(queue, command.counter).alarm is None:
        raise RefusedError(Reason.ALREADY_SO)
    return [AlarmCleared(command.counter)]


def undo(command: Undo, queue: Queue, at: datetime, _sender: Sender) -> Sequence[Event]:
    """Only the latest step, only for a moment, and only while nothing else has happened to the visit."""
    latest = undoable(queue, command, at)
    if latest is None:
        raise RefusedError(Reason.NOTHING_TO_UNDO)
    if latest.before.stage is Stage.CALLED and command.counter in queue.at_counter:
        raise RefusedError(Reason.STILL_SERVING)
    receipt_is_free(queue, queue.visits[command.visit])
    return [ActionUndone(command.visit, command.counter, latest.seq)]


def undoable(queue: Queue, command: Undo, at: datetime) -> Latest | None:
    """What the command would take back."""
    latest = seat_of(queue, command.counter).latest
    if latest is None or latest.before.id != command.visit:
        return None
    visit = queue.visits[latest.before.id]
    aged = at - latest.at
    fresh = timedelta() <= aged <= timedelta(seconds=queue.site.calling.undo_s)
    return latest if fresh and visit.touched == latest.seq and not visit.rated else None
