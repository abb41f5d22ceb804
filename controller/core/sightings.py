"""What the controller remembers of its devices' coming and going over restarts: who was never seen, who is away since when, and who is missed.

A site file may name a device that still lies in its box. It is missed as soon as the office opens without it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from controller.core.day import Plan, moment

ALWAYS_OPEN: Final = timedelta(days=1)
"""After so long a device is missed in an office that never closes, and so never opens either."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Of one device. ``wanted``: when the site file was first seen to have it. ``missed``: the office has opened without it.

    ``gone``: since when it is away, None while it is here or where nobody knows.
    """

    wanted: datetime
    seen: bool = False
    gone: datetime | None = None
    missed: bool = False

    def came(self) -> "Sighting":
        """It is here."""
        return replace(self, seen=True, gone=None, missed=False)

    def went(self, at: datetime | None) -> "Sighting":
        """It is away; ``at`` None: nobody knows since when. The first moment stands."""
        return replace(self, seen=True, gone=self.gone or at, missed=False)

    def looked_for(self, plan: Plan, now: datetime) -> "Sighting":
        """The office looks for it on the day of ``now``, whose hours are ``plan``."""
        is_missing = not self.seen and not self.missed and _has_opened(plan, min(self.wanted, now), now)
        return replace(self, missed=True) if is_missing else self


def _has_opened(plan: Plan, since: datetime, now: datetime) -> bool:
    """Whether the office has opened after ``since``, today and until now."""
    if plan.sessions is None:
        return now - since >= ALWAYS_OPEN
    return any(since < moment(now, one.opens) <= now for one in plan.sessions)
