"""Whom the office has seen, in memory and on the disk: devices that never came, and those that are away since a moment which a restart must not forget.

A broker that dies tells nobody's end. So whoever was there before must be heard again soon after the link is back; else it counts as gone.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final

from contract.ids import DeviceId
from contract.notices import Presence
from controller.core.sightings import Sighting
from controller.ports import Calendar

HEARD_AGAIN_S: Final = 30.0
"""So long a device may take to come back to a broker that has come back."""

Keep = Callable[[Mapping[DeviceId, Sighting]], object]


class Sightings:
    """Of the devices of one office; not for several threads at once. ``keep`` puts them on the disk; ``calendar`` None: nobody is missed."""

    def __init__(
        self,
        devices: Collection[DeviceId],
        now: datetime,
        calendar: Calendar | None = None,
        kept: Mapping[DeviceId, Sighting] | None = None,
        keep: Keep = lambda _sightings: None,
    ) -> None:
        self._calendar, self._keep = calendar, keep
        known = kept or {}
        self._sightings = {one: known.get(one) or Sighting(now) for one in devices}
        self._kept: Mapping[DeviceId, Sighting] = dict(known)
        self._heard: set[DeviceId] = set()
        self._up_since: datetime | None = None
        self._lost_at: datetime | None = None

    def __getitem__(self, device: DeviceId) -> Sighting:
        """Of a device of the office."""
        return self._sightings[device]

    def is_heard(self, device: DeviceId) -> bool:
        """Whether it has said anything since the link is up."""
        return device in self._heard

    def present(self, presence: Presence, now: datetime, *, first: bool) -> None:
        """A device is here, or away; ``first``: nothing was heard of it before, so that it may have gone long ago."""
        before = self._sightings.get(presence.device)
        if before is None:
            return
        is_known_since = now if presence.device in self._heard else self._lost_at
        self._heard.add(presence.device)
        if presence.online:
            self._sightings[presence.device] = before.came()
        else:
            self._sightings[presence.device] = before.went(None if first else is_known_since or now)

    def link_changed(self, now: datetime, *, up: bool) -> None:
        """The controller's own link came or was lost; what is heard may come before that it came."""
        self._up_since = now if up else None
        if not up:
            self._lost_at = now
            self._heard.clear()

    def overdue(self, now: datetime) -> tuple[DeviceId, ...]:
        """Who was seen once and has not been heard since the link is back."""
        if self._up_since is None or (now - self._up_since).total_seconds() < HEARD_AGAIN_S:
            return ()
        return tuple(one for one, sighting in self._sightings.items() if sighting.seen and one not in self._heard)

    def look(self, now: datetime) -> None:
        """Look for those who never came."""
        missing = [one for one, sighting in self._sightings.items() if not (sighting.seen or sighting.missed)]
        if self._calendar is None or not missing:
            return
        plan = self._calendar(now.date())
        self._sightings |= {one: self._sightings[one].looked_for(plan, now) for one in missing}

    def keep(self) -> None:
        """What has changed, on the disk."""
        if self._sightings != self._kept:
            self._kept = dict(self._sightings)
            self._keep(self._kept)
