"""What a ticket printer can prove and what can be wrong with it."""

from dataclasses import dataclass
from typing import Final

from contract.commands import PrintState
from contract.errors import CallAPersonError, HallError, TryAgainError
from contract.notices import Printer


@dataclass(frozen=True, slots=True)
class Proof:
    """How a sent ticket ended: confirmed or unconfirmed, the printer's condition then, and the job's mark.

    A mark that ended unconfirmed may still be confirmed later, when paper returns.
    """

    state: PrintState
    condition: Printer
    mark: str


class PrinterError(HallError):
    """Nothing of the slip was sent; ``condition`` says why."""

    condition: Printer = Printer.ERROR


class PrinterOfflineError(PrinterError, TryAgainError):
    """No connection, or the printer says that it is offline without a reason."""

    condition = Printer.OFFLINE


class PaperOutError(PrinterError, CallAPersonError):
    """The roll has ended."""

    condition = Printer.PAPER_OUT


class CoverOpenError(PrinterError, CallAPersonError):
    """Somebody opened the cover."""

    condition = Printer.COVER_OPEN


class PrinterFaultError(PrinterError, CallAPersonError):
    """Cutter, jam, heat or electronics."""

    condition = Printer.ERROR


class SlipCutShortError(HallError):
    """Part of a slip went out and the rest never will: it cannot be complete, and must not be sent again unasked."""

    def __init__(self, condition: Printer) -> None:
        super().__init__(f"the slip broke off: {condition}")
        self.condition = condition


_ERRORS: Final[dict[Printer, type[PrinterError]]] = {
    Printer.OFFLINE: PrinterOfflineError,
    Printer.PAPER_OUT: PaperOutError,
    Printer.COVER_OPEN: CoverOpenError,
    Printer.ERROR: PrinterFaultError,
}


def stops_printing(condition: Printer) -> bool:
    """Whether nothing comes out in this condition; a printer that says nothing may well print."""
    return condition in _ERRORS


def check_printable(condition: Printer) -> None:
    """Raise the condition's error if it stops printing."""
    error = _ERRORS.get(condition)
    if error is not None:
        raise error(f"printer: {condition}")
