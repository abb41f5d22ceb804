"""Figures of a machine in words: moments, spans and sizes, as page and terminal show them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from contract.health import Health

_GIGABYTE: Final = 1024
"""In megabytes."""
_HOUR: Final = 60
"""In minutes."""


def health_facts(health: Health, now: datetime, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Names and words of what a device tells of its program and its machine."""
    found = []
    if health.version:
        words, ran = health.version, _ran(health, now)
        if ran is not None:
            words = texts["fleet.version_running"].format(version=health.version, span=span(ran, texts))
        found.append(("version", words))
    if health.up_s is not None:
        found.append(("up", span(timedelta(seconds=health.up_s), texts)))
    if health.temperature_c is not None:
        found.append(("temperature", f"{health.temperature_c:.0f} °C"))
    if health.free_mb is not None:
        found.append(("disk", _disk(health, texts)))
    return found


def _ran(health: Health, now: datetime) -> timedelta | None:
    """How long the program had been running when it said so: both moments are by its own clock, which may be wrong."""
    ran = (health.at or now) - health.started_at if health.started_at else None
    return ran if ran is not None and ran >= timedelta() else None


def _disk(health: Health, texts: Mapping[str, str]) -> str:
    free = health.free_mb or 0
    if not health.disk_mb:
        return texts["fleet.disk_free"].format(free=_size(free, texts))
    return texts["fleet.disk"].format(free=_size(free, texts), all=_size(health.disk_mb, texts))


def moment(at: datetime | None, now: datetime) -> str:
    """``08:05``, or with its day where that is not today."""
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%H:%M %d/%m}"


def span(length: timedelta, texts: Mapping[str, str]) -> str:
    """``2 days 3 hours``, ``3 hours 5 minutes`` or ``5 minutes``."""
    minutes = int(length.total_seconds() // 60)
    if length.days:
        return texts["fleet.days"].format(days=length.days, hours=minutes // 60 % 24)
    if minutes < _HOUR:
        return texts["fleet.minutes"].format(minutes=minutes)
    return texts["fleet.hours"].format(hours=minutes // 60, minutes=minutes % 60)


def _size(megabytes: int, texts: Mapping[str, str]) -> str:
    if megabytes < _GIGABYTE:
        return f"{megabytes} MB"
    return f"{megabytes / _GIGABYTE:.1f} GB".replace(".", texts["fleet.decimal"])
