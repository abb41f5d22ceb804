"""A clock that was set, or lost its time, while the controller or its machine was away; and what is kept of it for the next start."""

from datetime import timedelta

import pytest

from controller.adapters.json_clock import JsonClock, ticks
from controller.core.day_guard import Anchor
from controller.replay import check
from tests.controller.steady_clock import DAY, Steady, day_of
from tests.office import CIVIL, MORNING


@pytest.mark.parametrize("jump", [DAY, -DAY, 40 * DAY])
def test_a_controller_that_starts_within_a_jump_sends_nobody_home(tmp_path, jump):
    hall = Steady(tmp_path)
    given = [hall.office.take(CIVIL)]
    hall.is_set(jump)
    hall.goes(minutes=5)
    for _ in range(2):
        hall.restart()
        assert (day_of(hall.office), hall.days.held) == (MORNING.date(), True)
        given.append(hall.office.take(CIVIL))
        hall.goes(minutes=5)
    hall.is_set(-jump)
    hall.restart()
    assert (day_of(hall.office), hall.days.held) == (MORNING.date(), False)
    given.append(hall.office.take(CIVIL))
    assert [one[-3:] for one in given] == ["001", "002", "003", "004"]
    assert check(hall.office.journal.all()).faults == []
    hall.office.close()


def test_a_clock_that_is_set_while_the_controller_is_away_has_jumped_as_well(tmp_path):
    hall = Steady(tmp_path)
    hall.office.take(CIVIL)
    hall.office.clock.at += DAY
    hall.restart()
    assert (day_of(hall.office), hall.days.held) == (MORNING.date(), True)
    hall.office.close()


@pytest.mark.parametrize("away", [timedelta(hours=15), timedelta(days=9, hours=15)], ids=["a night", "Tet"])
@pytest.mark.parametrize("machine", [False, True], ids=["controller", "machine"])
def test_a_morning_is_never_kept_in_the_day_before(tmp_path, away, machine):
    """Somebody was left waiting in the evening; the controller, or its machine, was off since, and nothing was written meanwhile."""
    hall = Steady(tmp_path)
    hall.office.take(CIVIL)
    hall.goes(hours=9)
    hall.office.clock.at += away
    hall.ticks += away.total_seconds()
    hall.restart(machine=machine)
    assert (day_of(hall.office), hall.days.held) == (hall.office.clock.at.date(), False)
    assert hall.office.take(CIVIL)[-3:] == "001"
    hall.office.close()


@pytest.mark.parametrize("dead", [MORNING.replace(year=1970, month=1), MORNING.replace(year=2025, month=3)])
@pytest.mark.parametrize("waits", [False, True])
def test_an_empty_battery_that_a_time_server_puts_right(tmp_path, dead, waits):
    """In the morning, with somebody left from the evening or not; and once more when the day is open and nobody has come yet."""
    hall = Steady(tmp_path)
    taken = hall.office.take(CIVIL)
    if not waits:
        assert hall.call() == taken
    for morning in (MORNING + DAY, MORNING + DAY + timedelta(minutes=20)):
        hall.office.clock.at = dead
        hall.restart(machine=True)
        hall.goes(seconds=40)
        hall.is_set(morning - hall.office.clock.at)
        assert (day_of(hall.office), hall.days.held) == (morning.date(), False)
    assert hall.office.take(CIVIL)[-3:] == "001"
    hall.restart(machine=True)
    assert hall.office.take(CIVIL)[-3:] == "002"
    hall.office.close()


def test_a_clock_without_a_battery_and_a_server_has_its_days_all_the_same(tmp_path):
    hall = Steady(tmp_path)
    hall.office.clock.at = MORNING.replace(year=1970, month=1) + DAY
    hall.restart(machine=True)
    hall.goes(days=1)
    assert day_of(hall.office) == hall.office.clock.at.date()
    assert hall.office.take(CIVIL)[-3:] == "001"
    hall.office.close()


def test_the_clock_is_kept_when_it_is_set_and_not_whenever_it_is_looked_at(tmp_path):
    hall = Steady(tmp_path)
    kept = (tmp_path / "clock.json").stat().st_mtime_ns
    for _ in range(20):
        hall.goes(hours=1)
    assert (tmp_path / "clock.json").stat().st_mtime_ns == kept
    hall.is_set(timedelta(minutes=5))
    clock = JsonClock(tmp_path, hall.boot)
    assert clock.read() == Anchor(hall.office.clock.at, hall.ticks)
    hall.office.close()


@pytest.mark.parametrize(
    "worn",
    [
        b"[",
        b"\xff",
        b"[" * 5000,
        b'{"boot":"first","anchor":{"at":"2026-11-23T08:00:00","ticks":1}}',
        b'{"boot":"first","anchor":{"at":"2026-11-23T08:00:00+07:00","ticks":1e15}}',
        b'{"boot":"first","anchor":{"at":"9999-12-31T23:59:59-07:00","ticks":1}}',
    ],
)
def test_a_kept_clock_that_cannot_be_read_is_as_good_as_none(tmp_path, worn):
    hall = Steady(tmp_path)
    (tmp_path / "clock.json").write_bytes(worn)
    assert JsonClock(tmp_path, hall.boot).read() is None
    hall.restart()
    assert day_of(hall.office) == MORNING.date()
    hall.office.close()


def test_a_machine_that_does_not_tell_its_starts_keeps_nothing(tmp_path):
    clock = JsonClock(tmp_path, tmp_path / "none")
    clock.keep(Anchor(MORNING, ticks()))
    assert clock.read() is None
    assert list(tmp_path.iterdir()) == []


def test_the_clock_of_this_machine_is_known_again(tmp_path):
    before = ticks()
    assert 0 < before <= ticks()
    JsonClock(tmp_path).keep(Anchor(MORNING, before))
    assert JsonClock(tmp_path).read() == Anchor(MORNING, before)
