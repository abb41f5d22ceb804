"""The print worker with the real driver and the virtual printer: every ticket once, every end reported."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import zxingcpp

from contract.commands import PrintState
from contract.ids import FieldId, RequestId, TicketNumber, VisitId
from contract.notices import Printer, Receipt
from contract.printer_models import printer_model
from demo.printer import Condition, VirtualPrinter
from kiosk.adapters.escpos_printer import EscposPrinter
from kiosk.adapters.pillow_slip import picture_image
from kiosk.adapters.printer_line import open_line
from kiosk.adapters.proof_watch import Patience
from kiosk.core.document import Document, Kind, Line, Qr, Title
from kiosk.core.papers import Checklist, PaperContent, PrinterFacts, TestSlip
from kiosk.printing import PrintWorker

SHOWN, SENT = PrintState.SHOWN, PrintState.SENT
CONFIRMED, UNCONFIRMED, FAILED = PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED


class Office:
    """The worker with its printer, and all that it said."""

    def __init__(self, printer: VirtualPrinter, painter, make_ticket: Callable[..., Document], **timing: float) -> None:
        patience = Patience(connect_s=1.0, answer_s=0.4, proof_s=1.0, stuck_s=1.0)
        driver = EscposPrinter(open_line(printer.address), painter, printer_model("default", 80), patience)
        self.conditions: list[Printer] = []
        self.reports: list[tuple[str, PrintState, str | None]] = []
        self.said = threading.Condition()
        waits = {"paper_wait_s": 8.0, "poll_s": 0.1, "retry_s": 0.05} | timing
        self.worker = PrintWorker(driver, self, self, **waits)
        self._make_ticket = make_ticket

    def receipt(self, number: str, follow: str = "http://127.0.0.1/t") -> Receipt:
        at = datetime(2026, 11, 22, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
        visit = VisitId(f"2026-11-22-{number}")
        return Receipt(RequestId(number), visit, TicketNumber(number), FieldId("dat-dai"), at, 3, follow)

    def print(self, number: str, follow: str = "http://127.0.0.1/t") -> bool:
        return self.worker.print_ticket(self.receipt(number, follow))

    def wait_for(self, *reports: tuple[str, PrintState, str | None], timeout_s: float = 8.0) -> None:
        with self.said:
            assert self.said.wait_for(lambda: all(one in self.reports for one in reports), timeout_s), self.reports

    def wait_for_condition(self, condition: Printer) -> None:
        with self.said:
            assert self.said.wait_for(lambda: self.conditions[-1:] == [condition], 5.0), self.conditions

    def of(self, number: str) -> list[tuple[PrintState, str | None]]:
        return [(state, trouble) for about, state, trouble in self.reports if about == number]

    def ticket(self, receipt: Receipt, *, again: bool) -> Document:
        return self._make_ticket(
            receipt.number, follow=receipt.follow + receipt.number, ahead=receipt.ahead, reprint=again
        )

    def document(self, content: PaperContent) -> Document:
        facts = content.facts if isinstance(content, TestSlip) else None
        return Document(Kind.TEST, (Title("Phiếu in thử"), Line(str(facts)), Qr("http://127.0.0.1/test")))

    def ticket_moved(self, visit: VisitId, state: PrintState, trouble: str | None, *, again: bool) -> None:
        self._said(visit[-4:] + "*" * again, state, trouble)

    def paper_moved(self, job: RequestId, state: PrintState, trouble: str | None) -> None:
        self._said(job, state, trouble)

    def condition(self, condition: Printer) -> None:
        with self.said:
            self.conditions.append(condition)
            self.said.notify_all()

    def _said(self, about: str, state: PrintState, trouble: str | None) -> None:
        with self.said:
            self.reports.append((about, state, trouble))
            self.said.notify_all()


@pytest.fixture
def open_office(tcp_printer, painter, make_ticket) -> Iterator[Callable[..., Office]]:
    opened: list[Office] = []

    def start(**timing: float) -> Office:
        opened.append(Office(tcp_printer, painter, make_ticket, **timing))
        opened[-1].worker.start()
        return opened[-1]

    yield start
    for office in opened:
        assert office.worker.stop(5.0)


def printed(printer: VirtualPrinter) -> list[str]:
    codes = (zxingcpp.read_barcodes(piece.image.convert("L")) for piece in printer.pieces)
    return [code[0].text[-4:] for code in codes if code]


def test_a_ticket_is_sent_then_confirmed(tcp_printer, open_office):
    office = open_office()
    assert office.print("B012")
    office.wait_for(("B012", CONFIRMED, None))
    assert office.of("B012") == [(SENT, None), (CONFIRMED, None)]
    assert office.conditions == [Printer.READY]
    assert printed(tcp_printer) == ["B012"]


def test_the_same_receipt_is_printed_once(tcp_printer, open_office):
    office = open_office()
    assert [office.print("B012"), office.print("B012"), office.print("B013")] == [True, False, True]
    office.wait_for(("B013", CONFIRMED, None))
    assert not office.print("B012")
    assert printed(tcp_printer) == ["B012", "B013"]


def test_tickets_wait_for_paper_and_come_out_in_order(tcp_printer, open_office):
    tcp_printer.be(Condition.PAPER_OUT)
    office = open_office()
    office.print("B012")
    office.print("B013")
    office.wait_for(("B012", SHOWN, "paper_out"))
    tcp_printer.be(Condition.READY)
    office.wait_for(("B012", CONFIRMED, None), ("B013", CONFIRMED, None))
    assert office.of("B012") == [(SHOWN, "paper_out"), (SENT, None), (CONFIRMED, None)]
    assert printed(tcp_printer) == ["B012", "B013"]
    assert office.conditions == [Printer.PAPER_OUT, Printer.READY]


@pytest.mark.parametrize(
    ("condition", "seen"),
    [
        (Condition.PAPER_OUT, Printer.PAPER_OUT),
        (Condition.COVER_OPEN, Printer.COVER_OPEN),
        (Condition.ERROR, Printer.ERROR),
        (Condition.OFF, Printer.OFFLINE),
    ],
)
def test_who_waited_long_enough_gets_no_paper_later_and_the_next_one_does(tcp_printer, open_office, condition, seen):
    tcp_printer.be(condition)
    office = open_office(paper_wait_s=0.3)
    office.print("B012")
    office.wait_for(("B012", FAILED, seen.value))
    assert office.conditions == [seen]
    tcp_printer.be(Condition.READY)
    office.wait_for_condition(Printer.READY)
    office.print("B013")
    office.wait_for(("B013", CONFIRMED, None))
    assert printed(tcp_printer) == ["B013"]


def test_a_ticket_cut_off_by_the_end_of_the_paper_is_finished_by_the_printer_and_not_printed_again(
    tcp_printer, open_office
):
    office = open_office()
    office.wait_for_condition(Printer.READY)
    tcp_printer.end_paper_after(500)
    office.print("B012")
    office.wait_for(("B012", UNCONFIRMED, "paper_out"))
    assert office.of("B012") == [(SENT, None), (SENT, "paper_out"), (UNCONFIRMED, "paper_out")]
    assert printed(tcp_printer) == []
    tcp_printer.be(Condition.READY)
    office.wait_for(("B012", CONFIRMED, None))
    office.print("B013")
    office.wait_for(("B013", CONFIRMED, None))
    assert printed(tcp_printer) == ["B012", "B013"]
    assert office.conditions == [Printer.READY, Printer.PAPER_OUT, Printer.READY]


def test_a_reset_in_a_ticket_is_reported_and_the_next_ticket_is_whole(tcp_printer, open_office):
    office = open_office()
    tcp_printer.reset_after(20_000)
    office.print("B012")
    with office.said:
        assert office.said.wait_for(lambda: len(office.reports) > 1, 5)
    assert office.of("B012")[-1] in ((FAILED, "offline"), (UNCONFIRMED, "offline"))
    office.print("B013")
    office.wait_for(("B013", CONFIRMED, None))
    assert printed(tcp_printer) == ["B013"]


def test_a_printer_that_falls_off_usb_in_a_ticket_cuts_it_short(painter, make_ticket, tmp_path):
    with VirtualPrinter(link=tmp_path / "lp0") as printer:
        office = Office(printer, painter, make_ticket)
        office.worker.start()
        printer.reset_after(20_000)
        office.print("B012")
        office.wait_for(("B012", FAILED, "offline"))
        assert office.of("B012") == [(SENT, None), (FAILED, "offline")]
        office.print("B013")
        office.wait_for(("B013", CONFIRMED, None))
        assert printed(printer) == ["B013"]
        assert office.worker.stop(5.0)


def test_a_mute_printer_leaves_its_tickets_unconfirmed(tcp_printer, open_office):
    tcp_printer.be(Condition.MUTE)
    office = open_office()
    office.print("B012")
    office.wait_for(("B012", UNCONFIRMED, "unknown"))
    assert printed(tcp_printer) == ["B012"]
    tcp_printer.be(Condition.READY)
    office.wait_for_condition(Printer.READY)


def test_a_reprint_is_asked_for_and_marked(tcp_printer, open_office, painter, make_ticket, same_ink):
    office = open_office()
    office.print("B012")
    office.wait_for(("B012", CONFIRMED, None))
    office.worker.reprint(office.receipt("B012"))
    office.wait_for(("B012*", CONFIRMED, None))
    assert tcp_printer.wait_for_pieces(2)
    marked = make_ticket("B012", follow="http://127.0.0.1/tB012", ahead=3, reprint=True)
    assert same_ink(tcp_printer.pieces[1].image, picture_image(painter.paint(marked)))


def test_after_a_restart_a_reprint_is_marked_and_keeps_the_first_print_from_coming(tcp_printer, open_office):
    office = open_office()
    office.worker.reprint(office.receipt("B012"))
    assert not office.print("B012")
    office.wait_for(("B012*", CONFIRMED, None))
    assert office.of("B012") == []


def test_another_paper_is_told_about_under_its_own_job(tcp_printer, open_office):
    tcp_printer.be(Condition.PAPER_OUT)
    office = open_office()
    office.worker.print_paper(RequestId("list"), Checklist("Đăng ký khai sinh", ("Tờ khai",)))
    office.wait_for(("list", SHOWN, "paper_out"))
    tcp_printer.be(Condition.READY)
    office.wait_for(("list", CONFIRMED, None))
    assert office.of("list") == [(SHOWN, "paper_out"), (SENT, None), (CONFIRMED, None)]
    assert len(tcp_printer.pieces) == 1


def test_a_test_slip_says_what_the_printer_answers(tcp_printer, open_office, painter, same_ink):
    office = open_office()
    slip = TestSlip("kiosk-1", "default", 80)
    office.worker.print_paper(RequestId("test"), slip)
    office.wait_for(("test", CONFIRMED, None))
    facts = PrinterFacts(Printer.READY, status=True, queue=True, marks=True)
    expected = office.document(replace(slip, facts=facts))
    assert same_ink(tcp_printer.pieces[0].image, picture_image(painter.paint(expected)))


def test_one_bad_slip_does_not_end_all_printing(tcp_printer, open_office):
    office = open_office()
    office.print("B012", follow="x" * 5000)
    office.wait_for(("B012", FAILED, "error"))
    office.print("B013")
    office.wait_for(("B013", CONFIRMED, None))


def test_the_idle_printer_is_watched(tcp_printer, open_office):
    office = open_office()
    for condition, seen in (
        (Condition.PAPER_LOW, Printer.PAPER_LOW),
        (Condition.OFF, Printer.OFFLINE),
        (Condition.READY, Printer.READY),
    ):
        tcp_printer.be(condition)
        office.wait_for_condition(seen)


def test_a_stop_says_what_was_not_printed(tcp_printer, open_office):
    tcp_printer.be(Condition.COVER_OPEN)
    office = open_office()
    for number in ("B012", "B013"):
        office.print(number)
    office.wait_for(("B012", SHOWN, "cover_open"))
    assert office.worker.stop(2.0)
    assert office.of("B012")[-1] == (FAILED, "cover_open")
    assert office.of("B013") == [(FAILED, None)]


def test_a_worker_that_never_started_stops(tcp_printer, painter, make_ticket):
    assert Office(tcp_printer, painter, make_ticket).worker.stop()


def test_what_is_asked_of_a_worker_that_has_ended_is_said_to_have_failed(tcp_printer, open_office):
    office = open_office()
    assert office.worker.stop()
    office.print("B014")
    assert office.of("B014") == [(FAILED, None)]


def test_what_was_asked_of_a_worker_that_never_started_is_said_to_have_failed(tcp_printer, painter, make_ticket):
    office = Office(tcp_printer, painter, make_ticket)
    office.print("B015")
    assert office.worker.stop()
    office.print("B016")
    assert office.of("B015") == office.of("B016") == [(FAILED, None)]
