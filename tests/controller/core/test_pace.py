"""What the day teaches about services, absences, gaps, pauses and the range of a wait."""

from datetime import timedelta

import pytest

from contract.ids import CounterId, FieldId
from controller.core.day import Plan
from controller.core.pace import Pace
from controller.core.trust import Trust
from controller.core.worktime import WorkTime, begun
from tests.controller.core.test_forecast import SESSIONS
from tests.office import LAND, MORNING

ONE = CounterId(1)


def test_the_latest_services_count_most():
    pace = Pace()
    for seconds in [600.0] * 40 + [300.0] * 30:
        pace.served(LAND, ONE, seconds, MORNING)
    assert 300 < pace.services_s({LAND: 600.0})[LAND] - pace.gap_s < 430


def test_a_field_that_told_nothing_goes_with_the_hall():
    pace = Pace()
    for _ in range(40):
        pace.served(LAND, ONE, 1200.0, MORNING)
    other = FieldId("khac")
    services = pace.services_s({LAND: 600.0, other: 300.0})
    assert 500 < services[other] < 620
    pace.served(FieldId("mat"), ONE, 5.0, MORNING)
    assert pace.services_s({LAND: 600.0, other: 300.0}) == services, "a field without an expectation teaches nothing"


def test_a_forgotten_finish_does_not_count_for_hours():
    pace = Pace()
    pace.served(LAND, ONE, 9 * 3600.0, MORNING)
    assert pace.services[LAND].total == 7200


def test_people_who_leave_make_the_others_wait_less():
    patient, gone = Pace(), Pace()
    for pace, misses in ((patient, False), (gone, True)):
        for _ in range(30):
            pace.called(1800.0)
            if misses:
                pace.missed(ONE, 30.0, MORNING)
    assert gone.leaving.expected(600.0, 1800.0) < 400 < patient.leaving.expected(600.0, 1800.0)
    assert patient.leaving.expected(600.0, 0.0) > 580


def test_gaps_are_learnt_where_somebody_was_waiting_only():
    pace = Pace()
    usual = pace.gap_s
    pace.taken(ONE, MORNING, MORNING)
    pace.served(LAND, ONE, 60.0, MORNING)
    pace.taken(ONE, MORNING + timedelta(seconds=5), MORNING + timedelta(seconds=40))
    pace.taken(ONE, MORNING - timedelta(minutes=5), MORNING + timedelta(minutes=9))
    assert pace.gap_s == usual
    for _ in range(40):
        pace.taken(ONE, MORNING - timedelta(minutes=5), MORNING + timedelta(seconds=40))
    assert pace.gap_s > 20


def test_meals_and_late_shifts_are_no_pauses_and_no_delays():
    pace = Pace()
    before = (pace.pause_s, pace.late_s)
    pace.back(7200.0)
    pace.opened(7200.0)
    assert (pace.pause_s, pace.late_s) == before
    pace.back(60.0)
    pace.opened(600.0)
    assert pace.pause_s < before[0]
    assert pace.late_s > before[1]


def test_the_range_follows_the_errors_of_the_day():
    calm, wild = Trust(), Trust()
    for place in range(400):
        calm.learn(1200.0, 1200.0 + place % 20, 8)
        wild.learn(1200.0, 300.0 if place % 2 else 4800.0, 8)
    usual = Trust().ranges().say(1200.0, 8)
    assert calm.ranges().say(1200.0, 8)[1] - calm.ranges().say(1200.0, 8)[0] < usual[1] - usual[0]
    assert wild.ranges().say(1200.0, 8)[0] < usual[0] < usual[1] < wild.ranges().say(1200.0, 8)[1]


@pytest.mark.parametrize("ahead", [0, 1, 5, 62, 63, 500])
def test_the_range_grows_narrower_beside_the_wait_with_more_people_ahead(ahead):
    low, high = Trust().ranges().say(3600.0, ahead)
    assert 0 < low < 3600 < high
    assert high <= Trust().ranges().say(3600.0, 0)[1]


def test_a_strange_day_makes_no_absurd_range():
    trust = Trust()
    for _ in range(60):
        trust.learn(10.0, 9 * 3600.0, 0)
        trust.learn(600.0, 9 * 3600.0, 0)
    assert trust.ranges().say(10.0, 0)[1] <= 16 * 60
    assert trust.ranges().say(1200.0, 0)[1] <= 75 * 60


def test_a_free_counter_has_a_range_of_its_own():
    trust = Trust()
    for _ in range(100):
        trust.learn(10.0, 4.0, 0)
    assert trust.ranges().say(10.0, 0) == (pytest.approx(4.0, abs=1), 10.0)
    assert trust.ranges().say(1200.0, 8) == Trust().ranges().say(1200.0, 8)


def test_working_time_leaves_the_break_out_and_goes_on_after_closing():
    time = WorkTime(Plan(SESSIONS), MORNING.replace(hour=11))
    assert time.serving
    assert time.closing == 4 * 3600
    assert [time.wall(one) for one in (0, 1800, 1801, 6 * 3600)] == [0, 1800, 9001, 8 * 3600]
    assert [time.work(one) for one in (0, 1800, 5000, 9001, 8 * 3600)] == [0, 1800, 1800, 1801, 6 * 3600]
    assert not WorkTime(Plan(SESSIONS), MORNING.replace(hour=12)).serving
    assert WorkTime(Plan(()), MORNING).closing == 0
    assert WorkTime(Plan(), MORNING).closing is None


def test_how_long_a_session_has_begun():
    plan = Plan(SESSIONS)
    assert begun(plan, MORNING.replace(hour=7)) is None
    assert begun(plan, MORNING) == 1800
    assert begun(plan, MORNING.replace(hour=14)) == 1800
    assert begun(Plan(), MORNING) is None
    assert begun(Plan(SESSIONS[:1]), MORNING) == 1800
