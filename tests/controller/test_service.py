"""The controller's shell on a real journal."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from contract.commands import (
    CallNext,
    Finish,
    LookUpFile,
    PrintState,
    RateVisit,
    ReportPrint,
    Request,
    Score,
    TakeTicket,
)
from contract.ids import FileCode, RequestId
from contract.notices import (
    Acceptance,
    Announcement,
    Answer,
    Board,
    CounterState,
    FileStatus,
    LookUp,
    Office,
    Presence,
    Printer,
    RatingInvitation,
    Reason,
    Receipt,
    Refusal,
)
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.rights import device_sender
from controller.ports import RegistryAnswer
from controller.service import Service, never_closed
from tests.office import (
    CIVIL,
    FIVE,
    KIOSK,
    LAND,
    PAD,
    FakeVerifier,
    RecordingOutlet,
    Requests,
    SetClock,
    clerk,
    sit_down,
    small_site,
)

CODE = FileCode("H56.14-240823-0001")


class FakeFileRegistry:
    """Knows one file."""

    def __init__(self):
        self.mood = "fine"

    def look_up(self, code):
        if self.mood == "broken":
            raise OSError("broken")
        return RegistryAnswer(LookUp.FOUND, 9, "ĐĂNG KÝ biến động đất đai")


class Bench:
    """A service that can be started again on the same journal."""

    def __init__(self, folder):
        self.folder, self.clock, self.request, self.registry = folder, SetClock(), Requests(), FakeFileRegistry()
        self.site = small_site()
        self.kiosk, self.clerk, self.pad = device_sender(self.site, KIOSK), clerk(FIVE), device_sender(self.site, PAD)
        self.start()

    def start(self):
        self.outlet, self.journal = RecordingOutlet(), SqliteJournal(self.folder)
        self.workers = ThreadPoolExecutor(2)
        self.service = Service(
            self.site,
            self.journal,
            self.outlet,
            self.registry,
            self.clock,
            self.workers,
            "http://office",
            "secret",
            never_closed,
            FakeVerifier(),
        )

    def stop(self):
        self.workers.shutdown()
        self.journal.close()

    def do(self, sender, command):
        return self.service.handle(sender, self.request(command))


@pytest.fixture
def early(tmp_path):
    """Nothing has happened yet."""
    bench = Bench(tmp_path)
    yield bench
    bench.stop()


@pytest.fixture
def bench(early):
    """Lan sits at counter 5."""
    sit_down(early.service)
    return early


def test_a_number_is_answered_then_shown_on_the_boards(bench):
    receipt = bench.do(bench.kiosk, TakeTicket(LAND))
    assert receipt.follow.startswith("http://office/t/2026-11-23-B001/")
    left = [type(one) for one in bench.outlet.left]
    assert left.index(Receipt) < len(left) - 1 - left[::-1].index(Board)


def test_the_same_request_is_done_once_also_after_a_restart(bench):
    request = bench.request(TakeTicket(LAND))
    first = bench.service.handle(bench.kiosk, request)
    assert bench.service.handle(bench.kiosk, request) == first
    bench.stop()
    bench.start()
    assert bench.service.handle(bench.kiosk, request) == first
    assert bench.do(bench.kiosk, TakeTicket(LAND)).number == "B002"


def test_a_request_id_of_another_device_is_another_request(bench):
    request = Request(RequestId("the-same"), TakeTicket(LAND))
    receipt = bench.service.handle(bench.kiosk, request)
    called = bench.service.handle(bench.clerk, Request(request.id, CallNext(FIVE)))
    assert called == Acceptance(request.id, receipt.visit)
    assert bench.service.handle(bench.pad, request) == Refusal(request.id, Reason.NOT_ALLOWED)
    assert bench.service.handle(bench.kiosk, request) == receipt


def test_a_refusal_is_kept_as_well(bench):
    request = bench.request(CallNext(FIVE))
    assert bench.service.handle(bench.clerk, request).reason is Reason.NOBODY_WAITING
    bench.do(bench.kiosk, TakeTicket(LAND))
    assert bench.service.handle(bench.clerk, request).reason is Reason.NOBODY_WAITING


def test_rights_are_asked_first(bench):
    assert bench.do(bench.pad, TakeTicket(LAND)).reason is Reason.NOT_ALLOWED
    assert bench.do(bench.pad, LookUpFile(CODE)) is None
    assert bench.outlet.take(Refusal)[-1].reason is Reason.NOT_ALLOWED


def test_a_call_is_announced_and_shown(bench):
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.outlet.left.clear()
    bench.do(bench.clerk, CallNext(FIVE))
    assert [type(one) for one in bench.outlet.left] == [Acceptance, Announcement, CounterState, Board]
    bench.outlet.left.clear()
    bench.do(bench.clerk, Finish(FIVE, visit))
    assert [one.visit for one in bench.outlet.take(RatingInvitation)] == [visit]
    bench.do(bench.pad, RateVisit(visit, Score.SATISFIED))
    assert [one.visit for one in bench.outlet.take(RatingInvitation)] == [None]


def test_a_restart_continues_the_day(bench):
    visit = bench.do(bench.kiosk, TakeTicket(CIVIL)).visit
    bench.do(bench.clerk, CallNext(FIVE))
    bench.stop()
    bench.start()
    bench.service.tell_all()
    states = {one.counter: one.call and one.call.visit for one in bench.outlet.left if isinstance(one, CounterState)}
    assert states == {1: None, 5: visit}
    assert [type(one) for one in bench.outlet.left].count(Office) == 1


def test_a_new_day_begins_at_local_midnight_and_never_again(bench):
    assert bench.do(bench.kiosk, TakeTicket(LAND)).number == "B001"
    bench.clock.move(hours=15, minutes=59)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).number == "B002"
    bench.clock.move(minutes=2)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-11-24-B001"
    bench.clock.move(hours=-5)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-11-24-B002"


def test_a_clock_once_years_ahead_costs_one_day_of_numbers_and_no_more(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.clock.move(days=3650)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2036-11-20-B001"
    bench.clock.move(days=-3650)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2036-11-20-B002"
    bench.clock.move(days=1)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-11-24-B001"
    bench.stop()
    bench.start()
    bench.clock.move(days=3649)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-11-24-B002"


def test_a_clock_once_years_ahead_before_the_first_number_costs_nothing(early):
    early.clock.move(days=3650)
    early.service.refresh()
    early.clock.move(days=-3650)
    assert early.do(early.kiosk, TakeTicket(LAND)).visit == "2026-11-23-B001"


def test_a_clock_years_behind_keeps_the_day(bench):
    for _ in range(2):
        bench.do(bench.kiosk, TakeTicket(LAND))
        bench.clock.move(days=1)
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.clock.move(days=-9000)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-11-25-B002"


def test_boards_are_cleared_at_midnight_though_nobody_asks(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.clock.move(days=1)
    bench.outlet.left.clear()
    bench.service.refresh()
    assert [one.waiting for one in bench.outlet.take(Board)[-1].fields] == [0, 0]


def test_a_new_day_clears_what_boards_show(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.do(bench.clerk, CallNext(FIVE))
    bench.clock.move(days=1)
    bench.outlet.left.clear()
    assert bench.service.desk(FIVE).served is None
    assert all(one.call is None for one in bench.outlet.left if isinstance(one, CounterState))
    assert bench.outlet.take(Board)[-1].calls == ()


def test_a_file_is_looked_up_off_the_queue(bench):
    assert bench.do(bench.kiosk, LookUpFile(CODE)) is None
    bench.workers.shutdown()
    status = bench.outlet.take(FileStatus)[0]
    assert (status.outcome, status.status, status.field) == (LookUp.FOUND, 9, LAND)


def test_a_broken_registry_is_still_an_answer(bench):
    bench.registry.mood = "broken"
    bench.do(bench.kiosk, LookUpFile(CODE))
    bench.workers.shutdown()
    assert bench.outlet.take(FileStatus)[0].outcome is LookUp.UNAVAILABLE


def test_a_look_up_that_cannot_be_journalled_is_answered_and_logged(bench, caplog):
    bench.service.desk(FIVE)
    bench.journal.close()
    bench.do(bench.kiosk, LookUpFile(CODE))
    bench.workers.shutdown()
    assert bench.outlet.take(FileStatus)[0].outcome is LookUp.FOUND
    assert "look-up not journalled" in caplog.text


RAW = FileCode(f"https://dvc.example/?MHS={CODE}&SGT=012345678901")


def test_a_text_that_is_no_file_code_is_neither_asked_for_nor_kept(bench):
    bench.do(bench.kiosk, LookUpFile(RAW))
    assert bench.outlet.take(FileStatus)[0].outcome is LookUp.UNKNOWN_FILE
    visits = [bench.do(bench.kiosk, TakeTicket(LAND, text)).visit for text in (RAW, FileCode("Nguyễn Văn A"))]
    assert [bench.journal.story(visit)[0].event.file_code for visit in visits] == [CODE, None]
    bench.workers.shutdown()
    assert b"012345678901" not in b"".join(path.read_bytes() for path in bench.folder.glob("journal.sqlite*"))


def test_followers_hear_of_changes_until_they_leave(bench):
    heard = []
    leave = bench.service.follow(lambda: heard.append(bench.service.desk(FIVE).seq))
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.service.heard(Presence(KIOSK, online=True, printer=Printer.PAPER_OUT))
    leave()
    bench.do(bench.kiosk, TakeTicket(LAND))
    assert len(heard) == 2
    assert bench.service.devices[KIOSK].printer is Printer.PAPER_OUT


def test_paper_is_journalled_with_its_visit(bench):
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    answer: Answer = bench.do(bench.kiosk, ReportPrint(visit, PrintState.CONFIRMED))
    assert isinstance(answer, Acceptance)
    assert bench.service.following(visit).ahead == 0
    assert [type(entry.event).__name__ for entry in bench.journal.story(visit)] == ["TicketIssued", "TicketPrinted"]


def test_a_request_keeps_its_id_in_the_journal(bench):
    bench.service.handle(bench.kiosk, Request(RequestId("tap-1"), TakeTicket(LAND)))
    assert bench.journal.story("2026-11-23-B001")[0].request == "tap-1"
