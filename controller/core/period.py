"""Stretches of days that a head asks about, and the stretch before that they are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


class Span(StrEnum):
    """How a period is named."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` to ``until``, both days included; ``since`` is not after ``until``."""

    span: Span
    since: date
    until: date

    @property
    def one_day(self) -> bool:
        """Whether it is one day only."""
        return self.since == self.until

    def before(self) -> "Period":
        """What it is compared with, which is as long.

        A day: that weekday a week before. A week, month or quarter that still runs: as many days of the one before. Any other
        stretch: the days right before it. Time begins with the year 1, which fingers type that wanted another one.
        """
        length = self.until - self.since
        if self.one_day or self.span is Span.WEEK:
            return Period(Span.CUSTOM, _earlier(self.since, _WEEK), _earlier(self.until, _WEEK))
        if self.span in {Span.MONTH, Span.QUARTER}:
            last = self.since - _DAY
            first = _first_of_month(last) if self.span is Span.MONTH else _first_of_quarter(last)
            return Period(Span.CUSTOM, first, min(first + length, last))
        return Period(Span.CUSTOM, _earlier(self.since, length + _DAY), _earlier(self.since, _DAY))


def period(span: Span, today: date, since: date | None = None, until: date | None = None) -> Period:
    """The period of that name as it stands ``today``: this week begins on Monday, and what runs ends today.

    ``since`` and ``until`` are those of a custom one, in either order; one alone is one day, none is today.
    """
    if span is Span.CUSTOM:
        first, last = since or until or today, until or since or today
        return Period(span, min(first, last), max(first, last))
    if span is Span.YESTERDAY:
        return Period(span, today - _DAY, today - _DAY)
    begins = {
        Span.TODAY: today,
        Span.WEEK: week_of(today),
        Span.MONTH: _first_of_month(today),
        Span.QUARTER: _first_of_quarter(today),
    }
    return Period(span, begins[span], today)


def week_of(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


def _earlier(day: date, by: timedelta) -> date:
    return date.fromordinal(max(1, day.toordinal() - by.days))


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _first_of_quarter(day: date) -> date:
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
