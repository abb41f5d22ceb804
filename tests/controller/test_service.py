"""The controller's shell on a real journal."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time

import pytest

from contract.commands import (
    CallNext,
    CallNumber,
    CloseCounter,
    Finish,
    GrantPriority,
    LookUpFile,
    MarkAbsent,
    OpenCounter,
    Park,
    PauseCounter,
    PostMessage,
    PrintState,
    RateVisit,
    Recall,
    ReportPrint,
    Request,
    Score,
    SignIn,
    SignOut,
    TakeTicket,
    Transfer,
    Undo,
)
from contract.ids import CounterId, FieldId, FileCode, OfficerId, RequestId, TicketNumber, VisitId
from contract.notices import (
    Acceptance,
    Announcement,
    Answer,
    Board,
    CounterState,
    CounterStatus,
    FileStatus,
    LookUp,
    Office,
    Outlook,
    Presence,
    Printer,
    RatingInvitation,
    Reason,
    Receipt,
    Refusal,
)
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.day import Plan, Session
from controller.core.events import CommandRefused
from controller.core.rights import Sender, device_sender
from controller.ports import RegistryAnswer
from controller.service import Service
from tests.office import (
    CIVIL,
    ELDERLY,
    FIVE,
    KEYPAD,
    KIOSK,
    LAN,
    LAND,
    MAI,
    ONE,
    PAD,
    PASSWORD,
    FakeVerifier,
    RecordingOutlet,
    Requests,
    SetClock,
    clerk,
    head_page,
    sit_down,
    small_site,
)

CODE = FileCode("H56.14-240823-0001")


class FakeFileRegistry:
    """Knows one file."""

    def __init__(self):
        self.mood = "fine"

    def look_up(self, code, digits=None):
        if self.mood == "broken":
            raise OSError("broken")
        return RegistryAnswer(LookUp.FOUND, 9, "ĐĂNG KÝ biến động đất đai", new_due_on=date(2026, 12, 28))


class Bench:
    """A service that can be started again on the same journal."""

    def __init__(self, folder):
        self.folder, self.clock, self.request, self.registry = folder, SetClock(), Requests(), FakeFileRegistry()
        self.site = small_site()
        self.kiosk, self.clerk, self.pad = device_sender(self.site, KIOSK), clerk(FIVE), device_sender(self.site, PAD)
        self.calendar = HoursCalendar(None)
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
            self.calendar,
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
    assert bench.do(bench.pad, LookUpFile(CODE)).reason is Reason.NOT_ALLOWED
    assert [entry.event.command for entry in list(bench.journal.latest_day())[-2:]] == ["TakeTicket", "LookUpFile"]


def test_a_call_is_announced_and_shown(bench):
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.outlet.left.clear()
    bench.do(bench.clerk, CallNext(FIVE))
    assert [type(one) for one in bench.outlet.left] == [Acceptance, Announcement, CounterState, Board]
    bench.outlet.left.clear()
    bench.do(bench.clerk, Finish(FIVE, visit))
    (invitation,) = bench.outlet.take(RatingInvitation)
    assert invitation.visit == visit
    bench.do(bench.pad, RateVisit(visit, Score.SATISFIED, mark=invitation.mark))
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


@pytest.mark.parametrize("restarts", [False, True])
def test_a_clock_that_is_put_right_after_days_ahead_begins_a_series_at_the_next_midnight(bench, restarts):
    bench.clock.move(days=365)
    for _ in range(2):
        bench.clock.move(days=1)
        bench.do(bench.kiosk, TakeTicket(LAND))
    bench.clock.move(days=-360)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2027-11-25-B002"
    bench.clock.move(days=1)
    if restarts:
        bench.stop()
        bench.start()
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-12-01-B001"
    bench.clock.move(days=1)
    assert bench.do(bench.kiosk, TakeTicket(LAND)).visit == "2026-12-02-B001"


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
    assert (status.new_due_on, status.asks, status.details) == (date(2026, 12, 28), None, None)


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


def reasons(bench):
    """Refusals in the journal, oldest first."""
    return [one for one in bench.journal.latest_day() if isinstance(one.event, CommandRefused)]


def states(bench):
    """What counters showed since the last look, newest last."""
    return {one.counter: one for one in bench.outlet.take(CounterState)}


def test_a_page_signs_in_and_the_password_is_kept_nowhere(early):
    wish = early.request(SignIn(LAN, PASSWORD, FIVE))
    assert early.service.sign_in(clerk(FIVE), wish) == Acceptance(wish.id)
    assert early.service.look(lambda queue: queue.counter_of(LAN)) == FIVE
    assert (
        early.service.sign_in(clerk(FIVE), early.request(SignIn(LAN, "hoa sen", FIVE))).reason is Reason.WRONG_PASSWORD
    )
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in early.folder.glob("journal.sqlite*"))
    entry = reasons(early)[-1]
    assert (entry.by, entry.officer, entry.event.counter) == ("counter-5", LAN, FIVE)


def test_a_name_that_nobody_has_is_not_kept_since_it_may_be_a_password(early):
    answer = early.service.sign_in(clerk(FIVE), early.request(SignIn(OfficerId("mat khau"), PASSWORD, FIVE)))
    assert answer.reason is Reason.WRONG_PASSWORD
    assert reasons(early)[-1].officer is None


def test_a_stranger_at_the_form_is_not_taken_for_the_officer_who_sits_there(early):
    sit_down(early.service)
    form = Sender(clerk(FIVE).device, frozenset({SignIn}), FIVE)
    early.service.sign_in(form, early.request(SignIn(OfficerId("ai do"), "doan", FIVE)))
    assert (reasons(early)[-1].by, reasons(early)[-1].officer) == ("counter-5", None)


def test_a_keypad_signs_in_beside_the_queue_and_hears_later(early):
    keypad = device_sender(early.site, KEYPAD)
    wish = early.request(SignIn(LAN, PASSWORD, ONE))
    assert early.service.handle(keypad, wish) is None
    early.workers.shutdown()
    assert early.outlet.take(Acceptance) == [Acceptance(wish.id)]
    assert early.service.look(lambda queue: queue.counter_of(LAN)) == ONE


def test_a_device_without_a_right_to_sign_in_learns_nothing_of_passwords(early):
    pad = device_sender(early.site, PAD)
    for password in (PASSWORD, "hoa sen"):
        assert early.service.handle(pad, early.request(SignIn(LAN, password, FIVE))).reason is Reason.NOT_ALLOWED
    assert early.service.desk(FIVE).officer is None


def test_a_sign_in_that_cannot_be_journalled_is_not_answered(early, caplog):
    early.journal.close()
    early.service.handle(device_sender(early.site, KEYPAD), early.request(SignIn(LAN, PASSWORD, ONE)))
    early.workers.shutdown()
    assert early.outlet.take(Acceptance) == []
    assert "signing in failed" in caplog.text


def test_whoever_guesses_has_to_rest_and_the_right_one_gets_in_after_it(early):
    def attempt(password):
        return early.service.sign_in(clerk(FIVE), early.request(SignIn(LAN, password, FIVE)))

    assert {attempt("hoa sen").reason for _ in range(5)} == {Reason.WRONG_PASSWORD}
    assert attempt(PASSWORD).reason is Reason.TOO_MANY_ATTEMPTS
    early.clock.move(seconds=31)
    assert isinstance(attempt(PASSWORD), Acceptance)
    assert attempt("hoa sen").reason is Reason.WRONG_PASSWORD


def test_a_stored_acceptance_is_only_for_whoever_knows_the_password(early):
    wish = early.request(SignIn(LAN, PASSWORD, FIVE))
    accepted = early.service.sign_in(clerk(FIVE), wish)
    assert early.service.sign_in(clerk(FIVE), wish) == accepted
    forged = Request(wish.id, SignIn(LAN, "hoa sen", FIVE))
    assert early.service.sign_in(clerk(FIVE), forged) == Refusal(wish.id, Reason.WRONG_PASSWORD)


def test_a_stored_refusal_is_the_answer_also_when_it_could_be_done_by_now(early):
    wish = early.request(SignIn(LAN, "hoa sen", FIVE))
    refused = early.service.sign_in(clerk(FIVE), wish)
    early.stop()
    early.start()
    assert early.service.sign_in(clerk(FIVE), wish) == refused
    assert len(reasons(early)) == 1


def test_refusals_are_journalled_with_who_where_and_why_but_without_free_text(bench):
    number = bench.do(bench.kiosk, TakeTicket(LAND)).number
    bench.do(bench.clerk, PostMessage("Ông Nguyễn Văn A, 012345678901"))
    bench.do(bench.clerk, CallNumber(FIVE, number))
    bench.do(bench.clerk, CallNumber(FIVE, TicketNumber("012345678901")))
    bench.do(bench.clerk, Finish(FIVE, VisitId("012345678901")))
    bench.do(bench.kiosk, TakeTicket(FieldId("012345678901")))
    bench.do(bench.clerk, CallNext(CounterId(12345678901)))
    told = [(one.event.command, one.event.reason, one.event.visit, one.event.counter) for one in reasons(bench)]
    assert told == [
        ("PostMessage", Reason.NO_RIGHT, None, None),
        ("CallNumber", Reason.NO_RIGHT, "2026-11-23-B001", FIVE),
        ("CallNumber", Reason.UNKNOWN_NUMBER, None, FIVE),
        ("Finish", Reason.NOT_AT_COUNTER, None, FIVE),
        ("TakeTicket", Reason.UNKNOWN_FIELD, None, None),
        ("CallNext", Reason.NOT_ALLOWED, None, None),
    ]
    assert [(one.by, one.officer) for one in reasons(bench)][-2:] == [("kiosk-1", None), ("counter-5", LAN)]
    assert b"12345678901" not in b"".join(path.read_bytes() for path in bench.folder.glob("journal.sqlite*"))


def test_who_presses_a_keypad_is_whoever_sits_at_its_counter(early):
    keypad = device_sender(early.site, KEYPAD)
    early.do(keypad, OpenCounter(ONE))
    early.service.sign_in(clerk(ONE, MAI), early.request(SignIn(MAI, PASSWORD, ONE)))
    visit = early.do(early.kiosk, TakeTicket(CIVIL)).visit
    early.do(keypad, CallNext(ONE))
    told = [(type(one.event).__name__, one.by, one.officer) for one in early.journal.latest_day()]
    assert told[1:] == [
        ("CounterOpened", "keypad-1", None),
        ("OfficerSignedIn", "counter-1", MAI),
        ("TicketIssued", "kiosk-1", None),
        ("TicketCalled", "keypad-1", MAI),
    ]
    assert early.journal.story(visit)[-1].officer == MAI


def test_a_counter_is_told_whatever_happens_there(bench):
    def did(command):
        answer = bench.do(bench.clerk, command)
        assert isinstance(answer, Acceptance)
        state = states(bench)[FIVE]
        return state.status, state.call and state.call.times

    first = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.outlet.left.clear()
    assert did(CallNext(FIVE)) == (CounterStatus.OPEN, 1)
    bench.clock.move(seconds=6)
    assert did(Recall(FIVE, first)) == (CounterStatus.OPEN, 2)
    assert did(Park(FIVE, first)) == (CounterStatus.OPEN, None)
    assert did(Undo(FIVE, first)) == (CounterStatus.OPEN, 2)
    assert did(MarkAbsent(FIVE, first)) == (CounterStatus.OPEN, None)
    assert did(CallNumber(FIVE, TicketNumber("B001"))) == (CounterStatus.OPEN, 1)
    assert did(Transfer(first, FIVE, CIVIL)) == (CounterStatus.OPEN, None)
    second = bench.do(bench.clerk, CallNext(FIVE)).visit
    bench.outlet.left.clear()
    assert did(Finish(FIVE, second)) == (CounterStatus.OPEN, None)
    assert did(PauseCounter(FIVE)) == (CounterStatus.PAUSED, None)
    assert did(CloseCounter(FIVE)) == (CounterStatus.CLOSED, None)
    assert did(OpenCounter(FIVE)) == (CounterStatus.OPEN, None)
    assert did(SignOut(FIVE)) == (CounterStatus.CLOSED, None)


def test_the_counter_that_somebody_is_sent_to_is_told_at_once(bench):
    sit_down(bench.service, ONE, MAI)
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.do(bench.clerk, CallNext(FIVE))
    bench.outlet.left.clear()
    bench.do(bench.clerk, Transfer(visit, FIVE, to_counter=ONE))
    assert states(bench)[ONE].waiting == 1


def test_boards_are_told_when_people_go_back_to_a_line(bench):
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.do(head_page(), Transfer(visit, to_counter=FIVE))
    assert bench.outlet.take(Board)[-1].fields[0].waiting == 0
    bench.do(bench.clerk, CloseCounter(FIVE))
    assert bench.outlet.take(Board)[-1].fields[0].waiting == 1


def test_refreshing_tells_only_what_is_new(bench):
    bench.service.tell_all()
    bench.outlet.left.clear()
    bench.clock.move(seconds=3)
    bench.service.refresh()
    assert bench.outlet.left == []
    bench.do(bench.kiosk, TakeTicket(LAND))
    assert [(one.counter, one.next) for one in bench.outlet.take(CounterState)] == [(FIVE, "B001")]
    bench.do(bench.kiosk, TakeTicket(LAND))
    assert bench.outlet.take(CounterState) == []
    bench.clock.move(seconds=3)
    bench.service.refresh()
    told = {type(one) for one in bench.outlet.left}
    assert told == {CounterState, Outlook}
    assert [one.waiting for one in bench.outlet.take(Outlook)[0].fields] == [2, 0]


def test_the_next_number_is_told_at_once_where_somebody_may_go_first_now(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    second = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.outlet.left.clear()
    bench.do(head_page(), GrantPriority(second, ELDERLY))
    assert [(one.counter, one.next) for one in bench.outlet.take(CounterState)] == [(FIVE, "B002")]


def test_the_next_number_is_told_at_once_where_another_counter_that_serves_its_line_pauses(bench):
    sit_down(bench.service, ONE, MAI)
    bench.do(bench.kiosk, TakeTicket(CIVIL))
    assert bench.service.plate_now(FIVE)[0].next is None
    bench.outlet.left.clear()
    bench.do(clerk(ONE, MAI), PauseCounter(ONE))
    assert {one.counter: one.next for one in bench.outlet.take(CounterState)} == {ONE: None, FIVE: "A001"}


def test_a_message_ends_by_itself_and_the_boards_are_told(bench):
    bench.do(head_page(), PostMessage("Xin chờ", 5))
    assert bench.outlet.take(Board)[-1].message == "Xin chờ"
    bench.service.refresh()
    assert bench.outlet.take(Board) == []
    bench.clock.move(minutes=5)
    bench.service.refresh()
    assert [one.message for one in bench.outlet.take(Board)] == [None]
    bench.service.refresh()
    assert bench.outlet.take(Board) == []


def test_hours_that_were_changed_count_after_a_restart(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    bench.stop()
    bench.calendar = lambda _day: Plan((Session(time(7), time(7, 30)),))
    bench.start()
    assert bench.do(bench.kiosk, TakeTicket(LAND)).reason is Reason.OFFICE_CLOSED
    assert bench.service.look(lambda queue: queue.plan) == bench.calendar(None)
    assert [type(one.event).__name__ for one in bench.journal.latest_day()].count("HoursChanged") == 1


def test_a_counter_that_is_no_more_after_a_restart_keeps_nobody(bench):
    visit = bench.do(bench.kiosk, TakeTicket(CIVIL)).visit
    bench.do(bench.clerk, CallNext(FIVE))
    bench.stop()
    whole = bench.site
    bench.site = replace(whole, fields=whole.fields[1:], counters=whole.counters[:1])
    bench.start()
    page = sit_down(bench.service, ONE, MAI)
    assert [one.visit for one in bench.service.desk(ONE).aside] == [visit]
    assert isinstance(bench.do(page, CallNumber(ONE, TicketNumber("A001"))), Acceptance)
    assert bench.service.desk(FIVE) is None


def test_pages_read_the_whole_hall(bench):
    bench.do(bench.kiosk, TakeTicket(LAND))
    assert [len(row.people) for row in bench.service.hall().rows] == [1, 0]
    assert bench.service.now() == bench.clock()


def test_two_threads_that_sign_in_at_one_counter_get_it_once(early):
    wishes = [early.request(SignIn(who, PASSWORD, FIVE)) for who in (LAN, MAI)]
    senders = [clerk(FIVE, who) for who in (LAN, MAI)]
    list(early.workers.map(early.service.sign_in, senders, wishes))
    seated = early.service.look(lambda queue: queue.seats[FIVE].officer)
    page = clerk(FIVE, seated)
    assert isinstance(early.do(page, OpenCounter(FIVE)), Acceptance)
    other = clerk(FIVE, LAN if seated == MAI else MAI)
    assert early.do(other, CallNext(FIVE)).reason is Reason.NOT_SIGNED_IN


def test_tickets_of_a_roll_that_runs_out_are_counted_once(bench):
    visit = bench.do(bench.kiosk, TakeTicket(LAND)).visit
    bench.service.heard(Presence(KIOSK, online=True, printer=Printer.PAPER_LOW))
    report = bench.request(ReportPrint(visit, PrintState.CONFIRMED))
    for request in (bench.request(ReportPrint(visit, PrintState.SENT)), report, report):
        bench.service.handle(bench.kiosk, request)
    assert bench.service.rolls.low(KIOSK).tickets == 1
