"""Rules of the house about numbers: when one is given, which, and where its holder stands."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from contract.commands import CloseField, LookUpFile, OpenField, PrintState, ReportPrint, TakeTicket
from contract.ids import FieldId, FileCode, PriorityId, VisitId
from contract.notices import Door, Reason
from contract.site import Tickets
from controller.core import views
from controller.core.day import Plan, Session
from controller.core.decide import decide
from controller.core.events import DayOpened, FileLookedUp
from controller.core.forecast import forecast
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender
from controller.core.series import spelled
from controller.core.tickets import door
from tests.controller.core.engine_day import DAY, PAY, WORKDAY, Day, wide_site, with_field
from tests.office import (
    CIVIL,
    ELDERLY,
    FIVE,
    HANOI,
    KIOSK,
    LAND,
    MORNING,
    clerk,
    head_page,
    small_site,
)

CODE = FileCode("H56.14-240823-0001")
STRICT = Tickets(double_tap_s=1.0, per_minute=4, per_minute_peak=2, peak_waiting=6)


def test_each_field_has_its_own_series():
    day = Day()
    given = [day.take(field)[-4:] for field in (LAND, CIVIL, LAND, LAND, CIVIL)]
    assert given == ["B001", "A001", "B002", "B003", "A002"]


def test_people_ahead_are_those_of_the_own_field():
    day = Day()
    ahead = [day.do(TakeTicket(field)).ahead for field in (LAND, CIVIL, LAND, CIVIL, LAND)]
    assert ahead == [0, 0, 1, 1, 2]


def test_a_series_begins_and_ends_where_the_site_file_says():
    day = Day(with_field(small_site(), LAND, first=500, last=501))
    assert [day.take(), day.take()] == ["2026-11-23-B500", "2026-11-23-B501"]
    assert day.refused(TakeTicket(LAND)) is Reason.SERIES_EXHAUSTED
    assert day.refused(TakeTicket(LAND), head_page()) is Reason.SERIES_EXHAUSTED
    assert door(day.queue, day.queue.fields[LAND], MORNING)[0] is Door.FULL


def test_a_new_day_starts_every_series_again_and_nobody_waits():
    day = Day()
    day.take()
    day.call()
    day.clock.at = MORNING + DAY
    day.happen(DayOpened(day.clock().date()))
    assert day.take() == "2026-11-24-B001"
    assert len(day.queue.visits) == 1
    assert day.refused(TakeTicket(FieldId("khong-co"))) is Reason.UNKNOWN_FIELD


def test_no_number_before_the_day_is_opened():
    with pytest.raises(RefusedError):
        decide(Queue(small_site()), TakeTicket(LAND), MORNING, device_sender(small_site(), KIOSK))


def test_a_field_that_people_are_only_sent_on_to_gives_numbers_at_the_desk_alone():
    day = Day(wide_site())
    assert day.refused(TakeTicket(PAY)) is Reason.UNKNOWN_FIELD
    assert day.do(TakeTicket(PAY), head_page()).number == "C001"


@pytest.mark.parametrize(
    ("at", "reason", "opens"),
    [
        (time(6, 59), Reason.OFFICE_NOT_OPEN, time(7, 0)),
        (time(7, 0), None, None),
        (time(12, 30), None, None),
        (time(16, 0), None, None),
        (time(17, 0), Reason.OFFICE_CLOSED, None),
    ],
)
def test_numbers_are_given_from_half_an_hour_before_opening_through_lunch_until_closing(at, reason, opens):
    day = Day(plan=WORKDAY)
    day.clock.at = datetime.combine(MORNING.date(), at, HANOI)
    if reason is None:
        assert day.do(TakeTicket(LAND)).number == "B001"
        return
    refusal = day.refusal(TakeTicket(LAND))
    assert (refusal.reason, refusal.opens_at and refusal.opens_at.timetz()) == (
        reason,
        opens and opens.replace(tzinfo=HANOI),
    )
    assert day.do(TakeTicket(LAND), head_page()).number == "B001"


def test_on_a_holiday_the_office_is_closed_and_the_next_opening_is_said():
    opening = datetime(2026, 11, 24, 7, 30)  # noqa: DTZ001 - local, as the calendar says it
    day = Day()
    day.happen(DayOpened(MORNING.date(), (), "Nghỉ lễ", opening))
    refusal = day.refusal(TakeTicket(LAND))
    assert (refusal.reason, refusal.opens_at) == (Reason.OFFICE_CLOSED, datetime(2026, 11, 24, 7, 0, tzinfo=HANOI))


def test_a_quota_counts_the_numbers_of_the_day():
    day = Day(with_field(small_site(), LAND, quota=2))
    day.take()
    day.serve()
    day.take()
    assert day.refused(TakeTicket(LAND)) is Reason.QUOTA_REACHED
    assert door(day.queue, day.queue.fields[LAND], day.clock())[0] is Door.FULL
    assert day.do(TakeTicket(LAND), head_page()).number == "B003"


def test_a_field_that_is_full_says_so_before_opening():
    day = Day(with_field(small_site(), LAND, quota=1), WORKDAY, at=MORNING.replace(hour=6))
    day.do(TakeTicket(LAND), head_page())
    outlook = views.outlook(day.queue, day.clock(), forecast(day.queue, day.clock()))
    assert [one.door for one in outlook.fields] == [Door.FULL, Door.NOT_YET]


def test_an_hour_of_work_gives_no_more_numbers_than_can_be_served():
    day = Day(plan=Plan((Session(time(7, 30), time(8, 31)),)))
    given = 0
    while True:
        try:
            day.do(TakeTicket(LAND))
        except RefusedError as refusal:
            assert refusal.reason is Reason.DAY_FULL  # noqa: PT017 - counted until then
            break
        given += 1
        assert given < 60
    assert 1 <= given <= 12  # half an hour at one or two counters, ten minutes each
    assert door(day.queue, day.queue.fields[LAND], day.clock())[0] is Door.FULL


def test_a_slipped_finger_gets_no_second_number_but_another_field_or_kiosk_does():
    day = Day(small_site(tickets=STRICT))
    day.do(TakeTicket(LAND))
    assert day.refused(TakeTicket(LAND)) is Reason.TAPPED_TWICE
    day.do(TakeTicket(CIVIL))
    day.later(seconds=1)
    assert day.do(TakeTicket(LAND)).number == "B002"


def test_numbers_of_one_kiosk_and_field_are_limited_by_the_minute_and_more_so_at_peaks():
    day = Day(small_site(tickets=STRICT))
    for _ in range(4):
        day.take()
        day.later(seconds=1)
    assert day.refused(TakeTicket(LAND)) is Reason.TOO_MANY_TICKETS
    day.later(seconds=53)
    day.take()
    day.take()
    day.later(seconds=61)
    assert [day.take()[-4:] for _ in range(2)] == ["B007", "B008"]
    assert day.refused(TakeTicket(LAND)) is Reason.TOO_MANY_TICKETS
    assert day.do(TakeTicket(LAND), head_page()).number == "B009"


def test_a_clock_that_was_set_back_locks_nobody_out():
    day = Day(small_site(tickets=STRICT))
    for _ in range(4):
        day.take()
    day.later(minutes=-5)
    assert [day.take()[-4:] for _ in range(2)] == ["B005", "B006"]


def test_a_clock_that_was_set_back_lets_nobody_overtake():
    day = Day()
    people = [day.take()]
    day.later(hours=-1)
    people += [day.take(), day.take(priority=ELDERLY)]
    day.later(hours=2)
    people.append(day.take())
    assert [day.serve() for _ in range(4)] == [people[2], people[0], people[1], people[3]]


def test_one_receipt_has_one_live_number():
    day = Day()
    visit = day.take(file_code=CODE)
    assert day.visit(visit).file_code == CODE
    refusal = day.refusal(TakeTicket(CIVIL, CODE))
    assert (refusal.reason, refusal.number) == (Reason.RECEIPT_HAS_NUMBER, "B001")
    day.call()
    assert day.refused(TakeTicket(CIVIL, CODE)) is Reason.RECEIPT_HAS_NUMBER
    day.finish()
    assert day.do(TakeTicket(CIVIL, CODE)).number == "A001"


def test_a_closed_field_gives_no_numbers():
    day = Day()
    waiting = day.take()
    day.do(CloseField(LAND))
    assert day.refused(TakeTicket(LAND)) is Reason.FIELD_CLOSED
    assert day.refused(CloseField(LAND)) is Reason.ALREADY_SO
    assert day.call() == waiting
    day.do(OpenField(LAND))
    assert day.refused(OpenField(LAND)) is Reason.ALREADY_SO
    assert day.take() == "2026-11-23-B002"
    for command in (OpenField, CloseField):
        assert day.refused(command(FieldId("khong-co"))) is Reason.UNKNOWN_FIELD


def test_priority_at_the_desk_is_granted_by_a_head_alone_and_the_journal_knows_which():
    day = Day()
    assert day.refused(TakeTicket(LAND, priority=ELDERLY)) is Reason.NOT_ALLOWED
    assert day.refused(TakeTicket(LAND, priority=ELDERLY), clerk(FIVE)) is Reason.NO_RIGHT
    assert day.refused(TakeTicket(LAND, priority=PriorityId("quen-biet")), head_page()) is Reason.UNKNOWN_PRIORITY
    first, second = day.take(), day.take(priority=ELDERLY)
    assert day.visit(second).priority == ELDERLY
    assert (day.journal[-1].officer, day.journal[-1].by) == ("hoa", "head")
    assert [day.serve(), day.serve()] == [second, first]


@pytest.mark.parametrize(
    ("booked", "due"),
    [
        (timedelta(minutes=30), timedelta(minutes=30)),
        (timedelta(minutes=-10), timedelta(minutes=-10)),
        (timedelta(minutes=-16), timedelta(minutes=20)),
        (DAY, timedelta(minutes=20)),
    ],
)
def test_who_is_booked_is_due_at_that_time_and_who_comes_too_late_waits_like_the_others(booked, due):
    day = Day()
    visit = day.take(appointed_at=MORNING + booked)
    assert day.visit(visit).due == MORNING + due
    assert day.visit(visit).appointed_at == MORNING + booked


def test_appointments_are_mixed_with_the_others_by_their_times():
    day = Day()
    walk_in, booked, early = day.take(), day.take(appointed_at=MORNING), day.take(appointed_at=MORNING + DAY / 24)
    last = day.take()
    assert [day.serve() for _ in range(4)] == [booked, walk_in, last, early]


def test_a_booking_in_another_zone_is_read_in_the_offices_own():
    day = Day()
    there = (MORNING + timedelta(minutes=5)).astimezone(UTC)
    assert day.visit(day.take(appointed_at=there)).due.isoformat() == "2026-11-23T08:05:00+07:00"
    naive = (MORNING + timedelta(minutes=7)).replace(tzinfo=None)
    assert day.visit(day.take(appointed_at=naive)).due == MORNING + timedelta(minutes=7)


def test_a_booking_of_long_ago_is_the_same_in_the_journal():
    day = Day()
    day.clock.at = MORNING.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))  # its offset of 1900 had seconds
    visit = day.take(appointed_at=datetime(1900, 1, 1, tzinfo=UTC))
    booked = day.visit(visit).appointed_at
    assert msgspec.json.decode(msgspec.json.encode(booked), type=datetime).isoformat() == booked.isoformat()


ABSURD = (datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC))  # noqa: DTZ901


@pytest.mark.parametrize("moment", ABSURD)
def test_an_absurd_booking_is_no_booking(moment):
    day = Day()
    assert day.visit(day.take(appointed_at=moment)).due == MORNING + timedelta(minutes=20)


def test_paper_and_look_ups_leave_the_queue_alone():
    day = Day()
    visit = day.take()
    before = views.board(day.queue, MORNING)
    day.do(ReportPrint(visit, PrintState.FAILED, "paper_out"))
    day.happen(FileLookedUp(CODE, "found", 4))
    after = views.board(day.queue, MORNING)
    assert (before.calls, before.fields) == (after.calls, after.fields)
    assert day.refused(ReportPrint(VisitId("x"), PrintState.SENT)) is Reason.UNKNOWN_VISIT


@pytest.mark.parametrize(("told", "kept"), [("paper_out", "paper_out"), ("079123456789 \x1b[2J", None), (None, None)])
def test_only_a_printers_own_words_are_kept(told, kept):
    day = Day()
    printed = day.do(ReportPrint(day.take(), PrintState.FAILED, told))
    assert printed.trouble == kept


def test_a_look_up_is_no_business_of_the_queue():
    day = Day()
    with pytest.raises(TypeError):
        decide(day.queue, LookUpFile(CODE), MORNING, device_sender(day.site, KIOSK))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("B012", "B012"), ("b12", "B012"), (" a7 ", "A007"), ("B1234", "B1234"), ("", ""), ("٣١", "٣١"), ("B٣", "B٣")],
)
def test_a_number_may_be_typed_carelessly(typed, number):
    assert spelled(typed) == number
