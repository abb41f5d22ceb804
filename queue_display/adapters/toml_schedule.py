"""The schedule of a folder of media: ``schedule.toml``, written by hand, so every fault is told and none stops the board."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from queue_display.core.programme import SCHEDULE, Entry

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KEYS: Final = ("what", "from", "until", "days", "hours", "seconds")
_LONGEST_S: Final = 3600.0
_LARGEST: Final = 100_000
"""Bytes of a file that somebody wrote by hand."""


def read_schedule(folder: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """The entries and the faults; neither where there is no schedule. An entry with a fault keeps back the files that it names."""
    path = folder / SCHEDULE
    if not path.exists():
        return (), ()
    try:
        table = read_table(path)
    except ValueError as fault:
        return (), (f"{SCHEDULE}: {fault}",)
    shows = table.pop("show", [])
    faults = [f"{SCHEDULE}: unknown key {key!r}" for key in table]
    if not isinstance(shows, list):
        return (), (*faults, f"{SCHEDULE}: write [[show]]")
    entries: list[Entry] = []
    for place, show in enumerate(shows, 1):
        try:
            entries += _entries(show)
        except ValueError as fault:
            faults.append(f"{SCHEDULE}: [[show]] {place}: {fault}")
            entries += [Entry(what, first=date.max) for what in _named(show)]
    return tuple(entries), tuple(faults)


def read_table(path: Path) -> dict[str, Any]:
    """A small TOML file; raises ValueError that says why not."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("too long")
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as fault:
        raise ValueError(fault.strerror) from fault
    except RecursionError as fault:
        raise ValueError("too deep") from fault


def _entries(show: object) -> Iterator[Entry]:
    if not isinstance(show, dict):
        raise ValueError("no table")  # noqa: TRY004 (one kind of fault for whoever wrote it)
    unknown = [key for key in show if key not in _KEYS]
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; there are: {', '.join(_KEYS)}")
    names = _named(show)
    if not names:
        raise ValueError("'what' names no file")
    first, last = (_day(key, show[key]) if key in show else None for key in ("from", "until"))
    seconds = show.get("seconds", 0)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds <= _LONGEST_S:
        raise ValueError(f"'seconds' is no number from 0 to {_LONGEST_S:.0f}")
    days, hours = frozenset(_days(show.get("days", []))), tuple(_hours(show.get("hours", [])))
    for name in names:
        yield Entry(name, first, last, days, hours, float(seconds))


def _named(show: object) -> list[str]:
    what = show.get("what") if isinstance(show, dict) else None
    return [one for one in (what if isinstance(what, list) else [what]) if isinstance(one, str) and one]


def _day(key: str, value: object) -> date:
    try:
        if isinstance(value, str):
            return date.fromisoformat(value)
    except ValueError:
        pass
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(f"{key!r} is no day such as 2026-12-24")


def _days(value: object) -> Iterator[int]:
    for word in value if isinstance(value, list) else [value]:
        if word not in _DAYS:
            raise ValueError(f"{word!r} is no day; there are: {', '.join(_DAYS)}")
        yield _DAYS.index(word)


def _hours(value: object) -> Iterator[tuple[time, time]]:
    for span in value if isinstance(value, list) else [value]:
        try:
            begin, _, end = str(span).partition("-")
            hours = _clock(begin.strip()), time.max if end.strip() == "24:00" else _clock(end.strip())
        except ValueError:
            hours = (time.max, time.min)
        if hours[0] >= hours[1]:
            raise ValueError(f"{span!r} are no hours such as 07:30-11:30")
        yield hours


def _clock(text: str) -> time:
    """A time of the office's own day; raises ValueError also for one with a zone, which cannot be compared with it."""
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError(text)
    return found
