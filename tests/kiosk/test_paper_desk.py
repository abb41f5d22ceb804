"""The paper side of a kiosk with a virtual printer: the morning's test slip, once a day, and the citizen's language."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp

import kiosk
from contract.commands import PrintState
from contract.language import load_texts
from contract.notices import FieldInfo, Office, Printer, Receipt
from contract.profile import Account, KioskProfile, Screen
from contract.topics import Role
from demo.printer import VirtualPrinter
from kiosk.core.document import Kind
from kiosk.core.happenings import PaperMoved
from kiosk.core.papers import PaperTold, PrinterSeen
from kiosk.paper_desk import PaperDesk

OFFICE = Office("Bộ phận một cửa", (FieldInfo("dat-dai", "Đất đai", "B", "Khu B"),), (), (), 30)
RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")


class Counter:
    """A desk, and what it said."""

    def __init__(self, folder: Path, address: str, **profile: object) -> None:
        account = Account("thu", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, "secret")
        texts = {code: load_texts(Path(kiosk.__file__).parent / "texts", code) for code in ("vi", "en")}
        screen = Screen((1080, 1920), (346, 615))
        self.language, self.said, self.changed = "vi", [], threading.Condition()
        self.desk = PaperDesk(
            KioskProfile(account, screen, str(folder), address, **profile),
            texts,
            lambda: self.language,
            lambda: OFFICE,
            self.hear,
            self.hear,
            after_s=0.0,
        )
        self.desk.start()

    def hear(self, what):
        with self.changed:
            self.said.append(what)
            self.changed.notify_all()

    def until(self, condition):
        with self.changed:
            assert self.changed.wait_for(lambda: condition(self.said), 25), self.said


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with VirtualPrinter() as printer:
        yield printer


@pytest.fixture
def open_desk(tmp_path, printer):
    opened = []

    def start(**profile):
        opened.append(Counter(tmp_path, printer.address, **profile))
        return opened[-1]

    yield start
    for one in opened:
        one.desk.stop()


def ended(said):
    return [one for one in said if isinstance(one, PaperTold) and one.state is PrintState.CONFIRMED]


def printed(printer):
    return [[code.text for code in zxingcpp.read_barcodes(piece.image.convert("L"))] for piece in printer.pieces]


def test_the_test_slip_comes_at_the_first_start_of_a_day_alone(open_desk, printer, tmp_path):
    first = open_desk(test_print=True)
    first.until(ended)
    first.desk.stop()
    assert printed(printer) == [["motcua test kiosk-1"]]
    second = open_desk(test_print=True)
    second.until(lambda said: PrinterSeen(Printer.READY) in said)
    second.desk.test("asked")
    second.until(ended)
    assert [one.job for one in ended(second.said)] == ["asked"]
    second.desk.stop()
    (tmp_path / "test-slip-day").write_text("2026-01-01")
    third = open_desk(test_print=True)
    third.until(ended)
    assert len(printer.pieces) == 3


def test_a_slip_that_came_out_is_proven_though_its_day_cannot_be_kept(open_desk, tmp_path):
    (tmp_path / "test-slip-day").mkdir()
    one = open_desk(test_print=True)
    one.until(lambda said: any(isinstance(what, PaperTold) and what.state is PrintState.CONFIRMED for what in said))
    assert PrintState.FAILED not in [what.state for what in one.said if isinstance(what, PaperTold)]


def test_a_site_that_wants_none_gets_none(open_desk, printer):
    one = open_desk()
    one.until(lambda said: PrinterSeen(Printer.READY) in said)
    assert one.desk.worker.print_ticket(RECEIPT)
    one.until(lambda said: PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None) in said)
    assert printed(printer) == [["http://x"]]


def test_the_condition_goes_to_presence_and_to_the_screens(open_desk):
    one = open_desk()
    one.until(lambda said: Printer.READY in said and PrinterSeen(Printer.READY) in said)


def test_papers_speak_the_language_of_their_citizen(open_desk):
    one = open_desk()
    one.language = "en"
    ticket = one.desk.ticket(RECEIPT, again=True)
    assert ticket.kind is Kind.TICKET
    said = [getattr(block, "text", "") for block in ticket.blocks]
    assert "PRINTED AGAIN" in said
    assert "Đất đai" in said
    one.language = "xx"
    assert "BẢN IN LẠI" in [getattr(block, "text", "") for block in one.desk.ticket(RECEIPT, again=True).blocks]
