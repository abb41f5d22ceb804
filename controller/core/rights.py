"""Who may send which command: devices by their role, a counter's page for its own counter only."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from contract.commands import (
    CallNext,
    Command,
    Finish,
    LookUpFile,
    MarkAbsent,
    RateVisit,
    Recall,
    ReportPrint,
    TakeTicket,
)
from contract.ids import CounterId, DeviceId
from contract.site import Site
from contract.topics import Role
from controller.core.queue import Queue

_BY_ROLE: Final[Mapping[Role, frozenset[type[Command]]]] = MappingProxyType(
    {
        Role.KIOSK: frozenset({TakeTicket, LookUpFile, ReportPrint}),
        Role.RATING: frozenset({RateVisit}),
    }
)
_CLERK: Final[frozenset[type[Command]]] = frozenset({CallNext, Recall, MarkAbsent, Finish})


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: a device as the broker knows it, or a page."""

    device: DeviceId
    commands: frozenset[type[Command]]
    counter: CounterId | None = None


def clerk(counter: CounterId) -> Sender:
    """The page of one counter."""
    return Sender(DeviceId(f"counter-{counter}"), _CLERK, counter)


def device_sender(site: Site, device: DeviceId) -> Sender | None:
    """A device of the site file, or None for one that it does not have."""
    for one in site.devices:
        if one.id == device:
            return Sender(device, _BY_ROLE.get(one.role, frozenset()), one.counter)
    return None


def may(sender: Sender, command: Command, queue: Queue) -> bool:
    """A terminal rates only visits of its own counter; a page acts only for its own."""
    if type(command) not in sender.commands:
        return False
    if isinstance(command, CallNext | Recall | MarkAbsent | Finish):
        return command.counter == sender.counter
    if isinstance(command, RateVisit):
        visit = queue.visits.get(command.visit)
        return visit is None or visit.counter is None or visit.counter == sender.counter
    return True
