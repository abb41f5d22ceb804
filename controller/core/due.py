"""Which summaries are due: a day's after its closing, a week's after its last open day, each once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from controller.core.day import Plan
from controller.core.period import week_of

_WEEK_DAYS = 7
CAUGHT_UP_DAYS = 31
"""How far back a summary is still written that a power cut or a holiday of the machine has kept from being written."""


class Rhythm(StrEnum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Due:
    """A summary of the days from ``since`` to ``until``, both included."""

    rhythm: Rhythm
    since: date
    until: date

    @property
    def name(self) -> str:
        """``2026-11-22-daily``: one for each, and in the order of days."""
        return f"{self.since.isoformat()}-{self.rhythm}"


def due(
    rhythms: Collection[Rhythm],
    at: datetime,
    begun: date,
    hour: int,
    calendar: Callable[[date], Plan],
    written: Collection[str],
) -> Sequence[Due]:
    """What ought to be there at ``at`` and is not in ``written``, oldest first.

    ``begun`` is the day from which summaries are written at all; ``hour`` the earliest one of a day's.
    """
    first = max(begun, at.date() - timedelta(days=CAUGHT_UP_DAYS))
    days = [first + timedelta(days=one) for one in range((at.date() - first).days + 1)]
    found = [Due(Rhythm.DAILY, day, day) for day in days if _over(day, at, hour, calendar)]
    for monday in sorted({week_of(day) for day in days}):
        opened = [day for day in (monday + timedelta(days=one) for one in range(_WEEK_DAYS)) if _is_open(calendar(day))]
        if opened and opened[-1] >= first and _over(opened[-1], at, hour, calendar):
            found.append(Due(Rhythm.WEEKLY, monday, monday + timedelta(days=_WEEK_DAYS - 1)))
    return [one for one in found if one.rhythm in rhythms and one.name not in written]


def premature(written: Mapping[str, date], at: datetime, hour: int, calendar: Callable[[date], Plan]) -> Sequence[str]:
    """Names in ``written``, each with its last day, that are not due yet at ``at``: a clock that was ahead had them written of half a day."""
    today = at.date()
    ready = {one.name for one in due(tuple(Rhythm), at, today - timedelta(days=_WEEK_DAYS), hour, calendar, ())}
    return [name for name, until in written.items() if until >= today and name not in ready]


def _over(day: date, at: datetime, hour: int, calendar: Callable[[date], Plan]) -> bool:
    """Whether it was an open day that has closed; never before ``hour``."""
    plan = calendar(day)
    if not _is_open(plan):
        return False
    closes = plan.sessions[-1].closes if plan.sessions else time(hour)
    return at.replace(tzinfo=None) >= datetime.combine(day, max(closes, time(hour)))


def _is_open(plan: Plan) -> bool:
    return plan.sessions is None or bool(plan.sessions)
