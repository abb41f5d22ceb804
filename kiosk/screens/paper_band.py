"""What a screen says of a paper: the words, their icon and their colour, for tickets and for what else is printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contract.commands import PrintState
from contract.notices import Printer
from kiosk.core.comfort import TextSize
from kiosk.core.papers import Copy
from kiosk.core.views import Ticket
from kiosk.screens.doors import Doors

_TROUBLES: Final[Mapping[str | None, str]] = {
    Printer.PAPER_OUT: "paper_out",
    Printer.COVER_OPEN: "cover_open",
    Printer.ERROR: "trouble",
    Printer.OFFLINE: "trouble",
}
"""Words for a paper that does not come out; a citizen can see the first two with his own eyes."""


@dataclass(frozen=True, slots=True)
class Telling:
    """For a ``Band``: ``key`` is the last part of the text's key."""

    text: str
    icon: str
    tone: str
    key: str


def ticket_band(ticket: Ticket, doors: Doors) -> Telling:
    """What became of a ticket's paper; the number itself stands above."""
    key, icon, tone = _told(ticket.paper, ticket.trouble)
    if not doors.printer:
        key, icon, tone = "none", "info", "ink"
    elif ticket.again:
        key, icon, tone = "again", "print", "ink"
    elif tone == "soon" and doors.comfort.size is not TextSize.NORMAL:
        key = "short"  # so that the number itself keeps its place
    return Telling(doors.word(f"paper.{key}"), icon, tone, key)


def copy_band(copy: Copy, doors: Doors) -> Telling:
    """What became of a paper that is no ticket."""
    key, icon, tone = _told(copy.state, copy.trouble)
    return Telling(doors.word(f"copy.{key}"), icon, tone, key)


def _told(state: PrintState, trouble: str | None) -> tuple[str, str, str]:
    if state is PrintState.CONFIRMED:
        return "take", "done", "done"
    if state is PrintState.UNCONFIRMED:
        return "unconfirmed", "warning", "soon"
    if state is PrintState.FAILED:
        return _TROUBLES.get(trouble, "trouble"), "warning", "soon"
    if trouble in _TROUBLES:  # it is still tried, but nobody should wait for it
        return _TROUBLES[trouble], "warning", "soon"
    return "printing", "print", "ink"
