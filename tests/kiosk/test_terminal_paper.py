"""A whole kiosk but its window, with a printer at its port: what is asked for comes out of it, in the citizen's language."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp

import kiosk
from contract.commands import PrintState
from contract.language import load_texts
from contract.notices import Printer, Receipt
from contract.profile import Account, KioskProfile, Screen
from contract.topics import Role
from demo.printer import Condition, VirtualPrinter
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import AgainTapped, FieldTapped, Left, NumberGiven
from kiosk.core.views import Taking, Ticket
from kiosk.number_terminal import NumberTerminal

TEXTS = Path(kiosk.__file__).parent / "texts"


class FakeScreens:
    """Remembers the views; every other door of a window is open and leads nowhere."""

    def __init__(self):
        self.views, self.changed = [], threading.Condition()

    def show(self, view):
        with self.changed:
            self.views.append(view)
            self.changed.notify_all()

    def until(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: self.views and condition(self.views[-1]), 8), self.views

    def __getattr__(self, name):
        if not name.startswith("set_"):
            raise AttributeError(name)
        return lambda *_: None


@pytest.fixture
def printer():
    with VirtualPrinter(width=512) as printer:
        yield printer


@pytest.fixture
def terminal(tmp_path, printer):
    account = Account("thu", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, "secret")
    screen = Screen((1080, 1920), (346, 615))
    profile = KioskProfile(account, screen, str(tmp_path), printer.address, printer_model="TM-T88V")
    texts = {code: load_texts(TEXTS, code) for code in ("vi", "en")}
    terminal = NumberTerminal(profile, texts, Comfort(), FakeScreens(), lambda: None)
    terminal.start()
    yield terminal
    terminal.stop()


def take(terminal, number, request):
    receipt = Receipt(
        request, f"2026-11-23-{number}", number, "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, f"http://x/{number}"
    )
    terminal.service.happen(FieldTapped("dat-dai", request))
    terminal.screens.until(lambda view: view == Taking(request))
    terminal.service.happen(NumberGiven(receipt))
    return receipt


def test_a_number_is_printed_and_a_copy_after_trouble_says_so(terminal, printer):
    first = take(terminal, "B001", "r1")
    terminal.screens.until(lambda view: view == Ticket(first, PrintState.CONFIRMED))
    assert terminal.presence.printer is Printer.READY
    terminal.service.happen(Left())
    printer.reset_after(5_000)
    second = take(terminal, "B002", "r2")
    terminal.screens.until(lambda view: isinstance(view, Ticket) and view.again)
    terminal.service.happen(AgainTapped(second.visit))
    terminal.screens.until(lambda view: view == Ticket(second, PrintState.CONFIRMED))
    pieces = [zxingcpp.read_barcodes(piece.image.convert("L")) for piece in printer.pieces]
    assert [codes[0].text for codes in pieces if codes] == ["http://x/B001", "http://x/B002"]
    assert printer.too_wide == 0


def test_trouble_of_the_printer_is_told_to_the_office(terminal, printer):
    first = take(terminal, "B001", "r1")
    terminal.screens.until(lambda view: view == Ticket(first, PrintState.CONFIRMED))
    terminal.service.happen(Left())
    printer.be(Condition.PAPER_LOW)
    second = take(terminal, "B002", "r2")
    terminal.screens.until(lambda view: view == Ticket(second, PrintState.CONFIRMED))
    assert terminal.presence.printer is Printer.PAPER_LOW


def test_a_test_slip_that_somebody_else_asked_for_is_printed_before_the_program_is_started_anew(terminal, printer):
    happened, changed = [], threading.Condition()

    def tell(what):
        with changed:
            happened.append(what)
            changed.notify_all()

    def until(what):
        with changed:
            assert changed.wait_for(lambda: what in happened, 15), happened

    printer.be(Condition.COVER_OPEN)
    terminal.paper.test("job", lambda state, _trouble: tell(state))
    until(PrintState.SHOWN)
    terminal.service.when_idle(lambda: tell("restart"))
    printer.be(Condition.READY)
    until("restart")
    assert PrintState.CONFIRMED in happened[: happened.index("restart")]
