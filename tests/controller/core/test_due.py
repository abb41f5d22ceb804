"""When summaries are due: after closing, after the week's last open day, caught up, never twice."""

from datetime import UTC, date, datetime, time

import pytest

from controller.core.day import Plan, Session
from controller.core.due import CAUGHT_UP_DAYS, Rhythm, due, premature

BOTH = (Rhythm.DAILY, Rhythm.WEEKLY)
MONDAY = date(2026, 11, 16)
LATE = time(18, 30)


def weekdays(day: date) -> Plan:
    """Open from Monday to Friday."""
    return Plan((Session(time(7, 30), time(11, 30)), Session(time(13, 30), LATE)) if day.weekday() < 5 else ())


def names(at: datetime, *, rhythms=BOTH, begun=MONDAY, hour=18, calendar=weekdays, written=()):
    return [one.name for one in due(rhythms, at, begun, hour, calendar, written)]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def test_a_day_is_due_once_it_has_closed():
    assert names(at(16, 18, 29)) == []
    assert names(at(16, 18, 30)) == ["2026-11-16-daily"]
    assert names(at(16, 19, 59), hour=20) == []
    assert names(at(16, 20), hour=20) == ["2026-11-16-daily"]


def test_a_week_is_due_after_its_last_open_day():
    written = [f"2026-11-{day}-daily" for day in range(16, 20)]
    assert names(at(20, 18), written=written) == []
    assert names(at(20, 19), written=written) == ["2026-11-20-daily", "2026-11-16-weekly"]
    assert names(at(22, 23), written=[*written, "2026-11-20-daily", "2026-11-16-weekly"]) == []


def test_what_a_power_cut_kept_back_is_caught_up_oldest_first():
    assert names(at(18, 7), written=["2026-11-16-daily"]) == ["2026-11-17-daily"]
    assert names(at(23, 7), rhythms=[Rhythm.WEEKLY]) == ["2026-11-16-weekly"]
    assert len(names(datetime(2027, 3, 1, 12, tzinfo=UTC), rhythms=[Rhythm.DAILY])) <= CAUGHT_UP_DAYS


def test_nothing_is_due_of_the_time_before_it_began():
    assert names(at(20, 19), begun=date(2026, 11, 20)) == ["2026-11-20-daily", "2026-11-16-weekly"]
    assert names(at(21, 19), begun=date(2026, 11, 21)) == []


def test_an_office_that_never_closes_has_its_day_at_the_hour():
    assert names(at(16, 17, 59), calendar=lambda _day: Plan()) == []
    assert names(at(16, 18), calendar=lambda _day: Plan()) == ["2026-11-16-daily"]


def test_a_week_without_an_open_day_has_no_summary():
    assert names(at(23, 20), calendar=lambda _day: Plan(())) == []


@pytest.mark.parametrize("rhythms", [[Rhythm.DAILY], [Rhythm.WEEKLY], []])
def test_only_what_the_office_wants(rhythms):
    assert {one.rhythm for one in due(rhythms, at(22, 12), MONDAY, 18, weekdays, ())} == set(rhythms)


def test_what_a_clock_ahead_had_written_too_early_is_named():
    written = {
        "2026-11-16-daily": date(2026, 11, 16),
        "2026-11-17-daily": date(2026, 11, 17),
        "2026-11-16-weekly": date(2026, 11, 22),
    }
    assert premature(written, at(17, 9), 18, weekdays) == ["2026-11-17-daily", "2026-11-16-weekly"]
    assert premature(written, at(17, 19), 18, weekdays) == ["2026-11-16-weekly"]
    assert premature(written, at(20, 19), 18, weekdays) == []
