"""What is expected of the next days, as it is stored for pages and summaries."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

from contract.ids import CounterId, FieldId
from contract.profile import write_private

FILE: Final = "forecast.json"
"""Within the controller's state folder; made anew at will."""


@dataclass(frozen=True, slots=True)
class HourDemand:
    """Visitors of one field who will take a number in one hour of the clock: the mean, and a range for eight hours of ten."""

    hour: int
    field: FieldId
    likely: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class HourAdvice:
    """Counters to open in one hour; ``short_s``: seconds of work that are left for the next one although all that could help are open."""

    hour: int
    counters: tuple[CounterId, ...]
    short_s: int = 0


@dataclass(frozen=True, slots=True)
class DayDemand:
    """One day, in order of hour and field; a day without hours is closed, ``closed`` says why where that is known."""

    day: date
    hours: tuple[HourDemand, ...] = ()
    advice: tuple[HourAdvice, ...] = ()
    closed: str | None = None

    def visitors(self, field: FieldId | None = None) -> float:
        """Of the whole day, of one field or all."""
        return sum(one.likely for one in self.hours if field in {None, one.field})


@dataclass(frozen=True, slots=True)
class DemandOutlook:
    """Made at ``made_at`` from ``learned`` worked days, of which too few (``enough`` False) say nothing.

    ``error`` and ``naive_error``: visitors wrongly expected, as a share of all, of this office's own last weeks, forecast again from
    what was known before each; by this forecast, and by "as in the week before". None where the past is too short.
    """

    made_at: datetime
    learned: int
    enough: bool
    days: tuple[DayDemand, ...] = ()
    error: float | None = None
    naive_error: float | None = None


def write_outlook(folder: Path, outlook: DemandOutlook) -> None:
    """Whole or not at all."""
    write_private(folder / FILE, msgspec.json.encode(outlook).decode() + "\n")


def read_outlook(folder: Path) -> DemandOutlook | None:
    """None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=DemandOutlook)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
