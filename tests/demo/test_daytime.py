"""Whenever an office is played, its midnight is hours away, and its date is this machine's."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from demo.daytime import by_day
from tests.office import small_site


@pytest.mark.parametrize("ahead", [-8, -4.5, 0, 5.75, 7, 12])
@pytest.mark.parametrize("hour", range(24))
def test_midnight_is_hours_away_on_the_same_date(ahead, hour):
    at = datetime(2026, 11, 22, hour, 59, tzinfo=timezone(timedelta(hours=ahead)))
    there = at.astimezone(ZoneInfo(by_day(small_site(), at).timezone))
    assert there.date() == at.date()
    assert 2 <= there.hour <= 21


def test_it_is_day_now():
    assert 2 <= datetime.now(ZoneInfo(by_day(small_site()).timezone)).hour <= 21
