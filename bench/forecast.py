"""``forecast``: visitors by hour and field of simulated years with Tết in them, against the same weekday of the week before.

Each Monday of the last fifteen months a week is forecast from what was known until then, for offices that nothing was tuned on.
"""

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from bench.table import Row
from bench.years import calendar, years
from contract.ids import FieldId
from controller.adapters.hours_calendar import lunar_new_year
from controller.demand.history import Arrivals
from controller.demand.model import DemandModel
from controller.demand.naive import seasonal_naive
from controller.simulation.behaviour import read_office

_SEEDS: Final = (501, 502, 503, 504)
_FIRST: Final = date(2022, 1, 3)
_TESTED: Final = (date(2025, 1, 6), date(2026, 3, 30))
_LAST: Final = date(2026, 4, 30)
_NEAR_TET: Final = range(-35, 41)
"""Days from the first of the lunar year that count as "around Tết"."""
_GOAL: Final = 1.0


@dataclass(slots=True)
class Tally:
    """Sums of wrong visitors, and hours whose count was inside the range."""

    ours: float = 0.0
    naive: float = 0.0
    came: int = 0
    inside: int = 0
    hours: int = 0


def measure() -> list[Row]:
    """About three minutes."""
    site, behaviour = read_office("thu-dau-mot")
    whole = sum(one.share for one in behaviour.fields.values())
    means = {one: behaviour.visits * demand.share / whole for one, demand in behaviour.fields.items() if demand.share}
    tallies: dict[str, Tally] = defaultdict(Tally)
    spent = fits = 0.0
    for seed in _SEEDS:
        past = years(seed, _FIRST, _LAST, means)
        begun = time.thread_time()
        fits += _weeks(past, tallies)
        spent += time.thread_time() - begun
    against = "the same hour, field and weekday of the last week that was worked"
    rows = []
    for name, one in sorted(tallies.items()):
        rows += [
            Row(f"{name}: wrong visitors", round(one.ours / one.naive, 3), "x", _GOAL, against),
            Row(
                f"{name}: wrong visitors, of all",
                round(one.ours / one.came, 3),
                "",
                against=f"{one.naive / one.came:.3f}",
            ),
            Row(f"{name}: hours inside the range of 8 in 10", round(one.inside / one.hours, 3), ""),
        ]
    fields = len([one for one in site.fields if one.id in means])
    return [*rows, Row(f"a fit of {fields} fields and a week's forecast", round(1000 * spent / fits), "ms")]


def _weeks(past: Arrivals, tallies: dict[str, Tally]) -> int:
    plans, worked = cache(calendar()), set(past.days)
    fields = past.fields()
    monday, count = _TESTED[0], 0
    while monday < _TESTED[1]:
        known, week = past.before(monday), [monday + timedelta(days=day) for day in range(7)]
        likely = DemandModel(known, plans, lunar_new_year).forecast(week)
        naive = seasonal_naive(known, week)
        for day in worked & set(week):
            told = {(one.hour, one.field): one for one in likely[day]}
            seen = {(hour, field): past.counts[day, hour, field] for one, hour, field in past.counts if one == day}
            for name in ("all weeks", "weeks around Tết" if _near_tet(monday) else "other weeks"):
                _count(tallies[name], day, seen, told, naive, fields)
        monday, count = monday + timedelta(days=7), count + 1
    return count


def _count(tally: Tally, day: date, seen: dict, told: dict, naive: dict, fields: tuple[FieldId, ...]) -> None:  # type: ignore[type-arg]
    for hour in {hour for hour, _ in seen | told}:
        for field in fields:
            came, one = seen.get((hour, field), 0), told.get((hour, field))
            tally.came += came
            tally.hours += 1
            tally.ours += abs(came - (one.likely if one else 0.0))
            tally.inside += one is not None and one.low <= came <= one.high
            tally.naive += abs(came - naive.get((day, hour, field), 0.0))


def _near_tet(monday: date) -> bool:
    known = [one for year in (monday.year - 1, monday.year, monday.year + 1) if (one := lunar_new_year(year))]
    return min(((monday - one).days for one in known), key=abs) in _NEAR_TET
