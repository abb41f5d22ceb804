"""Every trouble of a printer at either line and on either paper: the number is seen, the journal is true, nothing comes twice.

{off, paper out before, in the middle, near end, cover open, mute, slow, reset, stalled, back again} x {USB file, TCP} x {80, 58 mm}.
"""

from dataclasses import dataclass, field

import pytest
import zxingcpp

from contract.commands import PrintState
from contract.notices import Printer
from contract.printer_models import printer_model
from demo.printer import Condition, VirtualPrinter
from kiosk.adapters.pillow_slip import SlipPainter
from kiosk.core.happenings import AgainTapped
from kiosk.core.views import Ticket
from tests.kiosk.paper_hall import PaperHall

CONFIRMED, UNCONFIRMED, FAILED = PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED
SHOWN, SENT = PrintState.SHOWN, PrintState.SENT


@dataclass(frozen=True)
class Trouble:
    """``before`` is done before the tap. ``ends``: how the journal's first word on the outcome may read.

    ``complete``: how many whole pieces of the ticket lie in the tray when all is over, at least and at most.
    """

    name: str
    before: object
    ends: frozenset = field(default_factory=frozenset)
    complete: tuple[int, int] = (1, 1)
    seen: Printer | None = None


def be(condition):
    return lambda printer: printer.be(condition)


TROUBLES = [
    Trouble("off", be(Condition.OFF), frozenset({(FAILED, "offline")}), (0, 0), Printer.OFFLINE),
    Trouble("out_before", be(Condition.PAPER_OUT), frozenset({(FAILED, "paper_out")}), (0, 0), Printer.PAPER_OUT),
    Trouble(
        "out_in_the_middle",
        lambda printer: printer.end_paper_after(300),
        frozenset({(UNCONFIRMED, "paper_out")}),
        (1, 1),
        Printer.PAPER_OUT,
    ),
    Trouble("near_end", be(Condition.PAPER_LOW), frozenset({(CONFIRMED, None)}), (1, 1), Printer.PAPER_LOW),
    Trouble("cover_open", be(Condition.COVER_OPEN), frozenset({(FAILED, "cover_open")}), (0, 0), Printer.COVER_OPEN),
    Trouble("mute", be(Condition.MUTE), frozenset({(UNCONFIRMED, "unknown")}), (1, 1), Printer.UNKNOWN),
    Trouble("slow", lambda printer: printer.be_slow(60_000), frozenset({(CONFIRMED, None)})),
    Trouble(
        "reset",
        lambda printer: printer.reset_after(12_000),
        frozenset({(FAILED, "offline"), (UNCONFIRMED, "offline")}),
        (0, 0),
    ),
    Trouble(
        "stalled",
        be(Condition.STALLED),
        frozenset({(FAILED, "unknown"), (UNCONFIRMED, "unknown")}),
        (0, 1),
        Printer.UNKNOWN,
    ),
]


@pytest.fixture(scope="module", params=[(80, 576), (58, 384)], ids=["80mm", "58mm"])
def paper(request, texts):
    """Width in mm, and what draws for it."""
    paper_mm, dots = request.param
    return paper_mm, SlipPainter(dots, texts)


@pytest.fixture(params=["usb", "tcp"])
def hall_of(request, paper, texts, tmp_path):
    """Opens a hall with a virtual printer in the given condition."""
    paper_mm, painter = paper
    model = printer_model("default", paper_mm)
    link = tmp_path / "lp0" if request.param == "usb" else None
    with VirtualPrinter(link=link, width=model.dots) as printer:
        halls = []

        def open_hall(**timing):
            halls.append(PaperHall(tmp_path, printer, painter, texts, model, **timing))
            return halls[0], printer

        yield open_hall
        for hall in halls:
            hall.close()


def codes(printer):
    """What the QR of each piece in the tray says, in the order of cutting; "" for a piece without a readable one."""
    read = (zxingcpp.read_barcodes(piece.image.convert("L")) for piece in list(printer.pieces))
    return [found[0].text if found else "" for found in read]


def assert_seen(hall, receipt):
    """The number stood on the screen before its paper, and on every view of the ticket since; the last tells how that is."""
    views = [view for view in hall.shown if isinstance(view, Ticket) and view.receipt == receipt]
    assert views[0].paper is SHOWN
    assert hall.shown[-1] == views[-1]
    state, trouble, _ = hall.printed(receipt)[-1]
    assert (views[-1].paper, views[-1].trouble) == (state, trouble)


def assert_true(hall, printer, receipt, complete):
    """What the journal says of the paper is no better than what lies in the tray, and there is one piece at most."""
    whole = codes(printer).count(receipt.follow)
    assert complete[0] <= whole <= min(1, complete[1])
    said = {state for state, _, _ in hall.printed(receipt)}
    if CONFIRMED in said:
        assert whole == 1
    if SENT not in said:
        assert whole == 0
    assert not any(again for _, _, again in hall.printed(receipt))
    assert (printer.stray, printer.too_wide) == (0, 0)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.name)
def test_a_ticket_in_trouble_and_the_next_one(hall_of, trouble):
    hall, printer = hall_of()
    hall.until(lambda: hall.conditions == [Printer.READY])
    trouble.before(printer)
    first = hall.tap()
    state, why, _ = hall.until_journalled(first, CONFIRMED, UNCONFIRMED, FAILED)
    assert (state, why) in trouble.ends
    hall.until(lambda: hall.shown[-1].paper is state)
    assert_seen(hall, first)
    if trouble.seen:
        assert trouble.seen in hall.conditions
    printer.be(Condition.READY)
    second = hall.tap_after_leaving()
    assert second.number != first.number
    hall.until_journalled(second, CONFIRMED)
    assert_true(hall, printer, first, trouble.complete)
    assert_true(hall, printer, second, (1, 1))
    assert printer.corrupted == 0 or trouble.complete[0] == 0  # in a band that broke off stand the next questions
    hall.until(lambda: hall.shown[-1].paper is CONFIRMED)
    assert_seen(hall, second)


def test_a_printer_that_comes_back_in_time_prints_the_ticket_once(hall_of):
    hall, printer = hall_of(paper_wait_s=5.0)
    hall.until(lambda: hall.conditions == [Printer.READY])
    printer.be(Condition.PAPER_OUT)
    first = hall.tap()
    assert hall.until_journalled(first, SHOWN)[1] == "paper_out"
    hall.until(lambda: hall.shown[-1].trouble == "paper_out")
    printer.be(Condition.READY)
    hall.until_journalled(first, CONFIRMED)
    hall.until(lambda: hall.shown[-1].paper is CONFIRMED)
    assert_true(hall, printer, first, (1, 1))
    assert_seen(hall, first)
    second = hall.tap_after_leaving()
    hall.until_journalled(second, CONFIRMED)
    assert codes(printer) == [first.follow, second.follow]


def test_a_ticket_that_did_not_come_out_is_printed_again_on_request_and_says_so(hall_of):
    hall, printer = hall_of()
    printer.be(Condition.COVER_OPEN)
    first = hall.tap()
    hall.until_journalled(first, FAILED)
    hall.kiosk.happen(AgainTapped(first.visit))  # too early: the screen offers no copy yet
    printer.be(Condition.READY)
    hall.until(lambda: hall.shown[-1].again)
    hall.kiosk.happen(AgainTapped(first.visit))
    hall.kiosk.happen(AgainTapped(first.visit))  # a second finger
    state, why, again = hall.until_journalled(first, CONFIRMED)
    assert (state, why, again) == (CONFIRMED, None, True)
    plainly = [(state, why) for state, why, again in hall.printed(first) if not again]
    assert plainly == [(SHOWN, "cover_open"), (FAILED, "cover_open")]
    hall.until(lambda: hall.shown[-1].paper is CONFIRMED)
    assert codes(printer) == [first.follow]
    marked, plain = (hall.ticket(first, again=mark) for mark in (True, False))
    assert len(marked.blocks) == len(plain.blocks) + 1
