"""Camera and printer whose libraries are loaded when they are first used, so that the window comes up at once."""

import threading
from collections.abc import Callable
from typing import Final, Protocol

from contract.notices import Printer
from kiosk.core.document import Document
from kiosk.core.papers import PrinterFacts
from kiosk.core.printer_errors import Proof
from kiosk.paper_ports import Tell, TicketPrinter

_CLOSE_S: Final = 3.0


class LatePrinter:
    """A ``kiosk.ports.TicketPrinter`` made by ``make`` on the print worker's thread."""

    def __init__(self, make: Callable[[], TicketPrinter]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: TicketPrinter | None = None

    def _printer(self) -> TicketPrinter:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def condition(self) -> Printer:
        """Ask the printer how it is."""
        return self._printer().condition()

    def facts(self) -> PrinterFacts:
        """Ask the printer everything."""
        return self._printer().facts()

    def print_slip(self, paper: Document, tell: Tell) -> Proof:
        """Print once."""
        return self._printer().print_slip(paper, tell)

    def late_proofs(self) -> frozenset[str]:
        """Slips confirmed late."""
        return self._printer().late_proofs()

    def stop(self) -> None:
        """End whatever is being waited for."""
        if self._made is not None:
            self._made.stop()

    def close(self) -> None:
        """Disconnect."""
        if self._made is not None:
            self._made.close()


class Watching(Protocol):
    """A camera with a preview."""

    def start(self) -> None:
        """Look until stopped."""

    def stop(self, seconds: float = 0.5) -> object:
        """Stop looking, and wait so long for its threads."""

    def latest_frame(self) -> object | None:
        """The newest picture."""


class LateCamera:
    """A camera made by ``make`` on a thread of its own at the first ``start``; a ``stop`` meanwhile is kept."""

    def __init__(self, make: Callable[[], Watching]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Watching | None = None
        self._wanted = False

    def start(self) -> None:
        """Look until stopped; returns at once."""
        self._wanted = True
        threading.Thread(target=self._settle, name="camera-start", daemon=True).start()

    def stop(self) -> None:
        """Stop looking."""
        self._wanted = False
        if self._made is not None:
            self._settle()

    def close(self) -> None:
        """Stop for good: a capture thread that outlives the interpreter aborts it."""
        self._wanted = False
        with self._lock:
            if self._made is not None:
                self._made.stop(_CLOSE_S)

    def latest_frame(self) -> object | None:
        """The newest picture, None while there is none."""
        return self._made.latest_frame() if self._made is not None and self._wanted else None

    def _settle(self) -> None:
        """Make what is, what is wanted."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            if self._wanted:
                self._made.start()
            else:
                self._made.stop()
