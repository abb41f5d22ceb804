"""What a date says: always the same numbers, Tết by the moon, closures by the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.hours import Closure, Hours
from controller.adapters.hours_calendar import HoursCalendar, lunar_new_year
from controller.demand.day_features import features

CALENDAR = HoursCalendar(Hours(closures=(Closure("2026-09-10"),)))


def of(day: date) -> list[float]:
    return features(day, CALENDAR, lunar_new_year)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2023, date(2023, 1, 22)), (2024, date(2024, 2, 10)), (2025, date(2025, 1, 29)), (2026, date(2026, 2, 17))],
)
def test_the_first_day_of_the_lunar_year(year: int, day: date) -> None:
    assert lunar_new_year(year) == day


def test_after_the_library_s_last_year_there_is_no_tet() -> None:
    assert lunar_new_year(2150) is None
    assert len(of(date(2150, 2, 1))) == len(of(date(2026, 2, 1)))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_always_as_many_and_within_bounds(day: date) -> None:
    found = of(day)
    assert len(found) == len(of(date(2026, 1, 1)))
    assert all(-1 <= one <= 1 for one in found)


@given(st.integers(-42, 65))
def test_a_day_near_tet_is_shared_out_among_its_neighbours(away: int) -> None:
    near = of(date(2026, 2, 17) + timedelta(days=away))
    assert sum(near[-20:]) == pytest.approx(1.0)


def test_the_same_distance_from_tet_is_the_same_in_every_year() -> None:
    one, other = (of(new_year - timedelta(days=12)) for new_year in (date(2025, 1, 29), date(2026, 2, 17)))
    assert one[-20:] == other[-20:]


def test_days_around_a_closure() -> None:
    before, after = of(date(2026, 9, 9)), of(date(2026, 9, 11))
    usual = of(date(2026, 9, 16))
    assert (before[13:16], after[13:16], usual[13:16]) == ([0, 0, 1], [1, 0, 0], [0, 0, 0])


def test_an_office_that_never_closes_has_no_closures() -> None:
    assert features(date(2026, 2, 18), HoursCalendar(None), lunar_new_year)[13:16] == [0, 0, 0]
