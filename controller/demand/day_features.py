"""What a day's date says about how many will come: numbers that a model weighs, the same for every field.

Tết moves with the moon: days are told by their distance from its first day, as hats (1 at one distance, falling to 0 at its neighbours), so
that each year's Tết teaches about the next although it stands at another date.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from controller.ports import Calendar

NewYear = Callable[[int], date | None]
"""The first day of the lunar year that begins in a year, where it is known."""

_BEFORE: Final = (-42, -35, -28, -21, -14, -10, -7, -5, -3, -1)
_AFTER: Final = (3, 6, 9, 12, 16, 21, 28, 38, 50, 65)
_KNOTS: Final = (*_BEFORE, *_AFTER)
_HARMONICS: Final = 2
_LOOKED: Final = 12
"""Days around in which closed days are looked for; the longest Tết closes for nine."""


def features(day: date, calendar: Calendar, new_year: NewYear) -> list[float]:
    """Always as many, most between 0 and 1; the office works on ``day``."""
    return [*_weekday(day), *_season(day), *_month(day), *_closures(day, calendar), *_tet(day, new_year)]


def _weekday(day: date) -> list[float]:
    return [float(day.weekday() == one) for one in range(7)]


def _season(day: date) -> list[float]:
    turn = day.timetuple().tm_yday / 365.25 * math.tau
    return [wave(turn * step) for step in range(1, _HARMONICS + 1) for wave in (math.sin, math.cos)]


def _month(day: date) -> list[float]:
    """Its first and its last days."""
    left = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - day).days - 1
    return [max(0.0, 1 - (day.day - 1) / 5), max(0.0, 1 - left / 5)]


def _closures(day: date, calendar: Calendar) -> list[float]:
    """Closed weekdays just before (one, more), and just after."""
    before, after = _closed(day, -1, calendar), _closed(day, 1, calendar)
    return [float(before == 1), float(before > 1), float(after > 0)]


def _closed(day: date, step: int, calendar: Calendar) -> int:
    """Weekdays between ``day`` and the next day that is worked, in the direction of ``step``."""
    count = 0
    for away in range(1, _LOOKED + 1):
        other = day + timedelta(days=step * away)
        if calendar(other).sessions != ():
            return count
        count += other.weekday() < 5
    return count


def _tet(day: date, new_year: NewYear) -> list[float]:
    known = [one for year in (day.year - 1, day.year, day.year + 1) if (one := new_year(year))]
    if not known:
        return [0.0] * len(_KNOTS)
    away = min(((day - one).days for one in known), key=abs)
    return [_hat(away, place, _KNOTS) for place in range(len(_KNOTS))]


def _hat(at: float, place: int, knots: Sequence[float]) -> float:
    middle = knots[place]
    if at == middle:
        return 1.0
    if at < middle and place > 0:
        return max(0.0, 1 - (middle - at) / (middle - knots[place - 1]))
    if at > middle and place < len(knots) - 1:
        return max(0.0, 1 - (at - middle) / (knots[place + 1] - middle))
    return 0.0
