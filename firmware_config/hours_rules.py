"""Rules of a site about its hours: times that exist and follow each other, and days that exist."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Final

from contract.hours import Closure, Hours
from contract.site import Site
from firmware_config.basic_rules import Faults, twice
from firmware_config.fault import Fault

WEEK: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPAN: Final = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_MEANT: Final = re.compile(
    r"\s*(\d{1,2})\s*[:h.g]\s*(\d\d)?\s*[-\u2013\u2014]\s*(\d{1,2})\s*[:h.g]\s*(\d\d)?\s*", re.IGNORECASE
)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR_FIRST: Final = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*")
_YEAR_LAST: Final = re.compile(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\s*")


def hours(site: Site) -> Faults:
    """Nothing without the table: the office never closes."""
    if site.hours is None:
        return
    for name in WEEK:
        yield from _spans(f"hours.{name}", getattr(site.hours, name))
    if not any(getattr(site.hours, name) for name in WEEK):
        yield Fault("hours", "never_open")
    for place, one in enumerate(site.hours.closures):
        yield from _closure(f"hours.closures[{place}]", one)
    yield from _worked(site.hours)


def _spans(key: str, spans: Sequence[str]) -> Faults:
    before: time | None = None
    for place, text in enumerate(spans):
        span = _span(text)
        if span is None:
            yield Fault(f"{key}[{place}]", "span", {"word": text}, span_meant(text))
            continue
        opens, closes = span
        if opens >= closes:
            yield Fault(f"{key}[{place}]", "closes_first", {"word": text})
        elif before is not None and opens <= before:
            yield Fault(f"{key}[{place}]", "span_order", {"word": text, "before": before.isoformat("minutes")})
        before = closes


def _span(text: str) -> tuple[time, time] | None:
    found = _SPAN.fullmatch(text)
    try:
        return (time.fromisoformat(found[1]), time.fromisoformat(found[2])) if found else None
    except ValueError:
        return None


def span_meant(text: str) -> str:
    """How ``7h30 - 11h30`` is written here; empty where it cannot be told."""
    found = _MEANT.fullmatch(text)
    if not found:
        return ""
    opens, closes = (f"{int(hour):02}:{minute or '00'}" for hour, minute in (found.group(1, 2), found.group(3, 4)))
    meant = f"{opens}-{'23:59' if closes == '24:00' else closes}"
    return meant if _span(meant) else ""


def _closure(key: str, one: Closure) -> Faults:
    yield from _day(f"{key}.first", one.first)
    if one.last:
        yield from _day(f"{key}.last", one.last)
    first, last = _date(one.first), _date(one.last)
    if first and last and last < first:
        yield Fault(f"{key}.last", "ends_first", {"first": one.first, "last": one.last})
    if not one.words.isprintable():
        yield Fault(f"{key}.words", "no_words")


def _worked(hours: Hours) -> Faults:
    for place, one in enumerate(hours.worked):
        yield from _day(f"hours.worked[{place}]", one)
    yield from twice("hours.worked", "", hours.worked)
    if hours.worked and not hours.monday:
        yield Fault("hours.worked", "worked_hours")


def _day(key: str, text: str) -> Faults:
    if _date(text) is None:
        yield Fault(key, "day", {"word": text}, _day_meant(text))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _day_meant(text: str) -> str:
    """How ``24/12/2026``, day first as it is written in Vietnam, is written here; empty where there is no such day."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _YEAR_LAST.fullmatch(text):
        day, month, year = found.groups()
    else:
        return ""
    meant = f"{year}-{int(month):02}-{int(day):02}"
    return meant if _date(meant) else ""
