"""Whether a change of the clock begins another day: midnight does, a jump only where nobody waits any more."""

from datetime import time, timedelta

from controller.core.day import Plan, Session
from controller.core.day_guard import DRIFT, TOLERANCE, Anchor, DayGuard
from tests.controller.core.engine_day import Day
from tests.office import MORNING

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def looked(guard, day, *, clock, steady):
    """Which day it is when the clock says so much after the morning, and a steady one so much."""
    return guard.day(day.queue, MORNING + clock, steady.total_seconds())


def waiting():
    day, guard = Day(), DayGuard()
    day.take()
    assert looked(guard, day, clock=0 * HOUR, steady=0 * HOUR) == MORNING.date()
    return day, guard


def test_a_jump_forward_and_back_leaves_the_day_of_those_who_wait():
    day, guard = waiting()
    assert looked(guard, day, clock=DAY, steady=HOUR) == MORNING.date()
    assert guard.held
    assert looked(guard, day, clock=2 * HOUR, steady=2 * HOUR) == MORNING.date()
    assert not guard.held


def test_a_clock_that_is_put_right_by_minutes_is_followed():
    day, guard = waiting()
    assert looked(guard, day, clock=HOUR + TOLERANCE, steady=HOUR) == MORNING.date()
    assert not guard.held


def test_midnight_is_no_jump():
    day, guard = waiting()
    assert looked(guard, day, clock=DAY, steady=DAY) == MORNING.date() + DAY
    assert not guard.held


def test_nobody_is_kept_where_nobody_waits():
    day, guard = Day(), DayGuard()
    looked(guard, day, clock=0 * HOUR, steady=0 * HOUR)
    assert looked(guard, day, clock=DAY, steady=HOUR) == MORNING.date() + DAY
    assert not guard.held


def test_a_day_that_has_closed_or_is_not_this_one_keeps_nobody():
    day, guard = waiting()
    assert looked(guard, day, clock=3 * DAY, steady=DAY) == MORNING.date() + 3 * DAY
    closing = (MORNING + HOUR).time()
    day, guard = Day(plan=Plan((Session(time(0, 0), closing),))), DayGuard()
    day.take()
    looked(guard, day, clock=0 * HOUR, steady=0 * HOUR)
    assert looked(guard, day, clock=DAY + 2 * HOUR, steady=2 * HOUR) == MORNING.date() + DAY
    assert not guard.held


def test_an_anchor_of_an_earlier_run_holds_the_day_and_a_drift_is_no_news():
    day, first = waiting()
    guard = DayGuard(anchor=first.anchor)
    assert looked(guard, day, clock=DAY, steady=HOUR) == MORNING.date()
    assert guard.held
    assert first.anchor.is_off(None)
    assert not Anchor(MORNING + HOUR + DRIFT, HOUR.total_seconds()).is_off(first.anchor)
    assert Anchor(MORNING + HOUR + 2 * DRIFT, HOUR.total_seconds()).is_off(first.anchor)
