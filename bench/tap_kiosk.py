"""A kiosk without a window that taps when it is told to: real outbox, sender, link, journey, drawing and printer's side.

Orders as in ``bench.floor``; beside the times it tells when it tapped (``time.monotonic``), for those who watch the printer.
"""

import argparse
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.process import obey
from contract.commands import PrintState
from contract.ids import FieldId, RequestId, TicketNumber, VisitId
from contract.language import load_texts
from contract.link import Link
from contract.notices import Answer, Board, Office, Outlook, Printer, Receipt
from contract.printer_models import PrinterModel
from contract.profile import KioskProfile, read_profile
from contract.request_ids import new_request_id
from kiosk.adapters.escpos_printer import EscposPrinter
from kiosk.adapters.pillow_slip import SlipPainter
from kiosk.adapters.printer_line import open_line
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.comfort import Comfort
from kiosk.core.document import Document
from kiosk.core.happenings import FieldTapped, Left, PaperMoved
from kiosk.core.journey import View
from kiosk.core.paper_words import paper_document
from kiosk.core.papers import PaperContent
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.slip import Slip, ticket
from kiosk.core.views import Home, Ticket
from kiosk.printing import PrintWorker
from kiosk.sending import Sender
from kiosk.service import KioskService

TEXTS: Final = Path(__file__).parent.parent / "kiosk" / "texts"
DOTS: Final = 576
SAMPLE: Final = Receipt(
    RequestId("0" * 32), VisitId("2026-11-22-B012"), TicketNumber("B012"), FieldId("dat-dai"),
    datetime(2026, 11, 22, 8, 0, tzinfo=UTC), 12, "http://127.0.0.1:8080/t/2026-11-22-B012/abcdefghijklmnop",
)  # fmt: skip
_WAIT_S: Final = 10.0
_ENDED: Final = frozenset({PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED})


class Glass:
    """Screens whose citizen reads the number and goes at once."""

    def __init__(self) -> None:
        self.home = threading.Event()
        self.shown: dict[RequestId, float] = {}
        self.kiosk: KioskService | None = None

    def show(self, view: View) -> None:
        """Take the time of each number."""
        if isinstance(view, Ticket):
            self.shown.setdefault(view.receipt.request, time.monotonic())
            if self.kiosk:
                self.kiosk.happen(Left())
        elif isinstance(view, Home):
            self.home.set()

    def set_office(self, office: Office) -> None:
        """Nothing."""

    def set_board(self, board: Board) -> None:
        """Nothing."""

    def set_outlook(self, outlook: Outlook) -> None:
        """Nothing."""

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """Nobody reads here."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001 - the port's
        """Nothing."""

    def set_comfort(self, comfort: Comfort) -> None:
        """Nothing."""

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Nothing."""


class Tapper:
    """The kiosk of ``profile``, with paper where the profile has a printer."""

    def __init__(self, profile: KioskProfile) -> None:
        self.book = SqliteOutbox(Path(profile.state))
        self.glass = Glass()
        self.link = Link(profile.account)
        device = profile.account.device
        topics = self.link.topics
        self.sender = Sender(self.link, self.book, topics.command(device), topics.answer(device), self._answered)
        self.papers_left = 0
        self.papers = threading.Condition()
        self.texts = load_texts(TEXTS, "vi")
        self.worker = self._worker(profile.printer) if profile.printer else None
        self.service = KioskService(self.glass, self.sender, self.book, self.worker, None, new_request_id)
        self.glass.kiosk = self.service

    def _answered(self, answer: Answer) -> None:
        self.service.answered(answer)

    def _worker(self, address: str) -> PrintWorker:
        painter = SlipPainter(DOTS, self.texts)
        painter.prepare([slip_of(SAMPLE)])  # as the kiosk does when it starts
        return PrintWorker(EscposPrinter(open_line(address), painter, PrinterModel(DOTS)), self, self)

    def ticket(self, receipt: Receipt, *, again: bool) -> Document:
        """A ticket, as the worker asks for it."""
        return ticket(replace(slip_of(receipt), reprint=again), self.texts)

    def document(self, content: PaperContent) -> Document:
        """Another paper, in the same words."""
        return paper_document(content, "", datetime.now(UTC), self.texts)

    def paper_moved(self, job: RequestId, state: PrintState, trouble: str | None) -> None:
        """Nothing."""

    def condition(self, condition: Printer) -> None:
        """Nothing."""

    def ticket_moved(self, visit: VisitId, state: PrintState, trouble: str | None, *, again: bool) -> None:
        """A ticket fares like this."""
        self.service.happen(PaperMoved(visit, state, trouble, again))
        if state in _ENDED:
            with self.papers:
                self.papers_left -= 1
                self.papers.notify_all()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Connected and at home."""
        thread = threading.Thread(target=self.service.run)
        thread.start()
        self.sender.start()
        if self.worker:
            self.worker.start()
        self.link.start()
        try:
            if not self.link.wait_up(_WAIT_S) or not self.glass.home.wait(_WAIT_S):
                raise TimeoutError("the kiosk does not start")
            yield
        finally:
            self.service.stop()
            thread.join()
            if self.worker:
                self.worker.stop()
            self.sender.stop()
            self.link.stop()
            self.book.close()

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """Tap at the planned moments, then wait for the paper."""
        fields = [FieldId(one) for one in order["fields"]]
        planned = {}
        start = time.monotonic() + order["each"]
        self.papers_left = order["taps"]
        for number in range(order["taps"]):
            at = start + number * order["each"]
            time.sleep(max(0.0, at - time.monotonic()))
            if not self.glass.home.wait(_WAIT_S):
                raise TimeoutError("the kiosk does not come home")
            request = new_request_id()
            planned[request] = at
            self.glass.home.clear()
            self.service.happen(FieldTapped(fields[number % len(fields)], request))
        if not self.glass.home.wait(_WAIT_S):
            raise TimeoutError("the last number does not come")
        with self.papers:
            if self.worker and not self.papers.wait_for(lambda: self.papers_left == 0, _WAIT_S):
                raise TimeoutError(f"{self.papers_left} papers do not come")
        shown = [(self.glass.shown[request] - at) * 1000 for request, at in planned.items()]
        return {"shown": shown, "tapped": list(planned.values())}


def slip_of(receipt: Receipt) -> Slip:
    """A ticket with everything on it."""
    return Slip(
        "Bộ phận một cửa thành phố Thủ Dầu Một",
        receipt.number,
        "Đăng ký kinh doanh",
        receipt.issued_at,
        receipt.ahead,
        "Dãy ghế 2, trước quầy 2",
        receipt.follow,
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", type=Path, required=True)
    tapper = Tapper(read_profile(parser.parse_args().profile, KioskProfile))
    with tapper.running():
        obey(tapper.do)


if __name__ == "__main__":
    main()
