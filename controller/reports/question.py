"""What can be asked of reports and what is answered, without anything that counts: pages import this and no more."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contract.errors import CallAPersonError, TryAgainError

Cell = str | int | float | None
"""None: nothing to measure, or a total's group."""
A_PAGE = 50
"""Rows, where a question does not say how many."""


class Unit(StrEnum):
    """What a column's cells are; those of the second half are codes that the site file or the texts have words for."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"
    """From 0 to 1."""
    DAY = "day"
    """``2026-11-22``."""
    MONTH = "month"
    """``2026-11``."""
    WEEKDAY = "weekday"
    """0 is Monday."""
    HOUR = "hour"
    """0 to 23: from that hour to the next."""
    CLOCK = "clock"
    """``08:31:02``."""
    VISIT = "visit"
    NUMBER = "number"
    FACES = "faces"
    """On how many faces a rating was given."""
    FIELD = "field"
    COUNTER = "counter"
    """0 is none."""
    OFFICER = "officer"
    """Empty is nobody who was signed in."""
    DEVICE = "device"
    LANGUAGE = "language"
    PRIORITY = "priority"
    RATING_REASON = "rating_reason"
    REFUSAL = "refusal"
    OUTCOME = "outcome"
    STATUS = "status"
    CONDITION = "condition"
    TROUBLE = "trouble"
    END = "end"


class ReportError(CallAPersonError):
    """There is no such report, or it cannot be asked so."""


class ReportsAwayError(TryAgainError):
    """The figures are not there yet: ``share`` of the journal, from 0 to 1, has been read so far."""

    def __init__(self, message: str, share: float = 0.0) -> None:
        super().__init__(message)
        self.share = share


@dataclass(frozen=True, slots=True)
class Column:
    """One of a table; ``key`` is that of its words, ``report.column.<key>``."""

    key: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Question:
    """A report over the days from ``since`` to ``until``, both included and local.

    ``by``: what it is told apart by, the report's first one where it is empty. ``only``: pairs of what and which, all of which
    hold for what is counted, e.g. ``("field", "dat-dai")`` or ``("hour", "9")``. ``page`` from 0 of ``size`` rows; 0: all of them.
    """

    name: str
    since: date
    until: date
    by: str = ""
    only: tuple[tuple[str, str], ...] = ()
    page: int = 0
    size: int = A_PAGE


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are those of the page, ``count`` is how many there are on all pages; ``total`` is of them all together.

    ``days``: how many days of the period the journal has. ``seq``: the last entry of the journal that was counted.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None
    count: int
    days: int
    seq: int
