"""The forecast without a thought, which every other has to beat: as on the same weekday of the week before."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from contract.ids import FieldId
from controller.demand.history import Arrivals

_WEEKS: Final = 8
"""So far back a weekday that was worked is looked for."""


def seasonal_naive(arrivals: Arrivals, days: Sequence[date]) -> dict[tuple[date, int, FieldId], float]:
    """The latest same weekday that was worked and is known, hour by hour; nothing where there is none."""
    known = set(arrivals.days)
    found: dict[tuple[date, int, FieldId], float] = {}
    for day in days:
        weeks = (day - timedelta(days=7 * back) for back in range(1, _WEEKS + 1))
        like = next((one for one in weeks if one in known), None)
        if like is not None:
            found |= {(day, hour, field): count for (one, hour, field), count in arrivals.counts.items() if one == like}
    return found
