"""What an address of the reports asks: which report, of which days, told apart and narrowed how; and the addresses of others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from controller.core.period import Period, Span, period
from controller.reports.catalogue import REPORTS
from controller.reports.question import Cell, Column, Question, Unit

HOME: Final = "/head/reports"
VISITS: Final = "visits"
_NARROWED: Final = ("field", "counter", "officer", "hour", "weekday", "day", "end")
"""What the list of visits can be narrowed to."""
_DRILLED: Final[Mapping[str, frozenset[Unit]]] = {
    **dict.fromkeys(
        ("arrivals", "waits", "estimates", "heat"),
        frozenset({Unit.FIELD, Unit.COUNTER, Unit.OFFICER, Unit.HOUR, Unit.WEEKDAY, Unit.DAY, Unit.MONTH}),
    ),
    **dict.fromkeys(
        ("services", "no_shows"), frozenset({Unit.FIELD, Unit.COUNTER, Unit.OFFICER, Unit.DAY, Unit.MONTH})
    ),
}
"""Whose rows lead to their visits, and by which groups: the list's hours are those of the tickets. Ratings lead to nobody."""
_LONGEST: Final = 64
_MOST_PAGES: Final = 100_000
_LAST_OF_MONTH: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, understood."""

    name: str
    period: Period
    language: str
    by: str = ""
    only: tuple[tuple[str, str], ...] = ()
    page: int = 0

    def question(self, size: int = 0) -> Question:
        """What is asked of the figures: all rows, or those of the page."""
        page = self.page if size else 0
        return Question(self.name, self.period.since, self.period.until, self.by, self.only, page, size)

    def before(self) -> Question:
        """The same of the period before, whose total alone matters."""
        past = self.period.before()
        return replace(self.question(1), since=past.since, until=past.until)

    def address(self, tail: str = "") -> str:
        """Where it stands; ``tail`` is a file's, such as ``.csv``."""
        words = {"lang": self.language, "period": self.period.span.value}
        if self.period.span is Span.CUSTOM:
            words |= {"since": self.period.since.isoformat(), "until": self.period.until.isoformat()}
        words |= {"by": self.by} if self.by else {}
        words |= dict(self.only)
        words |= {"page": str(self.page)} if self.page else {}
        return f"{HOME}/{self.name}{tail}?{urlencode(words)}"

    def during(self, asked: Period) -> "Asked":
        """The same of another period; a day that was chosen belongs to the old one."""
        return replace(self, period=asked, only=tuple(one for one in self.only if one[0] != "day"), page=0)

    def other(self, name: str) -> "Asked":
        """Another report of the same days."""
        return Asked(name, self.period, self.language)

    def visits(self, columns: tuple[Column, ...], row: tuple[Cell, ...]) -> str:
        """Where the visits of a row are listed; empty for a row that leads nowhere."""
        units = _DRILLED.get(self.name, frozenset())
        if not columns or any(one.unit not in units for one in columns):
            return ""
        asked = Asked(VISITS, self.period, self.language, only=tuple(one for one in self.only if one[0] in _NARROWED))
        for column, value in zip(columns, row, strict=False):
            asked = asked._narrowed(column.unit, value)
        return asked.address()

    def _narrowed(self, unit: Unit, value: Cell) -> "Asked":
        if unit in {Unit.DAY, Unit.MONTH}:
            first = date.fromisoformat(str(value) if unit is Unit.DAY else f"{value}-01")
            last = first if unit is Unit.DAY else (first + _LAST_OF_MONTH).replace(day=1) - timedelta(days=1)
            inside = (max(first, self.period.since), min(last, self.period.until))
            return replace(self, period=Period(Span.CUSTOM, *inside))
        kept = tuple(one for one in self.only if one[0] != unit.value)
        return replace(self, only=(*kept, (unit.value, "" if value is None else str(value))))


def choices(name: str) -> tuple[str, ...]:
    """What a report can be told apart by."""
    return tuple(REPORTS[name].by) if name in REPORTS else ()


def asked(name: str, words: Mapping[str, str], language: str, today: date) -> Asked:
    """What the address says; whatever in it cannot be, counts as not said."""
    span = words.get("period", "")
    found = period(
        Span(span) if span in set(Span) else Span.TODAY, today, _day(words.get("since")), _day(words.get("until"))
    )
    narrowed = REPORTS[name].only if name in REPORTS else _NARROWED if name == VISITS else ()
    by = words.get("by", "")
    if by not in choices(name):
        by = _usual(name, found)
    only = tuple((key, words[key]) for key in narrowed if key in words and len(words[key]) <= _LONGEST)
    page = words.get("page", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < len(str(_MOST_PAGES)) else 0
    return Asked(name, found, language, by, only, number)


def _usual(name: str, found: Period) -> str:
    """One day is best seen by its hours, several by days where a report begins with times."""
    known = choices(name)
    if "hour" in known and known[0] == "day" and found.one_day:
        return "hour"
    return known[0] if known else ""


def _day(word: str | None) -> date | None:
    try:
        return date.fromisoformat(word) if word else None
    except ValueError:
        return None
