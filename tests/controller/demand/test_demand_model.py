"""The forecast on simulated years with Tết in them: better than last week, honest about its range, silent on closed days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bench.years import calendar, years
from contract.ids import CounterId, FieldId, SiteId
from contract.site import Counter, Field, Site
from controller.adapters.hours_calendar import lunar_new_year
from controller.demand.history import Arrivals
from controller.demand.looking_ahead import look_ahead
from controller.demand.model import LEAST_DAYS, DemandModel
from controller.demand.naive import seasonal_naive
from controller.demand.outlook import FILE, read_outlook, write_outlook

MEANS = {FieldId("land"): 62.0, FieldId("copies"): 130.0, FieldId("culture"): 7.0}
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PLANS = cache(calendar())
A_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def past() -> Arrivals:
    """Three years and two Tết before the one that is forecast."""
    return years(11, date(2023, 1, 2), date(2026, 4, 30), MEANS)


def mondays(first: date, weeks: int) -> Iterator[date]:
    return (first + timedelta(days=7 * week) for week in range(weeks))


def test_around_tet_it_beats_the_week_before(past: Arrivals) -> None:
    ours = naive = came = inside = hours = 0.0
    for monday in mondays(date(2026, 1, 5), 12):
        known, week = past.before(monday), [monday + timedelta(days=day) for day in range(7)]
        likely = DemandModel(known, PLANS, lunar_new_year).forecast(week)
        before = seasonal_naive(known, week)
        for day in week:
            for one in likely[day]:
                seen = past.counts.get((day, one.hour, one.field), 0)
                came += seen
                ours += abs(seen - one.likely)
                naive += abs(seen - before.get((day, one.hour, one.field), 0.0))
                inside += one.low <= seen <= one.high
                hours += 1
    assert came > 10_000
    assert ours < 0.8 * naive
    assert 0.75 <= inside / hours <= 0.97


def test_nobody_is_expected_on_a_closed_day(past: Arrivals) -> None:
    model = DemandModel(past.before(date(2026, 2, 9)), PLANS, lunar_new_year)
    sunday, tet = date(2026, 2, 15), date(2026, 2, 17)
    assert model.forecast([sunday, tet]) == {sunday: (), tet: ()}


def test_a_saturday_ends_at_noon(past: Arrivals) -> None:
    saturday = date(2026, 4, 25)
    assert {one.hour for one in DemandModel(past, PLANS, lunar_new_year).forecast([saturday])[saturday]} == {
        7,
        8,
        9,
        10,
        11,
    }


def site() -> Site:
    fields = tuple(Field(one, one, letter) for one, letter in zip(MEANS, "ABC", strict=True))
    return Site(SiteId("office"), "Office", fields, tuple(Counter(CounterId(n), tuple(MEANS)) for n in (1, 2, 3, 4, 5)))


def test_the_outlook_of_a_week(past: Arrivals, tmp_path: Path) -> None:
    at = datetime(2026, 4, 13, 18, 0, tzinfo=ZONE)
    outlook = look_ahead(site(), calendar(), lunar_new_year, past, {FieldId("land"): 700.0}, at)
    assert outlook.enough
    assert [one.day for one in outlook.days] == [date(2026, 4, 13) + timedelta(days=day) for day in range(8)]
    sunday = next(one for one in outlook.days if one.day == date(2026, 4, 19))
    assert (sunday.hours, sunday.advice, sunday.visitors()) == ((), (), 0)
    tuesday = outlook.days[1]
    seen = sum(count for (day, _, _), count in past.counts.items() if day == tuesday.day)
    assert tuesday.visitors() == pytest.approx(seen, rel=0.3)
    assert {one.hour for one in tuesday.advice} == {one.hour for one in tuesday.hours}
    assert max(len(one.counters) for one in tuesday.advice) >= 3
    assert outlook.error is not None
    assert outlook.naive_error is not None
    assert outlook.error < outlook.naive_error
    write_outlook(tmp_path, outlook)
    assert read_outlook(tmp_path) == outlook


def test_too_young_an_office_says_so(past: Arrivals) -> None:
    first = past.days[LEAST_DAYS - 1]
    outlook = look_ahead(
        site(), calendar(), lunar_new_year, past, {}, datetime.combine(first, datetime.min.time(), ZONE)
    )
    assert (outlook.enough, outlook.learned, outlook.days) == (False, LEAST_DAYS - 1, ())


@pytest.mark.parametrize(("hour", "learned"), [(9, LEAST_DAYS), (23, LEAST_DAYS + 1)])
def test_a_day_is_learned_from_once_it_has_closed(past: Arrivals, hour: int, learned: int) -> None:
    at = datetime.combine(past.days[LEAST_DAYS], time(hour), ZONE)
    assert look_ahead(site(), calendar(), lunar_new_year, past.before(at.date() + A_DAY), {}, at).learned == learned


def test_a_young_office_gets_a_forecast_of_its_own_weeks(past: Arrivals) -> None:
    first = past.days[LEAST_DAYS]
    outlook = look_ahead(
        site(), calendar(), lunar_new_year, past, {}, datetime.combine(first, datetime.min.time(), ZONE)
    )
    assert outlook.enough
    assert (outlook.error, outlook.naive_error) == (None, None)
    today = outlook.days[0]
    seen = sum(count for (day, _, _), count in past.counts.items() if day == today.day)
    assert today.visitors() == pytest.approx(seen, rel=0.5)


def test_a_file_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert read_outlook(tmp_path) is None
    (tmp_path / FILE).write_bytes(b"\xff{")
    assert read_outlook(tmp_path) is None
