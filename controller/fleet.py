"""The fleet: how every device is, since when, and what it was told to do; and how controller and broker fare themselves."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contract.directives import Deed, Directive, DirectiveId
from contract.errors import MalformedMessageError
from contract.fleet import Trouble
from contract.health import Health
from contract.ids import DeviceId, OfficerId
from contract.notices import Presence
from contract.request_ids import new_request_id
from contract.site import Device, Site
from controller.core.errand import DEEDS, Errand, Step, step_of
from controller.core.fleet import Seen, heart_troubles, troubles
from controller.ports import Clock
from controller.twins import Twins, TwinState

_LOG: Final = logging.getLogger(__name__)
_LONGEST: Final = 128
"""Characters of a code that a device tells."""
_KEPT: Final = 50
"""Moments of starts and losses that are kept."""

Direct = Callable[[DeviceId, Directive], None]
"""Sends a directive to a device; never blocks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One device. ``since``: when it came or went, None where that was before anybody here looked. ``step``: of its latest errand."""

    device: Device
    seen: Seen
    twin: TwinState | None
    serves: bool
    troubles: frozenset[Trouble]
    since: datetime | None
    errand: Errand | None = None
    step: Step | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Heart:
    """Controller and broker. ``starts`` and ``losses`` are moments, newest last; ``up``: the broker is there, ``since`` then."""

    health: Health
    up: bool
    since: datetime | None
    starts: tuple[datetime, ...]
    losses: tuple[datetime, ...]
    backup: datetime | None
    troubles: frozenset[Trouble]


def to_nobody(_device: DeviceId, _directive: Directive) -> None:
    """An office without a link."""


class Fleet:
    """Of one office; safe to use from any thread. ``look`` tells the controller's own health, ``backup`` when the newest backup was made."""

    def __init__(
        self,
        site: Site,
        twins: Twins,
        clock: Clock,
        direct: Direct = to_nobody,
        look: Callable[[], Health] = lambda: Health(DeviceId("controller")),
        backup: Callable[[], datetime | None] = lambda: None,
        starts: tuple[datetime, ...] = (),
    ) -> None:
        self._site, self._twins, self._clock, self._direct = site, twins, clock, direct
        self._devices = {one.id: one for one in site.devices}
        self._look, self._backup, self._starts = look, backup, starts
        self._presences: dict[DeviceId, Presence] = {}
        self._healths: dict[DeviceId, Health] = {}
        self._since: dict[DeviceId, datetime] = {}
        self._errands: dict[DeviceId, Errand] = {}
        self._up: tuple[bool, datetime | None] = (False, None)
        self._losses: tuple[datetime, ...] = ()
        self._lock = threading.Lock()

    def present(self, presence: Presence) -> None:
        """A device came, went, or said how it is."""
        with self._lock:
            before = self._presences.get(presence.device)
            self._presences[presence.device] = presence
            if before is not None and before.online is not presence.online:
                self._since[presence.device] = self._clock()

    def heard(self, health: Health) -> bool:
        """A device's own word; whether anything is other than before. Raises MalformedMessageError for one that no device of ours says."""
        if health.device not in self._devices:
            raise MalformedMessageError("the site file has no such device")
        moments = (health.at, health.started_at, health.error.at if health.error else None)
        if any(one is not None and one.tzinfo is None for one in moments):
            raise MalformedMessageError("a time without its zone")
        words = (health.version, health.configuration, health.error.code if health.error else "")
        if any(len(one) > _LONGEST or not one.isprintable() for one in words):
            raise MalformedMessageError("a code that is none")
        with self._lock:
            before, self._healths[health.device] = self._healths.get(health.device), health
        return before != health

    def link_changed(self, *, up: bool) -> None:
        """The controller's own link to the broker came or was lost."""
        with self._lock:
            now = self._clock()
            self._up = up, now
            if not up:
                self._losses = (*self._losses[-_KEPT:], now)

    def send(self, device: DeviceId, deed: Deed, by: OfficerId) -> bool:
        """Have a device do something; False where the office has no such device, or it does not do that."""
        known = self._devices.get(device)
        if known is None or deed not in DEEDS.get(known.role, ()):
            return False
        with self._lock:
            health = self._healths.get(device)
            errand = Errand(
                DirectiveId(new_request_id()), deed, by, self._clock(), health.started_at if health else None
            )
            self._errands[device] = errand
        _LOG.warning("%s is directed to %s by %s", device, deed, by)
        self._direct(device, Directive(errand.id, deed.value))
        return True

    def rows(self) -> tuple[Row, ...]:
        """Every device, in the order of the site file."""
        return tuple(self._row(device) for device in self._site.devices)

    def heart(self) -> Heart:
        """Controller and broker."""
        backup = self._backup()
        with self._lock:
            (up, since), losses, now = self._up, self._losses, self._clock()
        health = self._look()
        limits = replace(self._site.fleet, backups=self._site.fleet.backups or self._site.backup.folder)
        wrong = heart_troubles(self._starts, losses, backup, now, limits)
        own = Seen(Presence(health.device, online=True), health)
        return Heart(health, up, since, self._starts, losses, backup, wrong | troubles(own, self._site.fleet))

    def _row(self, device: Device) -> Row:
        twin = self._twins.state(device.id)
        serves = self._twins.serves(device.id)
        with self._lock:
            presence, health = self._presences.get(device.id), self._healths.get(device.id)
            since, errand = self._since.get(device.id), self._errands.get(device.id)
            now = self._clock()
        seen = Seen(presence, health)
        if twin:
            seen = replace(seen, standing=twin.standing)
        row = Row(device, seen, twin, serves, troubles(seen, self._site.fleet), since, errand)
        if errand is None:
            return row
        here_since = since if presence and presence.online else None
        step, trouble = step_of(errand, health, here_since, now)
        return replace(row, step=step, trouble=trouble)
