"""A clock that jumps by days and hours, forward and back, with restarts between: no number twice, no day twice, no ticket lost."""

import tempfile
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.commands import CallNext, Finish, OpenCounter, SignIn, TakeTicket
from contract.notices import Receipt
from controller.adapters.json_clock import JsonClock, ticks
from controller.core.day import Plan, Session
from controller.core.day_guard import Anchor, SteadyClock
from controller.core.events import DayOpened, TicketIssued
from controller.replay import check
from tests.controller.driven_day import Office
from tests.office import CIVIL, FIVE, LAN, LAND, MORNING, PASSWORD

DAY = timedelta(days=1)
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


def day_of(office):
    return office.service.look(lambda queue: queue.day)


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


class Steady:
    """An office whose controller has a clock that only goes forward beside the one that may be set."""

    def __init__(self, folder, plan=None):
        self.office, self.ticks = Office(folder, plan) if plan else Office(folder), 0.0
        self.folder, self.boot = folder, folder / "boot_id"
        self.boot.write_text("first\n")
        self.knows_day()
        self.office.do(self.office.five, SignIn(LAN, PASSWORD, FIVE))
        self.office.do(self.office.five, OpenCounter(FIVE))

    def knows_day(self):
        """As the controller does when it starts."""
        clock = JsonClock(self.folder, self.boot)
        self.days = self.office.service.keep_day(SteadyClock(lambda: self.ticks, clock.read(), clock.keep))

    def restart(self, *, machine=False):
        """The controller's, or that of the whole machine, which counts its ticks anew."""
        self.office.close()
        if machine:
            self.boot.write_text(f"{self.boot.read_text()}another")
            self.ticks = 20.0
        self.office.open()
        self.knows_day()
        self.office.service.refresh()

    def goes(self, **by):
        """Time passes."""
        self.office.clock.at += timedelta(**by)
        self.ticks += timedelta(**by).total_seconds()
        self.office.service.refresh()

    def is_set(self, by):
        """Somebody, or a time server, sets the clock."""
        self.office.clock.at += by
        self.office.service.refresh()

    def call(self):
        """The next one comes, and goes."""
        called = self.office.do(self.office.five, CallNext(FIVE))
        self.office.do(self.office.five, Finish(FIVE, called.visit))
        return called.visit


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


# Restarts -------------------------------------------------------------------------------------------------------------


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
