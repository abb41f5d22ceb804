"""A clock that jumps by days and hours, forward and back, with restarts between: no number twice, no day twice, no ticket lost."""

import tempfile
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.commands import CallNext, OpenCounter, SignIn, TakeTicket
from contract.notices import Receipt
from controller.core.day import Plan, Session
from controller.core.events import DayOpened, TicketIssued
from controller.replay import check
from tests.controller.driven_day import Office
from tests.controller.steady_clock import DAY, Steady, day_of
from tests.office import CIVIL, FIVE, LAN, LAND, MORNING, PASSWORD

STEPS = st.lists(
    st.one_of(
        st.just("take"),
        st.just("call"),
        st.just("restart"),
        st.sampled_from([DAY, -DAY, timedelta(hours=5), timedelta(hours=-5), 40 * DAY, -40 * DAY]),
    ),
    min_size=4,
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_whatever_the_clock_does(steps):
    with tempfile.TemporaryDirectory() as folder:
        office, given_numbers = Office(Path(folder)), []
        office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
        office.do(office.five, OpenCounter(FIVE))
        for step in steps:
            if step == "take":
                answer = office.do(office.kiosk, TakeTicket(LAND), seconds=1)
                if isinstance(answer, Receipt):
                    given_numbers.append(answer.visit)
            elif step == "call":
                office.do(office.five, CallNext(FIVE), seconds=1)
            elif step == "restart":
                office.close()
                office.open()
            else:
                office.clock.at += step
        entries = list(office.journal.all())
        office.close()
    found = check(entries)
    assert found.faults == []
    assert len(set(given_numbers)) == len(given_numbers)
    issued = [one.event.visit for one in entries if isinstance(one.event, TicketIssued)]
    assert issued == given_numbers
    days = [one.event.day for one in entries if isinstance(one.event, DayOpened)]
    assert len(set(days)) == len(days)


def test_a_day_ahead_and_back_in_mid_day_costs_nobody_a_place(tmp_path):
    """The battery is empty, the time server puts it right: people who waited still wait, under the numbers on their paper."""
    office = Office(tmp_path)
    first, second = office.take(LAND), office.take(LAND)
    office.clock.at -= DAY
    third = office.take(LAND)
    assert [one[-3:] for one in (first, second, third)] == ["001", "002", "003"]
    assert day_of(office) == MORNING.date()
    office.close()
    office.open()
    assert office.take(LAND)[-3:] == "004"
    office.clock.at += DAY
    assert office.take(LAND)[-3:] == "005"
    office.close()


def test_entries_of_the_future_stay_and_the_present_goes_on(tmp_path):
    """Numbers that were given while the clock was a day ahead: put right, the day of the paper goes on, and its tickets can be called."""
    office = Office(tmp_path)
    office.clock.at += DAY
    early = office.take(LAND)
    office.clock.at -= DAY
    later = office.take(LAND)
    assert early != later
    office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
    office.do(office.five, OpenCounter(FIVE))
    called = {office.do(office.five, CallNext(FIVE)).visit}
    assert called <= {early, later}
    assert check(office.journal.all()).faults == []
    office.close()


@pytest.mark.parametrize("jump", [DAY, -DAY, 40 * DAY, timedelta(hours=3)])
def test_who_waits_keeps_number_and_place_through_a_jump_and_back(tmp_path, jump):
    """In mid-day, after a day that was opened long ago, so that the clock's day is one that nobody knows yet."""
    hall = Steady(tmp_path)
    hall.goes(days=3)
    hall.office.do(hall.office.five, SignIn(LAN, PASSWORD, FIVE))
    hall.office.do(hall.office.five, OpenCounter(FIVE))
    day = day_of(hall.office)
    given = [hall.office.take(CIVIL)]
    hall.is_set(jump)
    assert (day_of(hall.office), hall.days.held) == (day, True)
    given.append(hall.office.take(CIVIL))
    assert hall.call() == given[0]
    hall.goes(hours=1)
    hall.is_set(-jump)
    assert (day_of(hall.office), hall.days.held) == (day, False)
    given.append(hall.office.take(CIVIL))
    assert [one[-3:] for one in given] == ["001", "002", "003"]
    assert [hall.call(), hall.call()] == given[1:]
    hall.goes(days=1)
    assert day_of(hall.office) == day + DAY
    assert check(hall.office.journal.all()).faults == []
    hall.office.close()


def test_whoever_was_called_by_a_clock_that_was_ahead_fills_no_day(tmp_path):
    """Put right, the call lies in the future: the counter is busy for as long as ever, not until then."""
    hall = Steady(tmp_path)
    hall.office.take(CIVIL)
    hall.is_set(DAY)
    hall.office.do(hall.office.five, CallNext(FIVE))
    hall.is_set(-DAY)
    assert hall.office.take(CIVIL)[-3:] == "002"
    hall.office.close()


def test_a_jump_begins_the_day_once_nobody_waits(tmp_path):
    hall = Steady(tmp_path)
    hall.office.take(CIVIL)
    hall.is_set(DAY)
    assert day_of(hall.office) == MORNING.date()
    hall.call()
    hall.goes(seconds=1)
    assert (day_of(hall.office), hall.days.held) == (MORNING.date() + DAY, False)
    hall.office.close()


@pytest.mark.parametrize("plan", [None, Plan((Session(time(7), time(17)),))])
def test_a_jump_that_lasts_begins_the_day_when_the_open_one_ends(tmp_path, plan):
    """Where the office closes, at its last closing: whoever waits then is served no more; else at the midnight of the steady clock."""
    hall = Steady(tmp_path, plan)
    hall.office.take(CIVIL)
    hall.is_set(DAY)
    hall.goes(hours=8)
    assert day_of(hall.office) == MORNING.date()
    hall.goes(hours=2 if plan else 9)
    assert day_of(hall.office) == hall.office.clock.at.date()
    hall.office.close()


def test_midnight_is_no_jump(tmp_path):
    hall = Steady(tmp_path)
    hall.office.take(CIVIL)
    hall.goes(hours=15, minutes=50)
    assert day_of(hall.office) == MORNING.date()
    hall.goes(minutes=20)
    assert (day_of(hall.office), hall.days.held) == (MORNING.date() + DAY, False)
    hall.goes(hours=8)
    assert hall.office.take(CIVIL)[-3:] == "001"
    hall.office.close()
