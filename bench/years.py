"""Years of an office by the hour, with Tết in them: who comes, drawn by rules that the forecast does not share.

Weekdays, seasons, growth, a level that wanders, days before and after closures, campaigns, and a Tết that is different every year: people
hurry weeks before, stay away in its last days and the first after, and come back later than one thinks.
"""

import math
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from contract.hours import Hours
from contract.ids import FieldId
from controller.adapters.hours_calendar import HoursCalendar, lunar_new_year
from controller.demand.history import Arrivals

_MORNING: Final = {7: 0.55, 8: 1.45, 9: 1.30, 10: 1.0, 11: 0.35}
_AFTERNOON: Final = {13: 0.55, 14: 1.15, 15: 0.85, 16: 0.40}
_HOURS: Final = Hours(saturday=("07:30-11:30",))


@dataclass(frozen=True, slots=True)
class Habit:
    """One field's own ways, all drawn by chance."""

    mean: float
    """Visitors of an ordinary open day."""
    weekdays: tuple[float, ...]
    months: tuple[float, ...]
    growth: float
    """A year, 1.05 for five in a hundred."""
    tet: float
    """How strongly Tết is felt."""
    wander: float
    """How far the level walks from week to week (standard deviation of its logarithm)."""
    noise: float
    """Of single days."""
    afternoon: float


def calendar() -> HoursCalendar:
    """Monday to Saturday noon, closed on public holidays."""
    return HoursCalendar(_HOURS)


def years(seed: int, first: date, last: date, means: dict[FieldId, float]) -> Arrivals:
    """Visitors of each open day, hour and field."""
    chance = random.Random(seed)
    plans = calendar()
    habits = {field: _habit(chance, mean) for field, mean in means.items()}
    level = dict.fromkeys(means, 0.0)
    moods = {year: chance.uniform(0.7, 1.3) for year in range(first.year - 1, last.year + 2)}
    campaigns = set(_campaigns(chance, first, last, list(means)))
    counts: dict[tuple[date, int, FieldId], int] = defaultdict(int)
    closed_before = 0
    for day in _days(first, last):
        plan = plans(day)
        if not plan.sessions:
            closed_before += day.weekday() < 5
            continue
        half = len(plan.sessions) == 1
        soon_closed = _closed_weekdays(plans, day)
        common = chance.gauss(0, 0.05)
        for field, habit in habits.items():
            level[field] = 0.985 * level[field] + chance.gauss(0, habit.wander)
            mean = habit.mean * habit.weekdays[day.weekday()] * habit.months[day.month - 1]
            mean *= habit.growth ** ((day - first).days / 365.25) * math.exp(level[field])
            mean *= (
                _tet(day, moods) ** habit.tet * (0.93 if soon_closed else 1.0) * (1.0 + 0.12 * min(closed_before, 2))
            )
            mean *= 1.35 if ((day.isocalendar().year, day.isocalendar().week), field) in campaigns else 1.0
            mean *= math.exp(common + chance.gauss(0, habit.noise))
            for hour, share in _profile(habit, half=half).items():
                counts[day, hour, field] = _poisson(chance, mean * share)
        closed_before = 0
    return Arrivals.of((day, hour, field, count) for (day, hour, field), count in counts.items())


def _habit(chance: random.Random, mean: float) -> Habit:
    weekdays = tuple(max(0.3, base * chance.gauss(1, 0.08)) for base in (1.25, 1.05, 0.95, 0.92, 0.95, 0.55, 0.0))
    turn, swing = chance.uniform(0, 12), chance.uniform(0.03, 0.15)
    months = tuple(1 + swing * math.cos((month - turn) * math.tau / 12) + chance.gauss(0, 0.04) for month in range(12))
    return Habit(
        mean,
        weekdays,
        months,
        chance.uniform(0.95, 1.12),
        chance.uniform(0.6, 1.3),
        chance.uniform(0.005, 0.02),
        chance.uniform(0.05, 0.15),
        chance.uniform(0.6, 1.1),
    )


def _profile(habit: Habit, *, half: bool) -> dict[int, float]:
    hours = dict(_MORNING)
    if not half:
        hours |= {hour: share * habit.afternoon for hour, share in _AFTERNOON.items()}
    whole = sum(hours.values())
    return {hour: share / whole for hour, share in hours.items()}


def _tet(day: date, moods: dict[int, float]) -> float:
    """A factor; the year's mood makes it deeper or shallower."""
    known = [lunar_new_year(year) for year in (day.year - 1, day.year, day.year + 1)]
    new_year = min((one for one in known if one), key=lambda one: abs((one - day).days))
    away, mood = (day - new_year).days, moods[new_year.year]
    if -35 <= away < -8:
        return 1 + 0.40 * mood * math.sin((away + 35) / 27 * math.pi) ** 2
    if -8 <= away < 0:
        return max(0.15, 1 - 0.09 * mood * (away + 8))
    if 0 <= away < 28:
        return 1 - 0.55 * mood * math.exp(-away / 9)
    if 28 <= away < 60:
        return 1 + 0.15 * mood * math.sin((away - 28) / 32 * math.pi)
    return 1.0


def _closed_weekdays(plans: HoursCalendar, day: date) -> bool:
    following = day + timedelta(days=1)
    return following.weekday() < 5 and not plans(following).sessions


def _campaigns(
    chance: random.Random, first: date, last: date, fields: list[FieldId]
) -> Iterator[tuple[tuple[int, int], FieldId]]:
    """Weeks in which something is suddenly asked of many, for one field each; nobody is told before."""
    weeks = sorted({day.isocalendar()[:2] for day in _days(first, last)})
    for week in chance.sample(weeks, len(weeks) // 30):
        yield (week[0], week[1]), chance.choice(fields)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way for small means, the normal law for large ones."""
    if mean > 60:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
