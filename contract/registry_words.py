"""The small languages of the site file's registry tables: gaps, paths into an answer, and formats of dates.

They stand in the contract because ``firmware_config`` checks what the controller obeys.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from typing import Final

_GAP: Final = re.compile(r"\{([^{}]*)\}")
_STEP: Final = re.compile(r"[^.\[\]]+|\[\d{1,4}\]")
_PATH: Final = re.compile(r"([^.\[\]\s]+|\[\d{1,4}\])(\.[^.\[\]\s]+|\[\d{1,4}\])*")
_LETTERS: Final = {
    "yyyy": r"(?P<year>\d{4})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "dd": r"(?P<day>\d{2})",
    "d": r"(?P<day>\d{1,2})",
    "HH": r"\d{2}",
    "H": r"\d{1,2}",
    "mm": r"\d{2}",
    "ss": r"\d{2}",
    "SSS": r"\d{3}",
}
_TOKEN: Final = re.compile("yyyy|MM?|dd?|HH?|mm|SSS|ss|[-/. :,T]")
_WORDS: Final = ("iso", "unix", "unix_ms")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100

Steps = tuple[str | int, ...]


def gaps(text: str) -> list[str]:
    """The names in braces: ``code`` of ``/files/{code}``."""
    return _GAP.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its gaps filled; a name that ``values`` does not have stays as it stands, and what was filled in is not read again."""
    return _GAP.sub(lambda gap: values.get(gap[1], gap[0]), text)


def steps(path: str) -> Steps:
    """``data.items[0].code`` or ``data.items.0.code``, step by step; empty stands still. Raises ValueError where it is no path."""
    if not path:
        return ()
    if not _PATH.fullmatch(path):
        raise ValueError(path)
    return tuple(int(one.strip("[]")) if one.strip("[]").isdecimal() else one for one in _STEP.findall(path))


def date_pattern(form: str) -> re.Pattern[str]:
    """What ``dd/MM/yyyy`` fits; raises ValueError where a letter is unknown, or year, month or day is missing."""
    tokens = _TOKEN.findall(form)
    if "".join(tokens) != form:
        raise ValueError(form)
    try:
        pattern = re.compile("".join(_LETTERS.get(one, re.escape(one)) for one in tokens), re.ASCII)
    except re.error as fault:  # the same part twice
        raise ValueError(form) from fault
    if {"year", "month", "day"} - set(pattern.groupindex):
        raise ValueError(form)
    return pattern


def check_date_form(form: str) -> None:
    """Raise ValueError where nothing could be read by it."""
    if form not in _WORDS:
        date_pattern(form)


def read_day(value: object, forms: tuple[str, ...], zone: tzinfo) -> date | None:
    """The day that a text or number tells, in the office's zone; None where no form fits or there is no such day."""
    for form in forms:
        try:
            day = _day(value, form, zone)
        except (ValueError, OverflowError, OSError):
            continue
        if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
    return None


def _day(value: object, form: str, zone: tzinfo) -> date | None:
    if form in {"unix", "unix_ms"}:
        return _from_count(value, 1000 if form == "unix_ms" else 1, zone)
    if not isinstance(value, str):
        return None
    if form == "iso":
        moment = datetime.fromisoformat(value.strip())
        return (moment.astimezone(zone) if moment.tzinfo else moment).date()
    found = date_pattern(form).fullmatch(value.strip())
    return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def _from_count(value: object, a_second: int, zone: tzinfo) -> date | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return datetime.fromtimestamp(value / a_second, UTC).astimezone(zone).date()
