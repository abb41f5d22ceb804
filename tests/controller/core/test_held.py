"""Numbers that kiosks hold: which, for whom, for how long; and what the controller does with one that was given."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from contract.commands import CallNext, CancelVisit, Finish, HoldNumbers, ReportTicket, TakeTicket, Undo
from contract.ids import DeviceId, FileCode, RequestId
from contract.notices import Reason
from contract.site import Device, Tickets
from contract.topics import Role
from controller.core import events as e
from controller.core.day import Plan
from controller.core.decide import decide
from controller.core.evolve import evolve
from controller.core.queue import Stage
from controller.core.rights import device_sender
from controller.core.series import places_to_hold
from controller.core.views import board, counter_state, invitation
from tests.controller.core.engine_day import WORKDAY, Day, with_field
from tests.office import CIVIL, FIVE, HANOI, KIOSK, LAND, MORNING, PAD, clerk, head_page, small_site

OTHER = DeviceId("kiosk-2")
CODE = FileCode("H56.14-240823-0001")
RULES = Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=3)


def site(**changes):
    small = small_site(tickets=replace(RULES, **changes))
    return replace(small, devices=(*small.devices, Device(OTHER, Role.KIOSK)))


class Office(Day):
    """A day at two kiosks; the tap of every command is known."""

    def kiosk(self, device=KIOSK):
        return device_sender(self.site, device)

    def hold(self, device=KIOSK, field=LAND, book="book"):
        self.happen(
            *decide(self.queue, HoldNumbers(field, book), self.clock(), self.kiosk(device)), sender=self.kiosk(device)
        )
        return self.queue.held_by(device, field, book)

    def report(self, number, taken=None, tap="tap", device=KIOSK, code=None):
        command = ReportTicket(RequestId(tap), number, taken or self.clock(), code)
        events = decide(self.queue, command, self.clock(), self.kiosk(device))
        self.happen(*events, sender=self.kiosk(device))
        return events

    def take(self, tap, field=LAND, code=None):
        (event,) = decide(self.queue, TakeTicket(field, code), self.clock(), self.kiosk())
        entry = e.Entry(self.queue.seq + 1, self.clock(), KIOSK, RequestId(tap), event)
        evolve(self.queue, entry)
        return event

    def line(self, field=LAND):
        return [self.queue.visits[one].number for one in self.queue.lines[field].row(by_law=False)]


@pytest.fixture
def office():
    return Office(site())


def test_the_last_numbers_of_the_series_are_held_and_nobody_misses_them(office):
    assert office.hold() == ["B997", "B998", "B999"]
    assert office.take("r1").number == "B001"
    assert office.hold(OTHER) == ["B994", "B995", "B996"]
    assert office.hold(field=CIVIL) == ["A997", "A998", "A999"]


def test_what_is_held_already_is_not_held_again(office):
    first = office.hold()
    assert decide(office.queue, HoldNumbers(LAND, "book"), office.clock(), office.kiosk()) == []
    office.report("B997")
    assert office.hold() == ["B998", "B999", "B996"]
    assert first != office.hold()


def test_a_lost_memory_gets_other_numbers_and_not_without_end(office):
    seen = [number for book in "abcdef" for number in office.hold(book=book)]
    assert seen == ["B997", "B998", "B999", "B994", "B995", "B996", "B991", "B992", "B993"]


def test_the_normal_way_goes_around_what_is_held_until_nothing_is_left():
    office = Office(with_field(site(), LAND, last=5))
    office.take("r1")
    assert office.hold() == ["B003", "B004", "B005"]
    assert office.queue.places_left(office.queue.fields[LAND]) == 1
    assert office.hold(OTHER) == ["B002"]
    assert office.hold(OTHER, book="new") == []
    assert office.refused(TakeTicket(LAND), head_page()) is Reason.SERIES_EXHAUSTED
    assert places_to_hold({}, office.queue.fields[LAND], {3}, 9) == [1, 2, 4, 5]


def test_numbers_between_held_ones_are_still_given():
    office = Office(with_field(site(), LAND, last=5))
    office.hold()
    office.happen(e.NumbersHeld(LAND, ("B001",), "x"))
    assert office.take("r1").number == "B002"


@pytest.mark.parametrize("book", ["", "x" * 65])
def test_no_memory_no_numbers(office, book):
    assert office.refused(HoldNumbers(LAND, book), office.kiosk()) is Reason.UNKNOWN_FIELD


def test_none_are_held_where_the_office_wants_none_or_is_closed():
    assert Office(site(block=0)).hold() == []
    assert Office(site(), Plan(())).hold() == []
    assert Office(site(), Plan((replace(WORKDAY.sessions[0], closes=time(7, 45)),))).hold() == []
    unknown = with_field(site(), LAND, offered=False)
    assert Office(unknown).refused(HoldNumbers(LAND, "b"), device_sender(unknown, KIOSK)) is Reason.UNKNOWN_FIELD
    assert Office(site()).refused(HoldNumbers("khac", "b"), device_sender(site(), KIOSK)) is Reason.UNKNOWN_FIELD


def test_only_a_kiosk_holds_numbers(office):
    assert office.refused(HoldNumbers(LAND, "book"), device_sender(office.site, PAD)) is Reason.NOT_ALLOWED
    assert office.refused(HoldNumbers(LAND, "book"), head_page()) is Reason.NO_RIGHT


def test_a_reported_number_stands_where_its_tap_came_in_time(office):
    office.hold()
    office.hold(OTHER)
    taps = [office.clock() + timedelta(minutes=one) for one in range(4)]
    office.clock.move(minutes=5)
    office.take("r1")
    office.report("B998", taps[2], "c")
    office.report("B994", taps[1], "b", OTHER)
    office.report("B997", taps[0], "a")
    office.report("B995", taps[3], "d", OTHER)
    assert office.line() == ["B997", "B994", "B998", "B995", "B001"]
    assert office.queue.visits["2026-11-23-B997"].issued_at == taps[0]
    assert office.take("r2").number == "B002"


def test_a_clock_is_believed_only_as_far_as_it_can_be_right(office):
    office.hold()
    held = office.clock()
    office.clock.move(minutes=1)
    assert office.report("B997", held - timedelta(hours=3), "a")[0].taken_at == held
    assert office.report("B998", held + timedelta(hours=3), "b")[0].taken_at == office.clock()
    naive = datetime(2026, 11, 23, 8, 0, 30)  # noqa: DTZ001 - what a foreign kiosk may send
    assert office.report("B999", naive, "c")[0].taken_at == naive.replace(tzinfo=HANOI)


def test_of_two_numbers_for_one_tap_the_one_that_was_shown_is_called(office):
    held = office.hold()
    office.take("r1", code=CODE)
    issued, voided = office.report(held[0], tap="r1", code=CODE)
    assert voided == e.TicketVoided("2026-11-23-B001", issued.visit)
    assert office.line() == ["B997"]
    assert office.queue.visits["2026-11-23-B001"].stage is Stage.CANCELLED
    assert office.queue.issued[LAND] == 1
    assert office.queue.holder(CODE).number == "B997"
    assert office.refused(CancelVisit("2026-11-23-B001"), head_page()) is Reason.NOT_IN_LINE


@pytest.mark.parametrize("far", ["called", "finished"])
def test_a_number_that_nobody_has_leaves_counter_board_and_rating(office, far):
    held = office.hold()
    office.take("r1")
    office.clock.move(minutes=1)
    office.take("r2", CIVIL)
    visit = office.do(CallNext(FIVE)).visit
    if far == "finished":
        office.do(Finish(FIVE, visit))
    office.report(held[0], tap="r1")
    assert counter_state(office.queue, FIVE, office.clock()).call is None
    assert board(office.queue, office.clock()).calls == ()
    assert invitation(office.queue, FIVE).visit is None
    assert office.refused(Undo(FIVE, visit)) is Reason.NOTHING_TO_UNDO
    assert office.queue.visits[visit].stage is Stage.CANCELLED
    assert office.do(CallNext(FIVE), clerk(FIVE)).visit == "2026-11-23-B997"


def test_a_void_leaves_what_others_do_alone(office):
    held = office.hold()
    office.take("r1")
    office.take("r2")
    office.happen(e.CounterOpened(1))
    first, second = office.do(CallNext(FIVE)).visit, "2026-11-23-B002"
    office.do(Finish(FIVE, first))
    office.do(CallNext(FIVE))
    office.report(held[0], tap="r1")
    assert counter_state(office.queue, FIVE, office.clock()).call.visit == second
    office.happen(e.TicketVoided("2026-11-23-B777", second))
    assert office.do(Undo(FIVE, second))


def test_a_number_is_reported_once_by_who_held_it_on_its_day(office):
    held = office.hold()
    office.report(held[0])
    assert refused(office, held[0]) is Reason.UNKNOWN_NUMBER
    assert refused(office, held[1], device=OTHER) is Reason.UNKNOWN_NUMBER
    assert refused(office, "B500") is Reason.UNKNOWN_NUMBER
    assert refused(office, "nonsense") is Reason.UNKNOWN_NUMBER
    yesterday = office.clock()
    office.clock.move(hours=24)
    office.happen(e.DayOpened(date(2026, 11, 24)))
    assert refused(office, held[1], yesterday) is Reason.NOT_OF_TODAY
    assert refused(office, held[1]) is Reason.UNKNOWN_NUMBER


@pytest.mark.parametrize(
    "spelled", ["B0998", "B00998", "b998", "B\u0669\u0669\u0668", "B998 ", "B" + "9" * 5000, "B", ""]
)
def test_a_held_number_has_one_spelling_so_that_it_is_given_once(office, spelled):
    office.hold()
    assert refused(office, spelled) is Reason.UNKNOWN_NUMBER


@pytest.mark.parametrize("tap", ["", "x" * 65])
def test_a_tap_that_no_kiosk_made_is_not_journalled(office, tap):
    held = office.hold()
    assert office.refused(ReportTicket(tap, held[0], office.clock()), office.kiosk()) is Reason.UNKNOWN_NUMBER


def test_a_number_of_yesterday_does_not_use_up_the_same_number_of_today(office):
    yesterday = office.clock()
    assert office.hold() == ["B997", "B998", "B999"]
    office.clock.move(hours=24)
    office.happen(e.DayOpened(date(2026, 11, 24)))
    assert office.hold() == ["B997", "B998", "B999"]
    assert refused(office, "B997", yesterday) is Reason.NOT_OF_TODAY
    assert office.report("B997", tap="today")


def refused(office, number, taken=None, device=KIOSK):
    return office.refused(ReportTicket("x", number, taken or office.clock()), office.kiosk(device))


def test_before_the_first_day_nothing_is_of_today():
    office = Office(site())
    office.queue.open(None, Plan())
    assert refused(office, "B999") is Reason.NOT_OF_TODAY
    assert office.refused(HoldNumbers(LAND, "b"), office.kiosk()) is Reason.UNKNOWN_FIELD


def test_a_given_number_counts_although_the_field_was_shut_or_lost_meanwhile(office):
    held = office.hold()
    office.happen(e.FieldClosed(LAND))
    office.report(held[0], tap="a")
    lost = replace(office.site, fields=office.site.fields[1:])
    office.site = office.queue.site = lost
    office.queue.fields = {one.id: one for one in lost.fields}
    del office.queue.lines[LAND]
    issued = office.report(held[1], tap="b")[0]
    assert (issued.due - issued.taken_at, issued.ahead, issued.route) == (timedelta(minutes=20), 0, ())


def test_a_receipt_keeps_the_number_that_it_has(office):
    held = office.hold()
    office.take("r1", code=CODE)
    assert office.report(held[0], tap="another", code=CODE)[0].file_code is None
    assert office.queue.holder(CODE).number == "B001"


@pytest.mark.parametrize(
    ("said", "kept"), [("en", "en"), ("ede-VN", "ede-VN"), ("x" * 9, "vi"), ("Nguyễn", "vi"), ("", "vi")]
)
def test_the_language_of_the_citizen_is_kept_and_nothing_else(office, said, kept):
    visit = office.do(TakeTicket(LAND, language=said)).visit
    assert office.queue.visits[visit].language == kept


def test_what_is_held_ends_with_the_day(office):
    office.hold()
    office.clock.move(hours=24)
    office.happen(e.DayOpened((MORNING + timedelta(days=1)).date()))
    assert office.queue.held == {}
    assert office.hold() == ["B997", "B998", "B999"]
