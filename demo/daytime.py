"""An office where it is day now, for whoever plays hours of it: numbers begin again at its midnight, whenever this machine is at work."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from contract.site import Site

_NOON: Final = 12
_WEST, _EAST = -12, 14
"""Whole hours from UTC that people live by."""


def by_day(site: Site, at: datetime | None = None) -> Site:
    """The same office in the zone of today's date where it is noon ``at`` (default: now), or as near to noon as there is one.

    Today is this machine's date: what stands beside the office, such as sample files, is as old as that.
    """
    here = at or datetime.now(UTC).astimezone()
    ahead = here.utcoffset()
    hours = round(ahead.total_seconds() / 3600) if ahead else 0
    shift = min(max(_NOON - here.hour + hours, _WEST), _EAST)
    return replace(site, timezone=f"Etc/GMT{-shift:+d}")
