"""The forecast: a Poisson regression of each field's days on what their dates say, and each field's habit of hours.

scikit-learn's ``PoissonRegressor``: the mean is a product of weekday, season, Tết and closures, as visitors behave, and its
penalty keeps what a short history cannot know at "no effect". Newer days weigh more, and the last weeks' level corrects
the whole. It forecasts days of a fortnight, not of years.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom
from sklearn.linear_model import PoissonRegressor

from contract.ids import FieldId
from controller.demand.day_features import NewYear, features
from controller.demand.history import Arrivals
from controller.demand.outlook import HourDemand
from controller.ports import Calendar

Floats = NDArray[np.float64]

LEAST_DAYS: Final = 10
"""Worked days below which nothing is said."""
RANGE: Final = (0.1, 0.9)
"""One in ten hours brings fewer than ``low``, one in ten more than ``high``."""
_PENALTY: Final = 1e-3
_HALF_LIFE: Final = 300.0
"""Days after which a day weighs half in the effects of dates."""
_HABIT_LIFE: Final = 120.0
"""The same for the habit of hours."""
_LEVEL_DAYS: Final = 18
"""Worked days whose sum corrects the level."""
_LEVEL_DOUBT: Final = 30.0
"""Visitors of doubt in that correction: few visitors say little about the level."""
_SAME_SHAPE: Final = 12.0
"""Days of doubt in the habit of one weekday, against that of all days of the same hours."""


class DemandModel:
    """Fitted to all that is known; ``calendar`` and ``new_year`` tell of past and coming days alike."""

    def __init__(self, arrivals: Arrivals, calendar: Calendar, new_year: NewYear) -> None:
        self._calendar = calendar
        self._new_year = new_year
        self._days = arrivals.days
        self._last = arrivals.days[-1]
        self._age = np.array([(self._last - day).days for day in self._days], float)
        shapes = np.array([self._features(day) for day in self._days])
        weights = 0.5 ** (self._age / _HALF_LIFE)
        self._models: dict[FieldId, PoissonRegressor] = {}
        self._level: dict[FieldId, float] = {}
        self._habit: dict[FieldId, dict[tuple[int, int], float]] = {}
        self._spread: dict[FieldId, float] = {}
        for field, counts in arrivals.of_days().items():
            seen = np.array([counts[day] for day in self._days], float)
            model = PoissonRegressor(alpha=_PENALTY, solver="newton-cholesky").fit(shapes, seen, sample_weight=weights)
            likely = model.predict(shapes)
            recent = slice(-_LEVEL_DAYS, None)
            self._models[field] = model
            self._level[field] = float((seen[recent].sum() + _LEVEL_DOUBT) / (likely[recent].sum() + _LEVEL_DOUBT))
            self._habit[field] = self._hours(arrivals, field)
            self._spread[field] = _overdispersion(seen, likely, weights)

    def forecast(self, days: Sequence[date]) -> Mapping[date, tuple[HourDemand, ...]]:
        """By day, in order of hour and field; nothing on days that are closed."""
        return {day: tuple(self._day(day)) if self._calendar(day).sessions != () else () for day in days}

    def _day(self, day: date) -> list[HourDemand]:
        shape = np.array([self._features(day)])
        keys: list[tuple[int, FieldId]] = []
        means: list[float] = []
        spreads: list[float] = []
        for field, model in self._models.items():
            whole = float(model.predict(shape)[0]) * self._level[field]
            for hour, share in self._shares(field, day).items():
                keys.append((hour, field))
                means.append(whole * share)
                spreads.append(self._spread[field])
        low, high = _range(np.array(means), np.array(spreads))
        found = zip(keys, means, low, high, strict=True)
        return sorted(
            (HourDemand(hour, field, mean, least, most) for (hour, field), mean, least, most in found),
            key=lambda one: (one.hour, one.field),
        )

    def _features(self, day: date) -> list[float]:
        return features(day, self._calendar, self._new_year)

    def _hours(self, arrivals: Arrivals, field: FieldId) -> dict[tuple[int, int], float]:
        """Weighted visitors by weekday and hour."""
        found: dict[tuple[int, int], float] = {}
        for (day, hour, one), count in arrivals.counts.items():
            if one == field:
                key = (day.weekday(), hour)
                found[key] = found.get(key, 0.0) + count * 0.5 ** ((self._last - day).days / _HABIT_LIFE)
        return found

    def _shares(self, field: FieldId, day: date) -> dict[int, float]:
        """Of one day's visitors by hour: the weekday's own habit, leaning on all days where that is young."""
        habit = self._habit[field]
        hours = self._open_hours(day)
        everybody = {hour: sum(habit.get((one, hour), 0.0) for one in range(7)) for hour in hours}
        own = {hour: habit.get((day.weekday(), hour), 0.0) for hour in hours}
        total, weight = sum(everybody.values()), sum(own.values())
        if total <= 0:
            return dict.fromkeys(hours, 1 / len(hours)) if hours else {}
        lean = _SAME_SHAPE * total / max(1, len(self._days))
        return {hour: (own[hour] + lean * everybody[hour] / total) / (weight + lean) for hour in hours}

    def _open_hours(self, day: date) -> list[int]:
        """Hours of the clock in which numbers were ever taken and the office is about to open or is open."""
        sessions = self._calendar(day).sessions
        if sessions is None:
            return sorted({hour for habit in self._habit.values() for _, hour in habit})
        spans = [(one.opens.hour - 1, one.closes.hour) for one in sessions]
        seen = sorted({hour for habit in self._habit.values() for _, hour in habit})
        return [hour for hour in seen if any(begin <= hour <= end for begin, end in spans)]


def _overdispersion(seen: Floats, likely: Floats, weights: Floats) -> float:
    """How much more than by chance days wander: variance = mean + spread x mean squared."""
    above = (weights * ((seen - likely) ** 2 - likely)).sum()
    return max(1e-4, float(above / max(1e-9, (weights * likely**2).sum())))


def _range(means: Floats, spreads: Floats) -> tuple[list[int], list[int]]:
    """Negative binomial: visitors by chance around a mean that itself wanders."""
    means = np.maximum(means, 1e-6)
    low, high = (nbinom.ppf(part, 1 / spreads, 1 / (1 + spreads * means)) for part in RANGE)
    return low.astype(int).tolist(), high.astype(int).tolist()
