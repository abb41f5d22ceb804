"""The kiosk's shell on a real outbox: the order of commit, send, show, settle and print; and what a power cut leaves."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from contract.codec import encode_notice
from contract.commands import LookUpFile, PrintState, ReportPrint, TakeTicket
from contract.ids import RequestId
from contract.notices import FileStatus, LookUp, Printer, Reason, Receipt, Refusal
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core import journey as j
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.happenings import (
    AgainTapped,
    CodeRead,
    ComfortChosen,
    FieldTapped,
    FileAnswered,
    Left,
    PaperMoved,
    ScanTapped,
    Touched,
)
from kiosk.core.maintenance_journey import MaintenanceWanted, Pin
from kiosk.core.papers import PrinterSeen
from kiosk.core.patience import patience_s
from kiosk.core.views import Home, LookingUp, Refused, Scanning, Status, Taking, Ticket
from kiosk.sending import Sender
from kiosk.service import KioskService
from tests.kiosk.fake_world import FakeWorld

RECEIPT = Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime(2026, 11, 23, tzinfo=UTC), 3, "http://x")


class Bench:
    def __init__(self, folder, box=SqliteOutbox):
        self.folder, self.make_box, self.requests = folder, box, 0
        self.begin()

    def begin(self, patience=patience_s, care=None):
        self.world, self.box = FakeWorld(), self.make_box(self.folder)
        self.sender = Sender(self.world, self.box, "command", "answer", lambda answer: self.kiosk.answered(answer))
        self.kiosk = KioskService(
            self.world, self.sender, self.box, self.world, self.world, self.new_request, Comfort(), patience, care=care
        )
        self.thread = threading.Thread(target=self.kiosk.run)
        self.thread.start()
        self.world.until(lambda told: told)

    def new_request(self):
        self.requests += 1
        return RequestId(f"n{self.requests}")

    def end(self):
        self.kiosk.stop()
        self.thread.join(5)
        self.box.close()

    def hear(self, answer):
        self.world.hear("answer", encode_notice(answer))


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.end()


def kinds(told):
    return [(what, type(one).__name__) for what, one in told]


def test_stored_sent_shown_settled_printed_in_this_order(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.world.until(lambda told: ("shown", Taking("r1")) in told)
    assert [request for request, _ in bench.box.pending()] == ["r1"]
    bench.hear(RECEIPT)
    told = bench.world.until(lambda told: ("printed", RECEIPT) in told)
    assert kinds(told)[1:] == [("sent", "TakeTicket"), ("shown", "Taking"), ("shown", "Ticket"), ("printed", "Receipt")]
    assert bench.box.pending() == []


def test_a_second_answer_changes_nothing(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    for _ in range(3):
        bench.hear(RECEIPT)
    bench.kiosk.happen(Left())
    told = bench.world.until(lambda told: ("printed", RECEIPT) in told and told[-1] == ("shown", Home()))
    assert [what for what, _ in told].count("printed") == 1


def test_a_tap_survives_a_power_cut_and_is_sent_again(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.world.until(lambda told: ("shown", Taking("r1")) in told)
    bench.end()
    bench.begin()
    bench.sender.start()
    bench.world.until(lambda told: ("sent", TakeTicket("dat-dai")) in told and ("shown", Taking("r1")) in told)
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.sender.stop()


def test_a_number_settled_but_not_begun_is_printed_after_a_power_cut(bench):
    bench.box.put(RequestId("r1"), b"{}")
    bench.box.settle(RequestId("r1"), encode_notice(RECEIPT))
    bench.end()
    bench.begin()
    told = bench.world.until(lambda told: ("printed", RECEIPT) in told)
    assert ("shown", Ticket(RECEIPT)) in told


def test_paper_that_was_begun_is_never_printed_again(bench):
    bench.box.put(RequestId("r1"), b"{}")
    bench.box.settle(RequestId("r1"), encode_notice(RECEIPT))
    bench.box.begin_paper(RequestId("r1"))
    bench.end()
    bench.begin()
    unconfirmed = ReportPrint(RECEIPT.visit, PrintState.UNCONFIRMED)
    told = bench.world.until(lambda told: ("sent", unconfirmed) in told and told[-1][0] == "shown")
    assert ("shown", Ticket(RECEIPT, PrintState.UNCONFIRMED)) in told
    assert "printed" not in [what for what, _ in told]
    assert bench.box.owed() == []


def test_a_number_without_paper_is_shown_again_after_a_power_cut(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    bench.world.until(lambda told: ("sent", ReportPrint(RECEIPT.visit, PrintState.FAILED, "paper_out")) in told)
    bench.end()
    bench.begin()
    told = bench.world.until(lambda told: ("shown", Ticket(RECEIPT, PrintState.UNCONFIRMED)) in told)
    assert "printed" not in [what for what, _ in told]


def test_a_number_whose_paper_was_proven_is_not_shown_again(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    bench.world.until(lambda told: ("sent", ReportPrint(RECEIPT.visit, PrintState.CONFIRMED)) in told)
    bench.end()
    bench.begin()
    assert bench.world.told == [("shown", Home())]


def test_what_the_printer_proved_is_reported(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    bench.world.until(lambda told: ("sent", ReportPrint(RECEIPT.visit, PrintState.FAILED, "paper_out")) in told)
    bench.kiosk.happen(Left())
    told = bench.world.until(lambda told: len(told) > 6 and told[-1] == ("shown", Home()))
    assert ("shown", Ticket(RECEIPT, PrintState.FAILED, "paper_out")) in told
    assert bench.box.owed() == []


def test_a_refused_tap_is_settled(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(Refusal(RequestId("r1"), Reason.SERIES_EXHAUSTED))
    bench.world.until(lambda told: ("shown", Refused(Reason.SERIES_EXHAUSTED)) in told)
    bench.kiosk.happen(Left())
    bench.world.until(lambda told: len(told) > 4 and told[-1] == ("shown", Home()))
    assert bench.box.pending() == []


def test_a_double_tap_shows_the_first_number_and_prints_once(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(Left())
    bench.kiosk.happen(FieldTapped("dat-dai", "r2"))
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None))
    bench.world.until(lambda told: ("sent", ReportPrint(RECEIPT.visit, PrintState.CONFIRMED)) in told)
    bench.hear(Refusal(RequestId("r2"), Reason.TAPPED_TWICE))
    told = bench.world.until(lambda told: told[-1] == ("shown", Ticket(RECEIPT, PrintState.CONFIRMED)))
    assert [what for what, _ in told].count("printed") == 1
    bench.kiosk.happen(Left())
    bench.world.until(lambda told: told[-1] == ("shown", Home()))
    assert "r2" not in [request for request, _ in bench.box.pending()]


def test_a_double_tap_across_a_power_cut_shows_the_first_number(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.UNCONFIRMED, None))
    bench.kiosk.happen(Left())
    bench.kiosk.happen(FieldTapped("dat-dai", "r2"))
    bench.world.until(lambda told: ("shown", Taking("r2")) in told)
    bench.end()
    bench.begin()
    bench.world.until(lambda told: told[-1] == ("shown", Taking("r2")))
    bench.hear(Refusal(RequestId("r2"), Reason.TAPPED_TWICE))
    bench.world.until(lambda told: told[-1] == ("shown", Ticket(RECEIPT, PrintState.UNCONFIRMED)))


def test_what_a_refusal_knows_is_shown_and_kept(bench):
    refusal = Refusal(RequestId("r1"), Reason.RECEIPT_HAS_NUMBER, "C003")
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(refusal)
    bench.world.until(lambda told: ("shown", Refused(Reason.RECEIPT_HAS_NUMBER, "C003")) in told)
    bench.kiosk.happen(ScanTapped())
    bench.world.until(lambda told: ("shown", Scanning()) in told)
    with closing(sqlite3.connect(bench.folder / "outbox.sqlite")) as other:
        ((kept,),) = other.execute("SELECT answer FROM requests WHERE request = 'r1'").fetchall()
    assert kept == encode_notice(refusal)


def test_a_scan_asks_for_the_file_and_closes_the_camera(bench):
    status = FileStatus(RequestId("q1"), LookUp.FOUND, "H56.14-240823-0001", 9)
    bench.kiosk.happen(ScanTapped())
    bench.kiosk.happen(CodeRead(status.code, "q1"))
    bench.world.until(lambda told: ("sent", LookUpFile(status.code)) in told)
    bench.hear(status)
    told = bench.world.until(lambda told: ("shown", Status(status)) in told)
    assert [one for what, one in told if what == "camera"] == [True, False]


def test_a_tap_that_the_disk_refuses_is_said_so_and_the_next_one_counts(tmp_path):
    class FakeTapBook(SqliteOutbox):
        full = True

        def put(self, request, payload):
            if self.full:
                raise sqlite3.OperationalError("database or disk is full")
            super().put(request, payload)

    bench = Bench(tmp_path, FakeTapBook)
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    told = bench.world.until(lambda told: ("shown", Refused(Reason.NOT_STORED)) in told)
    assert "sent" not in [what for what, _ in told]
    bench.box.full = False
    bench.kiosk.happen(Left())
    bench.kiosk.happen(FieldTapped("dat-dai", "r2"))
    bench.world.until(lambda told: ("shown", Taking("r2")) in told)
    bench.end()


@pytest.mark.parametrize("step", ["settle", "begin_paper"])
def test_a_number_that_a_full_disk_cannot_note_is_on_the_screen_and_its_paper_is_said_to_be_missing(tmp_path, step):
    class FakeTapBook(SqliteOutbox):
        full = True

        def settle(self, request, answer):
            self._room("settle")
            return super().settle(request, answer)

        def begin_paper(self, request):
            self._room("begin_paper")
            super().begin_paper(request)

        def _room(self, now):
            if self.full and now == step:
                raise sqlite3.OperationalError("database or disk is full")

    bench = Bench(tmp_path, FakeTapBook)
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    told = bench.world.until(lambda told: ("shown", Ticket(RECEIPT, PrintState.FAILED)) in told)
    assert "printed" not in [what for what, _ in told]
    bench.box.full = False
    bench.hear(RECEIPT)  # asked again, as it is as long as nothing was noted
    bench.kiosk.happen(Left())
    bench.kiosk.happen(FieldTapped("dat-dai", "r2"))
    told = bench.world.until(lambda told: ("shown", Taking("r2")) in told)
    assert [request for request, _ in bench.box.pending()] == ["r2"]
    bench.end()


def test_a_happening_out_of_place_does_not_stop_the_kiosk(bench):
    bench.kiosk.happen(FileAnswered("nonsense"))
    bench.kiosk.happen(PaperMoved("nobody", PrintState.SENT, None))
    bench.kiosk.happen(ScanTapped())
    bench.world.until(lambda told: ("shown", Scanning()) in told)


def test_what_another_version_left_in_the_outbox_keeps_no_kiosk_from_starting(bench):
    bench.box.put(RequestId("old"), b'{"schema":0}')
    bench.box.put(RequestId("r1"), b"{}")
    bench.box.settle(RequestId("r1"), encode_notice(RECEIPT))
    bench.end()
    with closing(sqlite3.connect(bench.folder / "outbox.sqlite")) as other, other:
        other.execute("UPDATE requests SET answer = ? WHERE request = 'r1'", (b'{"schema":0}',))
    bench.begin()
    bench.kiosk.happen(ScanTapped())
    bench.world.until(lambda told: ("shown", Scanning()) in told)
    assert [request for request, _ in bench.box.pending()] == ["old"]


def test_the_outbox_knows_each_request_once(bench):
    bench.box.put(RequestId("a"), b"1")
    bench.box.put(RequestId("a"), b"2")
    assert bench.box.pending() == [("a", b"1")]
    assert bench.box.settle(RequestId("a"), encode_notice(Refusal(RequestId("a"), Reason.UNKNOWN_FIELD)))
    assert not bench.box.settle(RequestId("a"), encode_notice(RECEIPT))
    assert not bench.box.settle(RequestId("b"), encode_notice(RECEIPT))


LARGE = Comfort("en", TextSize.LARGE)


def test_who_begins_again_keeps_the_words_and_who_is_done_leaves_none(bench):
    bench.kiosk.happen(ComfortChosen(LARGE))
    bench.kiosk.happen(ScanTapped())
    bench.kiosk.happen(Left())
    told = bench.world.until(lambda told: told[-1] == ("shown", Home()) and len(told) > 2)
    assert [what for what in told if what[0] == "comfort"] == [("comfort", LARGE)]
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.world.until(lambda told: ("printed", RECEIPT) in told)
    bench.kiosk.happen(Left())
    bench.world.until(lambda told: ("comfort", Comfort()) in told)


class Care:
    """Does nothing for staff."""

    def do(self, _effect, _latest):
        """Nothing is asked in these tests."""


def test_staff_finds_the_kiosk_as_it_is_for_nobody(tmp_path):
    bench = Bench(tmp_path)
    bench.end()
    bench.begin(care=Care())
    try:
        bench.kiosk.happen(ComfortChosen(LARGE))
        bench.kiosk.happen(MaintenanceWanted())
        told = bench.world.until(lambda told: ("shown", Pin()) in told)
        assert [what for what in told if what[0] == "comfort"] == [("comfort", LARGE), ("comfort", Comfort())]
    finally:
        bench.end()


def test_nobody_there_any_more_ends_the_visit_and_what_was_wanted(tmp_path):
    bench = Bench(tmp_path)
    bench.end()
    bench.begin(lambda _view, *, plain: None if plain else 0.01)
    try:
        bench.kiosk.happen(ComfortChosen(LARGE))
        bench.kiosk.happen(ScanTapped())
        told = bench.world.until(lambda told: ("comfort", Comfort()) in told)
        assert ("shown", j.StillThere(Scanning())) in told
    finally:
        bench.end()


def test_a_touch_makes_the_view_stay(tmp_path):
    asked = []
    bench = Bench(tmp_path)
    bench.end()
    bench.begin(lambda view, *, plain: asked.append((type(view), plain)))
    try:
        for happening in (ScanTapped(), Touched(), CodeRead("H56.14-240823-0001", "q1"), Touched(), Left()):
            bench.kiosk.happen(happening)
        bench.world.until(lambda told: told[-1] == ("shown", Home()) and len(told) > 3)
        scanning, looking = (Scanning, True), (LookingUp, True)
        assert [one for one in asked if one[0] is not Home] == [scanning, scanning, looking]
    finally:
        bench.end()


def test_a_copy_is_printed_once_the_printer_is_ready_and_reported_as_one(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.FAILED, "paper_out"))
    bench.kiosk.happen(PrinterSeen(Printer.READY))
    bench.kiosk.happen(AgainTapped(RECEIPT.visit))
    bench.world.until(lambda told: ("reprinted", RECEIPT) in told)
    assert bench.kiosk.latest_ticket == RECEIPT
    assert bench.box.unheld(60) == RECEIPT
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.CONFIRMED, None, again=True))
    report = ReportPrint(RECEIPT.visit, PrintState.CONFIRMED, None, again=True)
    told = bench.world.until(lambda told: ("sent", report) in told)
    assert ("sent", ReportPrint(RECEIPT.visit, PrintState.FAILED, "paper_out")) in told
    assert told.count(("printed", RECEIPT)) == 1
    bench.kiosk.happen(Left())
    bench.world.until(lambda told: told[-1] == ("shown", Home()))
    assert bench.box.unheld(60) is None


def test_the_printer_that_comes_back_while_something_else_is_shown_is_known_when_the_ticket_is(bench):
    bench.kiosk.happen(FieldTapped("dat-dai", "r1"))
    bench.hear(RECEIPT)
    bench.kiosk.happen(PaperMoved(RECEIPT.visit, PrintState.FAILED, "cover_open"))
    bench.kiosk.happen(Left())
    bench.kiosk.happen(PrinterSeen(Printer.READY))
    bench.kiosk.happen(FieldTapped("dat-dai", "r2"))
    bench.hear(Refusal("r2", Reason.TAPPED_TWICE))
    again = Ticket(RECEIPT, PrintState.FAILED, "cover_open", again=True)
    bench.world.until(lambda told: told[-1] == ("shown", again))
