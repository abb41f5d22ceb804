"""Tomorrow and the week after it: the forecast of an office, how good it has lately been, and the counters to open."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from contract.ids import FieldId
from contract.site import Site
from controller.demand.advice import advise
from controller.demand.day_features import NewYear
from controller.demand.history import Arrivals
from controller.demand.model import LEAST_DAYS, DemandModel
from controller.demand.naive import seasonal_naive
from controller.demand.outlook import DayDemand, DemandOutlook, HourDemand
from controller.ports import Calendar

AHEAD: Final = 8
"""Days from today on: today's own, tomorrow, and a week."""
_TRIED_WEEKS: Final = 4
"""Weeks of the office's own past that are forecast again, to say how good it is."""


def look_ahead(
    site: Site,
    calendar: Calendar,
    new_year: NewYear,
    arrivals: Arrivals,
    service_s: Mapping[FieldId, float],
    at: datetime,
) -> DemandOutlook:
    """``arrivals`` may hold the present day, which is learned from once it has closed.

    ``service_s``: mean seconds of one service, where known.
    """
    today, plans = at.date(), cache(calendar)
    closes = plans(today).closing(at)
    known = arrivals.before(today + timedelta(days=1) if closes is not None and closes <= at else today)
    if len(known.days) < LEAST_DAYS:
        return DemandOutlook(at, len(known.days), enough=False)
    coming = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    expected = DemandModel(known, plans, new_year).forecast(coming)
    seconds = {one.id: service_s.get(one.id, one.service_min * 60) for one in site.fields}
    days = tuple(_day(site, plans, seconds, day, expected[day]) for day in coming)
    error, naive_error = _tried(known, plans, new_year)
    return DemandOutlook(at, len(known.days), True, days, error, naive_error)


def _day(
    site: Site, calendar: Calendar, seconds: Mapping[FieldId, float], day: date, expected: tuple[HourDemand, ...]
) -> DayDemand:
    plan = calendar(day)
    if plan.sessions == ():
        return DayDemand(day, closed=plan.words)
    work: dict[int, dict[FieldId, float]] = {}
    for one in expected:
        if one.field in seconds:
            work.setdefault(one.hour, {})[one.field] = one.likely * seconds[one.field]
    return DayDemand(day, expected, advise(work, site.counters))


def _tried(known: Arrivals, calendar: Calendar, new_year: NewYear) -> tuple[float | None, float | None]:
    """Both errors over the last weeks, each forecast from what was known when it began."""
    wrong = naive_wrong = 0.0
    came = 0
    for back in range(_TRIED_WEEKS, 0, -1):
        begins = known.days[-1] + timedelta(days=1 - 7 * back)
        before = known.before(begins)
        week = [day for day in known.days if begins <= day < begins + timedelta(days=7)]
        if len(before.days) < LEAST_DAYS or not week:
            continue
        naive = seasonal_naive(before, week)
        likely = {
            (day, one.hour, one.field): one.likely
            for day, hours in DemandModel(before, calendar, new_year).forecast(week).items()
            for one in hours
        }
        seen = {key: count for key, count in known.counts.items() if key[0] in set(week)}
        came += sum(seen.values())
        wrong += sum(abs(seen.get(key, 0) - likely.get(key, 0.0)) for key in seen.keys() | likely.keys())
        naive_wrong += sum(abs(seen.get(key, 0) - naive.get(key, 0.0)) for key in seen.keys() | naive.keys())
    return (float(wrong / came), float(naive_wrong / came)) if came else (None, None)
