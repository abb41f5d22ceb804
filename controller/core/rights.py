"""Who may send which command: devices by their role, officers by theirs, each for its own counter only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from contract.channels import AT_A_COUNTER, COMMANDS
from contract.commands import (
    CallNumber,
    CancelVisit,
    ClearAlarm,
    CloseCounter,
    CloseField,
    Command,
    EndEmergency,
    GrantPriority,
    HandleSuggestion,
    OpenField,
    PauseCounter,
    PostMessage,
    RaiseAlarm,
    RaiseEmergency,
    RateVisit,
    ReportPrint,
    ReportUnspoken,
    ReturnVisit,
    SignIn,
    SignOut,
    TakeTicket,
    Transfer,
)
from contract.ids import CounterId, DeviceId, OfficerId, VisitId
from contract.notices import Reason
from contract.site import Officer, OfficerRole, Right, Site
from controller.core.queue import Queue, Stage

Commands = frozenset[type[Command]]

_HOUSE: Final[Commands] = frozenset(
    {OpenField, CloseField, PostMessage, RaiseEmergency, EndEmergency, TakeTicket, HandleSuggestion}
)
_FROM_AFAR: Final[Commands] = frozenset({SignOut, PauseCounter, CloseCounter, ClearAlarm, Transfer})
"""What a head may do to any counter."""

_BY_OFFICER: Final[Mapping[OfficerRole, Commands]] = MappingProxyType(
    {
        OfficerRole.CLERK: AT_A_COUNTER,
        OfficerRole.HEAD: AT_A_COUNTER | _HOUSE,
        OfficerRole.IT: frozenset({SignIn}),
    }
)


PHONE: Final = DeviceId("phone")
"""Every phone that rates by its ticket: nobody keeps which one it was."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a device as the broker knows it, or a page with the officer signed in on it.

    ``counter`` is the one that the sender stands at. ``officer`` is known for pages; who presses a keypad is whoever is signed
    in at its counter. ``visit`` is that of the ticket which a phone holds.
    """

    device: DeviceId
    commands: Commands
    counter: CounterId | None = None
    officer: OfficerId | None = None
    head: bool = False
    visit: VisitId | None = None


def page_sender(officer: Officer, counter: CounterId | None) -> Sender:
    """The page of one counter, or the head's page, with the officer whom its browser knows."""
    device = DeviceId("head" if counter is None else f"counter-{counter}")
    return Sender(device, _BY_OFFICER[officer.role], counter, officer.id, officer.role is OfficerRole.HEAD)


def phone_sender(visit: VisitId) -> Sender:
    """Whoever opened the address behind the ticket of this visit, and is not signed in: may rate it, no more."""
    return Sender(PHONE, frozenset({RateVisit}), visit=visit)


def device_sender(site: Site, device: DeviceId) -> Sender | None:
    """A device of the site file, or None for one that it does not have."""
    for one in site.devices:
        if one.id == device:
            return Sender(device, COMMANDS.get(one.role, frozenset()), one.counter)
    return None


def objection(sender: Sender, command: Command, queue: Queue) -> Reason | None:
    """Why this sender may not send this command now; None where nothing stands against it.

    A kiosk tells of the paper of its own numbers only, a terminal or pad rates visits of its own counter only, a phone that of its
    ticket. A counter's page or keypad acts only for its own counter, and a page only while its officer is the one signed in there; a
    head's reaches further.
    """
    if type(command) not in sender.commands:
        return Reason.NOT_ALLOWED if sender.officer is None else Reason.NO_RIGHT
    if isinstance(command, RateVisit):
        if sender.visit is not None:
            return None if command.visit == sender.visit else Reason.NOT_ALLOWED
        rated = queue.visits.get(command.visit)
        foreign = rated is not None and rated.counter is not None and rated.counter != sender.counter
        return Reason.NOT_ALLOWED if foreign else None
    if isinstance(command, ReportPrint):
        printed = queue.visits.get(command.visit)
        return Reason.NOT_ALLOWED if printed is not None and printed.by != sender.device else None
    if isinstance(command, ReturnVisit | CancelVisit | GrantPriority):
        if sender.head:
            return None
        return _not_there(sender, queue) or (None if _of_the_counter(sender, command.visit, queue) else Reason.NO_RIGHT)
    if isinstance(command, ReportUnspoken):
        return None  # its counter is the one that called
    if isinstance(command, SignIn):
        return None if command.counter == sender.counter else Reason.NOT_ALLOWED
    if isinstance(command, Transfer) and command.counter is None:
        return None if sender.head else Reason.NO_RIGHT
    return _of_own_counter(sender, command, queue)


def _of_own_counter(sender: Sender, command: Command, queue: Queue) -> Reason | None:
    counter: CounterId | None = getattr(command, "counter", None)
    if counter is None or (sender.head and type(command) in _FROM_AFAR):
        return None
    if counter != sender.counter:
        return Reason.NOT_ALLOWED
    if counter not in queue.seats:
        return Reason.UNKNOWN_COUNTER
    if not isinstance(command, RaiseAlarm) and (reason := _not_there(sender, queue)):
        return reason
    if isinstance(command, CallNumber) and not _may_call_number(sender, command, queue):
        return Reason.NO_RIGHT
    return None


def _not_there(sender: Sender, queue: Queue) -> Reason | None:
    """A page's officer has to be the one signed in at its counter."""
    seat = queue.seats.get(sender.counter) if sender.counter is not None else None
    return Reason.NOT_SIGNED_IN if sender.officer and (seat is None or seat.officer != sender.officer) else None


def _of_the_counter(sender: Sender, visit: VisitId, queue: Queue) -> bool:
    known = queue.visits.get(visit)
    counter = queue.counters.get(sender.counter) if sender.counter is not None else None
    if known is None or counter is None:
        return known is None  # nobody's: the refusal is about the visit
    return known.field in counter.fields or counter.id in {known.counter, known.only}


def _may_call_number(sender: Sender, command: CallNumber, queue: Queue) -> bool:
    visit = queue.named(command.number)
    if sender.head or visit is None:
        return True
    if visit.stage in {Stage.PARKED, Stage.ABSENT} and visit.counter == command.counter:
        return True
    officer = queue.officers.get(queue.seats[command.counter].officer or OfficerId(""))
    return officer is not None and (officer.role is OfficerRole.HEAD or Right.CALL_NUMBER in officer.rights)
