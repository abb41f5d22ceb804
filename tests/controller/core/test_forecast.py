"""Waits: examples a clerk could check, and what must hold for every hall."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.commands import CallNext, Finish, OpenCounter, PauseCounter, TakeTicket
from contract.ids import CounterId, FieldId, SiteId
from contract.site import Counter, Device, Field, Order, Site, Tickets
from contract.topics import Role
from controller.core.day import Session
from controller.core.decide import decide
from controller.core.events import CounterOpened, DayOpened, Entry, PriorityGranted, TicketIssued, VisitTransferred
from controller.core.evolve import evolve
from controller.core.forecast import forecast, left, newcomer
from controller.core.queue import Queue
from controller.core.rights import device_sender
from tests.office import CIVIL, ELDERLY, KIOSK, LAND, MORNING, SetClock

TWO = FieldId("khac")
SESSIONS = (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17)))


def site(counters=1, minutes=10.0, quota=0, last=999, order=Order.FAIR):
    """``counters`` for land and civil status, and counter 90 for another field."""
    fields = (
        Field(LAND, "Đất đai", "B", service_min=minutes, quota=quota, last=last),
        Field(CIVIL, "Hộ tịch", "A", service_min=minutes, target_wait_min=30),
        Field(TWO, "Khác", "C", service_min=minutes),
    )
    ids = [CounterId(one) for one in range(1, counters + 1)]
    seats = (*(Counter(one, (LAND, CIVIL), order=order) for one in ids), Counter(CounterId(90), (TWO,)))
    devices = (Device(KIOSK, Role.KIOSK), *(Device(f"pad-{one.id}", Role.KEYPAD, one.id) for one in seats))
    return Site(
        SiteId("thu"), "Thử", fields, seats, devices, tickets=Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0)
    )


class Day:
    """A queue with its clock and its journal."""

    def __init__(self, sessions=None, at=MORNING, opened=(1,), **given):
        self.clock, self.journal = SetClock(at), []
        self.queue = Queue(site(**given))
        self.happen(DayOpened(MORNING.date(), sessions))
        for counter in opened:
            self.happen(CounterOpened(CounterId(counter)))

    def happen(self, *events):
        for event in events:
            self.journal.append(Entry(self.queue.seq + 1, self.clock(), KIOSK, None, event))
            evolve(self.queue, self.journal[-1])
        return events[0]

    def do(self, command, device=KIOSK):
        return self.happen(*decide(self.queue, command, self.clock(), device_sender(self.queue.site, device)))

    def press(self, command):
        return self.do(command, f"pad-{command.counter}")

    def take(self, count, field=LAND):
        return [self.do(TakeTicket(field)).visit for _ in range(count)]

    def wait(self, field=LAND):
        return newcomer(self.queue, field, self.clock())


def test_a_free_counter_means_no_wait_worth_telling():
    assert Day().wait().likely < 30


def test_who_comes_waits_for_those_ahead_one_after_the_other():
    day = Day()
    day.take(3)
    assert 25 * 60 < day.wait().likely < 33 * 60


def test_a_service_that_has_lasted_leaves_less_to_wait():
    day = Day()
    day.take(1)
    day.press(CallNext(CounterId(1)))
    early = day.wait().likely
    day.clock.move(minutes=5)
    assert day.wait().likely < early
    day.clock.move(minutes=60)
    assert day.wait().likely > 5 * 60, "who has been there for an hour will not be done at once"


def test_several_services_end_one_after_the_other_not_all_at_once():
    """Of four people being served somebody is done long before a mean service has passed."""
    day = Day(counters=4, opened=(1, 2, 3, 4))
    day.take(4)
    for counter in (1, 2, 3, 4):
        day.press(CallNext(CounterId(counter)))
    assert day.wait().likely < 4 * 60


def test_other_fields_of_the_counter_count_where_they_are_due_before():
    day = Day()
    day.take(2, LAND)
    assert day.wait(CIVIL).likely == pytest.approx(day.wait(LAND).likely, abs=1)
    day.take(2, CIVIL)
    assert day.wait(LAND).likely < day.wait(CIVIL).likely
    assert day.wait(TWO).likely < 180


def test_a_listed_counter_takes_its_first_field_until_somebody_is_overdue():
    day = Day(order=Order.LISTED)
    visits = day.take(3, CIVIL)
    assert day.wait(LAND).likely < 30
    day.clock.move(minutes=31)
    assert day.wait(LAND).likely > 20 * 60
    assert list(forecast(day.queue, day.clock()).visits) == visits


def test_the_lunch_break_is_part_of_the_wait():
    whole, broken = (Day(sessions, MORNING.replace(hour=11)) for sessions in (None, SESSIONS))
    for day in (whole, broken):
        day.take(4)
    assert broken.wait().likely - whole.wait().likely == 2 * 3600


def test_before_opening_the_wait_begins_with_the_opening():
    day = Day(SESSIONS, MORNING.replace(hour=7, minute=10), opened=())
    assert 20 * 60 < day.wait().likely < 25 * 60


def test_at_lunch_counters_that_were_used_today_are_expected_back():
    day = Day(SESSIONS, MORNING.replace(hour=11), counters=3, opened=(1,))
    day.take(9)
    visit = day.press(CallNext(CounterId(1))).visit
    day.clock.move(minutes=35)
    day.press(Finish(CounterId(1), visit))
    day.press(PauseCounter(CounterId(1)))
    one = day.wait().likely
    day.press(OpenCounter(CounterId(1)))
    assert one > 3 * 3600
    assert day.wait().likely < one


def test_a_paused_counter_is_expected_back():
    day = Day()
    day.press(PauseCounter(CounterId(1)))
    assert 5 * 60 < day.wait().likely < 10 * 60


def test_pauses_of_the_day_teach_how_long_the_next_one_lasts():
    day = Day()
    for _ in range(8):
        day.press(PauseCounter(CounterId(1)))
        day.clock.move(minutes=2)
        day.press(OpenCounter(CounterId(1)))
    day.press(PauseCounter(CounterId(1)))
    assert day.wait().likely < 5 * 60


def test_services_of_the_day_count_more_than_the_site_file():
    day = Day()
    for _ in range(12):
        visit = day.take(1)[0]
        day.press(CallNext(CounterId(1)))
        day.clock.move(minutes=2)
        day.press(Finish(CounterId(1), visit))
    day.take(5)
    assert day.wait().likely < 5 * 6 * 60
    day.take(4, TWO)
    day.happen(CounterOpened(CounterId(90)))
    assert day.wait(TWO).likely < 4 * 9 * 60, "the hall is fast today, so another field is expected to be"


def test_people_by_law_are_ahead_but_not_of_the_overdue():
    day = Day()
    first, second, third = day.take(3)
    day.happen(PriorityGranted(third, ELDERLY))
    waits = forecast(day.queue, day.clock()).visits
    assert waits[third].likely < waits[first].likely < waits[second].likely
    day.clock.move(minutes=25)
    waits = forecast(day.queue, day.clock()).visits
    assert waits[third].likely < waits[first].likely, "came before the first was due"


def test_no_more_by_law_in_a_row_than_the_cap():
    day = Day()
    ordinary, *lawful = day.take(4)
    for one in lawful:
        day.happen(PriorityGranted(one, ELDERLY))
    waits = forecast(day.queue, day.clock()).visits
    assert sorted([ordinary, *lawful], key=lambda one: waits[one].likely) == [lawful[0], lawful[1], ordinary, lawful[2]]


def test_who_waits_for_one_counter_is_forecast_there():
    day = Day(counters=2, opened=(1, 2))
    visit = day.take(1)[0]
    waiting = day.queue.visits[visit]
    day.happen(VisitTransferred(visit, LAND, "end", waiting.due, None, CounterId(2)))
    assert forecast(day.queue, day.clock()).visits[visit].likely < 30


def test_a_service_of_a_field_that_the_site_lost_is_still_waited_for():
    day = Day()
    day.happen(TicketIssued("2026-11-23-Z001", "Z001", "mat", 0, MORNING))
    day.happen(VisitTransferred("2026-11-23-Z001", "mat", "front", MORNING, None, CounterId(1)))
    day.press(CallNext(CounterId(1)))
    assert day.wait().likely > 60


def test_after_closing_nobody_is_told_a_wait_but_who_waits_is():
    day = Day(SESSIONS, MORNING.replace(hour=16, minute=45))
    visit = day.take(1)[0]
    day.clock.move(minutes=20)
    assert day.wait() is None
    assert left(day.queue, LAND, day.clock()) == 0
    assert visit in forecast(day.queue, day.clock()).visits


def test_no_range_reaches_beyond_closing_unless_the_wait_does():
    day = Day(SESSIONS, MORNING.replace(hour=16))
    day.take(3)
    assert day.wait().high == 3600
    assert day.wait().low < day.wait().likely < 3600


def test_on_a_day_off_nothing_is_said():
    day = Day(())
    assert day.wait() is None
    assert left(day.queue, LAND, day.clock()) == 0


def test_how_many_can_still_be_served():
    day = Day(SESSIONS, MORNING.replace(hour=16))
    before = left(day.queue, LAND, day.clock())
    assert before == 5
    day.take(2)
    assert left(day.queue, LAND, day.clock()) == before - 2
    assert left(Day().queue, LAND, MORNING) is None


def test_quota_and_series_are_limits_too():
    day = Day(quota=3)
    day.take(2)
    assert left(day.queue, LAND, day.clock()) == 1
    assert left(Day(SESSIONS, last=4).queue, LAND, MORNING) == 4
    assert left(Day(quota=9, last=4).queue, LAND, MORNING) == 4


def test_the_ticket_keeps_what_was_said_and_the_day_learns_from_it():
    day = Day()
    for _ in range(30):
        visit = day.take(1)[0]
        day.clock.move(minutes=2)
        day.press(CallNext(CounterId(1)))
        day.press(Finish(CounterId(1), visit))
    said = day.queue.visits[visit].wait
    first = next(iter(day.queue.visits.values())).wait
    assert first.high > 180
    assert 100 < said.high < 130, "everybody waited two minutes at a free counter"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 12), st.integers(1, 4), st.integers(0, 3), st.floats(0, 40))
def test_more_people_never_shorten_and_more_counters_never_lengthen_a_wait(people, counters, law, minutes):
    def hall(people, counters):
        day = Day(counters=counters, opened=range(1, counters + 1))
        for visit in day.take(people)[:law]:
            day.happen(PriorityGranted(visit, ELDERLY))
        day.clock.move(minutes=minutes)
        return day

    day = hall(people, counters)
    wait = day.wait()
    assert 0 <= wait.low <= wait.likely <= wait.high
    assert hall(people + 1, counters).wait().likely >= wait.likely
    assert hall(people, counters + 1).wait().likely <= wait.likely
    ahead = forecast(day.queue, day.clock())
    assert len(ahead.visits) == people
    assert all(one.likely <= wait.likely for one in ahead.visits.values())
    assert ahead.newcomers[LAND] == wait


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["take", "call", "finish", "pause", "open"]), st.floats(0.1, 15)), max_size=40)
)
def test_a_replayed_day_forecasts_the_same(steps):
    day = Day(SESSIONS, MORNING.replace(hour=7, minute=31), counters=2)
    commands = {"call": CallNext(CounterId(1)), "pause": PauseCounter(CounterId(1)), "open": OpenCounter(CounterId(1))}
    for what, minutes in steps:
        day.clock.move(minutes=minutes)
        visit = day.queue.at_counter.get(CounterId(1))
        if what == "take" and left(day.queue, LAND, day.clock()):
            day.take(1)
        elif what == "finish" and visit:
            day.press(Finish(CounterId(1), visit))
        elif what in commands and not visit and (what != "call" or len(day.queue.lines[LAND])):
            seat = day.queue.seats[CounterId(1)]
            if {"call": "open", "pause": "open", "open": "paused"}[what] == seat.status:
                day.press(commands[what])
    again = Queue(replace(day.queue.site, fields=day.queue.site.fields))
    for entry in day.journal:
        evolve(again, entry)
    assert again.pace == day.queue.pace
    assert forecast(again, day.clock()) == forecast(day.queue, day.clock())


def test_a_very_long_line_is_taken_in_strides_and_nobody_is_left_out():
    day = Day(counters=2, opened=(1, 2))
    visits = day.take(700) + day.take(3, CIVIL)
    day.happen(PriorityGranted(visits[500], ELDERLY))
    ahead = forecast(day.queue, day.clock())
    assert set(ahead.visits) == set(visits)
    order = [ahead.visits[one].likely for one in visits[:500]]
    assert order == sorted(order)
    assert ahead.visits[visits[500]].likely < 30
    assert ahead.newcomers[LAND].likely > 3 * 3600
    assert ahead.newcomers[LAND].likely >= order[-1]


def test_the_same_moment_is_worked_out_once_and_another_anew():
    day = Day()
    day.take(2)
    one = forecast(day.queue, day.clock())
    assert forecast(day.queue, day.clock()) == one
    day.clock.at += timedelta(minutes=1)
    day.take(1)
    assert forecast(day.queue, day.clock()) != one
