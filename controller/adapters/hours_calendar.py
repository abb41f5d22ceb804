"""The office's calendar: hours by the site file, and the public holidays of Vietnam by the library ``holidays``.

The library is imported with the first question: that takes a fifth of a second and 20 MB, which an office without hours, or
one that works on holidays, need not pay.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from contract.hours import Hours
from controller.core.day import Plan, Session

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TET: Final = "Tết Nguyên Đán"
"""The library's name of the day that begins the lunar year."""
_TET_DAYS: Final = 6
"""Days around it that the library may add; it calls the one before New Year's Eve "29 Tết", which until 2033 is the 28th."""
_SEEN_AHEAD: Final = 14
"""Days in which the next opening is looked for: the longest Tết closes for nine."""


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """One year's: names by day, and the Saturdays or Sundays that are worked in exchange for a day between two of them."""

    names: Mapping[date, str]
    exchanged: Collection[date]


@cache
def public_holidays(year: int) -> PublicHolidays:
    """By Labour Code 2019, article 112, and what the government has announced so far; names in Vietnamese."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    found = country_holidays("VN", years=year, language="vi")
    tet = [day for day, name in found.items() if name == _TET]  # none from 2101 on, where a broken clock may be
    names = {
        day: _TET if any(abs((day - one).days) <= _TET_DAYS for one in tet) else name for day, name in found.items()
    }
    return PublicHolidays(names, frozenset(found.weekend_workdays))


@cache
def lunar_new_year(year: int) -> date | None:
    """The first day of the lunar year that begins in ``year``; None where the library does not know it (from 2101 on)."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    named = country_holidays("VN", years=year, language="vi", categories="public")
    return next((day for day, name in sorted(named.items()) if name == _TET), None)


class HoursCalendar:
    """``hours`` None: the office never closes. Days of ``worked`` come before closures, closures before holidays."""

    def __init__(self, hours: Hours | None) -> None:
        self._hours = hours
        self._worked = frozenset(date.fromisoformat(one) for one in hours.worked) if hours else frozenset()

    def __call__(self, day: date) -> Plan:
        """The day's sessions, why there are none, and when the office opens next."""
        if self._hours is None:
            return Plan()
        sessions, words = self._day(day, self._hours)
        return Plan(sessions, words, self._opens_after(day, self._hours))

    def _day(self, day: date, hours: Hours) -> tuple[tuple[Session, ...], str | None]:
        if day in self._worked:
            return _sessions(hours.monday), None
        for closure in hours.closures:
            if closure.first <= day.isoformat() <= (closure.last or closure.first):
                return (), closure.words or None
        if hours.holidays:
            public = public_holidays(day.year)
            if name := public.names.get(day):
                return (), name
            if day in public.exchanged:
                return _sessions(hours.monday), None
        return _sessions(getattr(hours, _DAYS[day.weekday()])), None

    def _opens_after(self, day: date, hours: Hours) -> datetime | None:
        for ahead in range(1, _SEEN_AHEAD + 1):
            later = day + timedelta(days=ahead)
            sessions, _ = self._day(later, hours)
            if sessions:
                return datetime.combine(later, sessions[0].opens)
        return None


def _sessions(spans: tuple[str, ...]) -> tuple[Session, ...]:
    return tuple(_session(one) for one in spans)


def _session(text: str) -> Session:
    opens, _, closes = text.partition("-")
    return Session(time.fromisoformat(opens), time.fromisoformat(closes))
