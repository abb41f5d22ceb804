"""What printing needs from the world, from the bytes on the line to who hears of a ticket."""

from collections.abc import Callable
from typing import Protocol

from contract.commands import PrintState
from contract.ids import RequestId, VisitId
from contract.notices import Printer, Receipt
from kiosk.core.document import Document
from kiosk.core.papers import PaperContent, PrinterFacts
from kiosk.core.picture import Picture
from kiosk.core.printer_errors import Proof


class Printing(Protocol):
    """The print worker."""

    def print_ticket(self, receipt: Receipt) -> bool:
        """Print once, on its own thread; reports come as ``PaperMoved``. False for a visit that was printed before."""

    def reprint(self, receipt: Receipt) -> None:
        """Print again, marked as such, because a person asked."""

    def print_paper(self, job: RequestId, content: PaperContent) -> None:
        """Print what is no ticket; reports come as ``PaperTold``."""


class Composing(Protocol):
    """Turns facts into what is drawn."""

    def ticket(self, receipt: Receipt, *, again: bool) -> Document:
        """A ticket; ``again``: marked as printed again."""

    def document(self, content: PaperContent) -> Document:
        """Another paper."""


class PaperNews(Protocol):
    """Hears from the print worker, on its thread. ``trouble`` is a printer condition such as ``paper_out``."""

    def ticket_moved(self, visit: VisitId, state: PrintState, trouble: str | None, *, again: bool) -> None:
        """How a ticket fares; ``again``: it is one that was printed again."""

    def paper_moved(self, job: RequestId, state: PrintState, trouble: str | None) -> None:
        """How another paper fares."""

    def condition(self, condition: Printer) -> None:
        """The printer is like this now."""


class Line(Protocol):
    """Bytes to and from a printer. ``until`` is a moment of ``time.monotonic()``; nothing waits longer.

    Every method but ``untaken``, ``close`` and ``drop`` raises PrinterOfflineError when there is no connection (any more).
    """

    def open(self, until: float) -> None:
        """Connect; nothing happens where a connection stands."""

    def write(self, data: bytes, until: float) -> int:
        """Hand over as much as is taken in time; returns how many bytes that were."""

    def read(self, until: float) -> bytes:
        """What has arrived, or arrives in time; empty if nothing does."""

    def untaken(self) -> int:
        """Bytes that were handed over and that the printer has not got, as far as the system knows."""

    def close(self) -> None:
        """Disconnect; what was handed over still goes out."""

    def drop(self) -> None:
        """Disconnect and throw away what has not gone out."""


class SlipDrawing(Protocol):
    """Draws papers."""

    def paint(self, paper: Document) -> Picture:
        """The whole paper from top to bottom."""


Tell = Callable[[PrintState, Printer | None], None]
"""Told while a slip is printed: SENT just before its first byte, then SENT with each new trouble (None: it is over)."""


class TicketPrinter(Protocol):
    """Prints papers, from one thread; only ``stop`` may come from another."""

    def condition(self) -> Printer:
        """Ask the printer how it is; never raises for its troubles."""

    def facts(self) -> PrinterFacts:
        """Ask the printer everything it may answer; never raises for its troubles."""

    def print_slip(self, paper: Document, tell: Tell) -> Proof:
        """Print once. Raises PrinterError while nothing was sent, SlipCutShortError once part of it was."""

    def late_proofs(self) -> frozenset[str]:
        """Marks of unconfirmed slips that the printer has confirmed since the last question."""

    def stop(self) -> None:
        """End whatever is being waited for."""

    def close(self) -> None:
        """Disconnect."""
