"""The paper side of a number kiosk: its printer, what is composed for it in the citizen's language, and the morning's test."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.commands import PrintState
from contract.ids import RequestId, TicketNumber, VisitId
from contract.notices import Office, Printer, Receipt
from contract.printer_models import printer_model
from contract.profile import KioskProfile
from contract.request_ids import new_request_id
from kiosk.adapters.late import LatePrinter
from kiosk.core.document import Document
from kiosk.core.happenings import PaperMoved
from kiosk.core.journey import Happening
from kiosk.core.paper_words import paper_document
from kiosk.core.papers import PaperContent, PaperTold, PrinterSeen, TestSlip
from kiosk.core.slip import Slip, slip_of, ticket
from kiosk.paper_ports import TicketPrinter
from kiosk.printing import PrintWorker

_PRINTER_AFTER_S: Final = 0.5
"""The printer's libraries are loaded when the office is on the screen, and its fields are known."""
_OUT: Final = (PrintState.CONFIRMED, PrintState.UNCONFIRMED)


class PaperDesk:
    """``texts`` by language, the kiosk's own first; ``language``: the citizen's; ``office``: as far as it is known.

    ``happen`` hears of every paper, ``condition`` of the printer.
    """

    def __init__(
        self,
        profile: KioskProfile,
        texts: Mapping[str, Mapping[str, str]],
        language: Callable[[], str],
        office: Callable[[], Office | None],
        happen: Callable[[Happening], None],
        condition: Callable[[Printer], None],
        after_s: float = _PRINTER_AFTER_S,
    ) -> None:
        self._profile, self._texts, self._language, self._office = profile, texts, language, office
        self._happen, self._described = happen, condition
        self._zone = ZoneInfo(profile.account.timezone)
        self._test: RequestId | None = None
        self._followed: tuple[RequestId, Callable[[PrintState, str], object]] | None = None
        self._tested = Path(profile.state) / "test-slip-day"
        self.worker = PrintWorker(LatePrinter(self._make_printer), self, self)
        self._begin = threading.Timer(after_s, self._open)

    def start(self) -> None:
        """Soon; tickets that are asked for meanwhile wait."""
        self._begin.start()

    def stop(self) -> None:
        """Report what has not begun as failed."""
        self._begin.cancel()
        if self._begin.is_alive():
            self._begin.join()
        self.worker.stop()

    def test(self, job: RequestId, told: Callable[[PrintState, str], object] | None = None) -> None:
        """Print the test slip; ``told`` hears how far its paper comes, on the printer's thread, with a code of the trouble."""
        profile = self._profile
        if told:
            self._followed = job, told
        content = TestSlip(profile.account.device, profile.printer_model, profile.paper_mm)
        self._happen(PaperTold(job, PrintState.SHOWN, None))  # before it is begun: nothing may cut it short
        self.worker.print_paper(job, content)

    # What the worker asks and tells -----------------------------------------------------------------------------------

    def ticket(self, receipt: Receipt, *, again: bool) -> Document:
        """A ticket, in the words of the citizen's language."""
        return ticket(slip_of(receipt, self._office(), self._zone, again=again), self._words())

    def document(self, content: PaperContent) -> Document:
        """Another paper, in the same words."""
        office = self._office()
        return paper_document(content, office.name if office else "", datetime.now(self._zone), self._words())

    def ticket_moved(self, visit: VisitId, state: PrintState, trouble: str | None, *, again: bool) -> None:
        """A ticket fares like this."""
        self._happen(PaperMoved(visit, state, trouble, again))

    def paper_moved(self, job: RequestId, state: PrintState, trouble: str | None) -> None:
        """Another paper fares like this."""
        if job == self._test and state in _OUT:
            with suppress(OSError):  # a full disk costs another slip after the next start, not this one
                self._tested.write_text(self._today().isoformat())
        if self._followed and self._followed[0] == job:
            self._followed[1](state, trouble or "")
        self._happen(PaperTold(job, state, trouble))

    def condition(self, condition: Printer) -> None:
        """The printer is like this now."""
        self._described(condition)
        self._happen(PrinterSeen(condition))

    # ------------------------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.worker.start()
        if self._profile.test_print and self._last_test() != self._today():
            self._test = new_request_id()
            self.test(self._test)

    def _last_test(self) -> date | None:
        try:
            return date.fromisoformat(self._tested.read_text())
        except (OSError, ValueError):
            return None

    def _today(self) -> date:
        return datetime.now(self._zone).date()

    def _words(self) -> Mapping[str, str]:
        return self._texts.get(self._language()) or next(iter(self._texts.values()))

    def _make_printer(self) -> TicketPrinter:
        """The printer, on the worker's thread; what all tickets share is drawn ahead."""
        from kiosk.adapters.escpos_printer import EscposPrinter  # noqa: PLC0415
        from kiosk.adapters.pillow_slip import SlipPainter  # noqa: PLC0415
        from kiosk.adapters.printer_line import open_line  # noqa: PLC0415

        model = printer_model(self._profile.printer_model, self._profile.paper_mm)
        painter = SlipPainter(model.dots, self._words(), model.dpi)
        office = self._office()
        if office:
            now = datetime.now(self._zone)
            painter.prepare(
                Slip(office.name, TicketNumber(f"{one.prefix}000"), one.name, now, 0, one.seat, "")
                for one in office.fields
            )
        return EscposPrinter(open_line(self._profile.printer), painter, model)
