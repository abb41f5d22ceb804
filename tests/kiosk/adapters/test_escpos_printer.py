"""The ESC/POS printer against the virtual one at either line, in good order and in every trouble."""

import threading
import time
from collections.abc import Callable

import pytest
import zxingcpp

from contract.commands import PrintState
from contract.errors import CallAPersonError, TryAgainError
from contract.notices import Printer
from contract.printer_models import printer_model
from demo.printer import Condition
from kiosk.adapters.escpos_printer import EscposPrinter
from kiosk.adapters.pillow_slip import picture_image
from kiosk.adapters.printer_line import open_line
from kiosk.adapters.proof_watch import Patience
from kiosk.core.document import Document, Qr
from kiosk.core.papers import PrinterFacts
from kiosk.core.printer_errors import (
    CoverOpenError,
    PaperOutError,
    PrinterFaultError,
    PrinterOfflineError,
    SlipCutShortError,
)

SENT, CONFIRMED, UNCONFIRMED = PrintState.SENT, PrintState.CONFIRMED, PrintState.UNCONFIRMED
ANY = printer_model("default", 80)
QUICK = Patience(connect_s=1.0, answer_s=0.4, proof_s=2.0, stuck_s=2.0)


class Told:
    """What was told while printing; ``hear`` may act on it."""

    def __init__(self, hear: Callable[[PrintState, Printer | None], None] = lambda *_: None) -> None:
        self.all: list[tuple[PrintState, Printer | None]] = []
        self._hear = hear

    def __call__(self, state: PrintState, trouble: Printer | None) -> None:
        self.all.append((state, trouble))
        self._hear(state, trouble)


def follow(document: Document) -> str:
    """What the QR of a ticket says."""
    return next(block.text for block in document.blocks if isinstance(block, Qr))


@pytest.fixture
def driver(painter):
    def connect(printer, patience=QUICK, model=ANY):
        return EscposPrinter(open_line(printer.address), painter, model, patience)

    return connect


def test_a_ticket_is_drawn_cut_and_confirmed(plugged, driver, painter, make_ticket, same_ink):
    printer, told, slip = plugged(), Told(), make_ticket()
    proof = driver(printer).print_slip(slip, told)
    assert (proof.state, proof.condition) == (CONFIRMED, Printer.READY)
    assert told.all == [(SENT, None)]
    assert printer.wait_for_pieces(1)
    paper = printer.pieces[0].image
    assert same_ink(paper, picture_image(painter.paint(slip)))
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [follow(slip)]
    assert (printer.corrupted, printer.stray, printer.too_wide) == (0, 0, 0)


def test_twenty_tickets_come_out_one_by_one_and_none_corrupted(plugged, driver, make_ticket):
    printer = plugged()
    ours = driver(printer)
    proofs = [ours.print_slip(make_ticket(f"B{n:03}"), Told()) for n in range(20)]
    assert {proof.state for proof in proofs} == {CONFIRMED}
    assert len({proof.mark for proof in proofs}) == 20
    read = [zxingcpp.read_barcodes(piece.image.convert("L"))[0].text for piece in printer.pieces]
    assert read == [follow(make_ticket(f"B{n:03}")) for n in range(20)]
    assert (printer.corrupted, printer.stray) == (0, 0)


@pytest.mark.parametrize(
    ("condition", "error", "kind"),
    [
        (Condition.PAPER_OUT, PaperOutError, CallAPersonError),
        (Condition.COVER_OPEN, CoverOpenError, CallAPersonError),
        (Condition.ERROR, PrinterFaultError, CallAPersonError),
        (Condition.OFF, PrinterOfflineError, TryAgainError),
    ],
)
def test_a_printer_that_cannot_print_is_sent_nothing_and_prints_when_it_can(
    plugged, driver, make_ticket, condition, error, kind
):
    printer, told = plugged(), Told()
    ours = driver(printer)
    printer.be(condition)
    with pytest.raises(error) as raised:
        ours.print_slip(make_ticket(), told)
    assert isinstance(raised.value, kind)
    assert told.all == []
    assert ours.condition() is raised.value.condition
    printer.be(Condition.READY)
    assert ours.condition() is Printer.READY
    assert ours.print_slip(make_ticket("B013"), told).state is CONFIRMED
    assert len(printer.pieces) == 1


def test_low_paper_prints_and_is_told(plugged, driver, make_ticket):
    printer = plugged()
    printer.be(Condition.PAPER_LOW)
    proof = driver(printer).print_slip(make_ticket(), Told())
    assert (proof.state, proof.condition) == (CONFIRMED, Printer.PAPER_LOW)


def test_a_mute_printer_prints_unconfirmed(plugged, driver, make_ticket):
    printer = plugged()
    printer.be(Condition.MUTE)
    ours = driver(printer)
    assert ours.condition() is Printer.UNKNOWN
    for count in (1, 2):
        proof = ours.print_slip(make_ticket(), Told())
        assert (proof.state, proof.condition) == (UNCONFIRMED, Printer.UNKNOWN)
        assert printer.wait_for_pieces(count)
    printer.be(Condition.READY)
    assert ours.print_slip(make_ticket(), Told()).state is CONFIRMED


def test_without_marks_the_passed_queue_is_the_proof(plugged, driver, make_ticket):
    assert driver(plugged(knows_marks=False)).print_slip(make_ticket(), Told()).state is CONFIRMED


def test_fine_status_alone_is_no_proof(plugged, driver, make_ticket):
    printer = plugged(knows_marks=False, knows_asks=False)
    ours = driver(printer, Patience(answer_s=0.4, proof_s=0.8))
    proof = ours.print_slip(make_ticket(), Told())
    assert (proof.state, proof.condition) == (UNCONFIRMED, Printer.READY)
    assert ours.print_slip(make_ticket(), Told()).state is UNCONFIRMED
    assert [piece.image.height for piece in printer.pieces] == [printer.pieces[0].image.height] * 2


def test_paper_that_ends_in_a_ticket_and_comes_back_finishes_that_ticket(
    plugged, driver, painter, make_ticket, same_ink
):
    printer, slip = plugged(), make_ticket()
    printer.end_paper_after(400)
    told = Told(lambda _, trouble: printer.be(Condition.READY) if trouble is Printer.PAPER_OUT else None)
    proof = driver(printer, Patience(stuck_s=5.0)).print_slip(slip, told)
    assert proof.state is CONFIRMED
    assert told.all[:2] == [(SENT, None), (SENT, Printer.PAPER_OUT)]
    assert len(printer.pieces) == 1
    assert same_ink(printer.pieces[0].image, picture_image(painter.paint(slip)))


def test_paper_that_stays_away_leaves_the_ticket_unconfirmed_until_it_is_back(plugged, driver, make_ticket):
    printer = plugged()
    printer.end_paper_after(400)
    ours = driver(printer, Patience(answer_s=0.4, proof_s=0.5, stuck_s=0.5))
    proof = ours.print_slip(make_ticket(), Told())
    assert (proof.state, proof.condition) == (UNCONFIRMED, Printer.PAPER_OUT)
    assert ours.condition() is Printer.PAPER_OUT
    with pytest.raises(PaperOutError):
        ours.print_slip(make_ticket("B013"), Told())
    assert ours.late_proofs() == frozenset()
    printer.be(Condition.READY)
    assert printer.wait_for_pieces(1)
    assert ours.condition() is Printer.READY
    assert ours.late_proofs() == {proof.mark}
    assert ours.late_proofs() == frozenset()
    assert len(printer.pieces) == 1


def outcome(ours, slip, told) -> tuple[PrintState, Printer]:
    """How a print ended that may break off or not, as the system's own buffers will have it."""
    try:
        proof = ours.print_slip(slip, told)
    except SlipCutShortError as broken:
        return PrintState.FAILED, broken.condition
    return proof.state, proof.condition


def test_a_small_buffer_that_fills_when_paper_ends_breaks_the_ticket_off_and_the_next_is_whole(
    plugged, driver, painter, make_ticket, same_ink
):
    """It takes nothing more without paper, and what it has not taken must not come out when nobody stands there any more."""
    printer, told, slip = plugged(buffer_bytes=4096), Told(), make_ticket("B013")
    ours = driver(printer, Patience(answer_s=0.4, proof_s=0.6, stuck_s=1.2))
    printer.end_paper_after(300)
    state, _ = outcome(ours, make_ticket(), told)
    assert state is PrintState.FAILED
    if printer.address.startswith("/"):  # of one on the network the system's buffers hide it at first
        assert (SENT, Printer.UNKNOWN) in told.all
    printer.be(Condition.READY)
    assert ours.print_slip(slip, Told()).state is CONFIRMED
    assert same_ink(printer.pieces[-1].image, picture_image(painter.paint(slip)))
    assert printer.stray == 0


@pytest.mark.parametrize("after", [100, 9_000, 40_000])
def test_a_connection_reset_in_a_ticket_never_prints_it_again_and_the_next_is_whole(
    plugged, driver, painter, make_ticket, same_ink, after
):
    printer, told = plugged(), Told()
    ours = driver(printer)
    printer.reset_after(after)
    state, condition = outcome(ours, make_ticket(), told)
    assert state in (UNCONFIRMED, PrintState.FAILED)
    assert condition is Printer.OFFLINE
    assert told.all[0] == (SENT, None)
    printer.state()  # comes when the device is on the bus again
    slip = make_ticket("B013")
    assert ours.print_slip(slip, Told()).state is CONFIRMED
    assert same_ink(printer.pieces[-1].image, picture_image(painter.paint(slip)))
    whole = [zxingcpp.read_barcodes(piece.image.convert("L")) for piece in printer.pieces]
    assert sum(bool(codes) and codes[0].text != follow(slip) for codes in whole) <= 1
    assert printer.stray == 0


def test_a_slow_printer_is_waited_for(plugged, driver, make_ticket):
    printer = plugged()
    printer.be_slow(80_000)
    assert driver(printer, Patience(stuck_s=3.0)).print_slip(make_ticket(), Told()).state is CONFIRMED


def test_a_stalled_printer_costs_no_more_than_its_deadlines(plugged, driver, make_ticket):
    printer = plugged()
    printer.be(Condition.STALLED)
    ours = driver(printer, Patience(connect_s=0.5, answer_s=0.3, proof_s=0.5, stuck_s=1.0))
    begun = time.monotonic()
    assert outcome(ours, make_ticket(), Told())[0] in (UNCONFIRMED, PrintState.FAILED)
    assert time.monotonic() - begun < 20.0  # alone 2.3 s; a stalled printer itself never ends


def test_a_stop_ends_all_waiting(plugged, driver, make_ticket):
    printer = plugged()
    printer.be(Condition.PAPER_LOW)
    printer.end_paper_after(300)
    stuck = threading.Event()
    ours = driver(printer, Patience(proof_s=60.0, stuck_s=60.0))
    done: list[PrintState] = []
    told = Told(lambda _, trouble: stuck.set() if trouble else None)
    thread = threading.Thread(target=lambda: done.append(ours.print_slip(make_ticket(), told).state))
    thread.start()
    assert stuck.wait(5)
    ours.stop()
    thread.join(1.0)
    assert done == [UNCONFIRMED]
    with pytest.raises(PrinterOfflineError):
        ours.print_slip(make_ticket(), Told())
    ours.close()


@pytest.mark.parametrize(
    ("build", "condition", "facts"),
    [
        ({}, Condition.READY, PrinterFacts(Printer.READY, status=True, queue=True, marks=True)),
        ({"knows_marks": False}, Condition.READY, PrinterFacts(Printer.READY, status=True, queue=True, marks=False)),
        ({}, Condition.PAPER_LOW, PrinterFacts(Printer.PAPER_LOW, status=True, queue=True, marks=True)),
        ({}, Condition.COVER_OPEN, PrinterFacts(Printer.COVER_OPEN, status=True, queue=False, marks=False)),
        ({}, Condition.MUTE, PrinterFacts(Printer.UNKNOWN, status=False, queue=False, marks=False)),
        ({}, Condition.OFF, PrinterFacts(Printer.OFFLINE, status=False, queue=False, marks=False)),
    ],
)
def test_what_a_printer_answers_is_asked_without_a_dot_on_paper(plugged, driver, make_ticket, build, condition, facts):
    printer = plugged(**build)
    printer.be(condition)
    ours = driver(printer)
    assert ours.facts() == facts
    printer.be(Condition.READY)
    assert printer.pieces == []
    assert ours.print_slip(make_ticket(), Told()).state is CONFIRMED
    assert len(printer.pieces) == 1
    assert printer.stray == 0


def test_a_model_that_answers_nothing_is_asked_nothing(plugged, driver, make_ticket, painter, same_ink):
    printer, ticket = plugged(knows_marks=False, knows_asks=False), make_ticket()
    printer.be(Condition.MUTE)
    ours = driver(printer, model=printer_model("thermal-80-silent", 80))
    assert ours.condition() is Printer.UNKNOWN
    assert printer.bytes_received == 0
    proof = ours.print_slip(ticket, Told())
    assert (proof.state, proof.condition) == (UNCONFIRMED, Printer.UNKNOWN)
    assert printer.wait_for_pieces(1)
    assert same_ink(printer.pieces[0].image, picture_image(painter.paint(ticket)))
