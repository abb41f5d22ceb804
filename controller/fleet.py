"""The fleet: how every device is, since when, and what it was told to do; and how controller and broker fare themselves."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from contract.broker_topics import BROKER, HEALTH
from contract.codec import decode_notice_as
from contract.directives import Deed, Directive, DirectiveId
from contract.errors import MalformedMessageError
from contract.fleet import Trouble
from contract.health import Health
from contract.ids import DeviceId, OfficerId
from contract.notices import Presence
from contract.request_ids import new_request_id
from contract.site import Device, Site
from controller.core.broker_figures import BrokerFigures, told
from controller.core.errand import DEEDS, Errand, Step, step_of
from controller.core.fleet import Seen, heart_troubles, nonsense, troubles
from controller.core.sightings import Sighting
from controller.errands import Errands
from controller.ports import Clock
from controller.sightings import HEARD_AGAIN_S, Sightings
from controller.twins import Twins, TwinState

_LOG: Final = logging.getLogger(__name__)
_KEPT: Final = 50
"""Moments of starts and losses that are kept."""

_OF_BROKER: Final = frozenset({Trouble.BROKER_GONE, Trouble.BROKER})

Direct = Callable[[DeviceId, Directive], None]
"""Sends a directive to a device; never blocks."""


@dataclass(frozen=True, slots=True)
class Row:
    """One device. ``since``: when it came or went, None where nobody here saw that. ``step``: of its latest errand.

    ``told_at``: when its health was heard; of one that was away before the controller came, when that was said, by its own clock.
    ``linked``: the controller hears its devices; else all this is how it was. ``fresh``: this one was heard since it does.
    """

    device: Device
    seen: Seen
    twin: TwinState | None
    serves: bool
    troubles: frozenset[Trouble]
    since: datetime | None
    sighting: Sighting
    linked: bool
    fresh: bool
    told_at: datetime | None
    errand: Errand | None = None
    step: Step | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Heart:
    """Controller and broker. ``starts`` and ``losses`` are moments, newest last; ``up``: the broker is there, ``since`` then.

    ``troubles`` are the controller's and its machine's, ``of_broker`` the other's. ``shares_machine``: both are on one.
    """

    health: Health
    up: bool
    since: datetime | None
    starts: tuple[datetime, ...]
    losses: tuple[datetime, ...]
    backup: datetime | None
    troubles: frozenset[Trouble]
    of_broker: frozenset[Trouble]
    broker: BrokerFigures
    shares_machine: bool
    pages: Mapping[str, bool]
    """By scheme, whether the controller's pages have their port."""


def to_nobody(_device: DeviceId, _directive: Directive) -> None:
    """An office without a link."""


class Fleet:
    """Of one office; safe to use from any thread.

    ``look`` tells the controller's own health, ``backup`` when the newest backup was made; ``shares_machine``: broker and controller do.
    """

    def __init__(
        self,
        site: Site,
        twins: Twins,
        clock: Clock,
        direct: Direct = to_nobody,
        look: Callable[[], Health] = lambda: Health(DeviceId("controller")),
        backup: Callable[[], datetime | None] = lambda: None,
        starts: tuple[datetime, ...] = (),
        sightings: Sightings | None = None,
        errands: Errands | None = None,
        *,
        shares_machine: bool = True,
    ) -> None:
        self._site, self._twins, self._clock, self._direct = site, twins, clock, direct
        self._devices = {one.id: one for one in site.devices}
        self._look, self._backup, self._starts = look, backup, starts
        self._sightings = sightings or Sightings(tuple(self._devices), clock())
        self._presences: dict[DeviceId, Presence] = {}
        self._healths: dict[DeviceId, Health] = {}
        self._ahead_s: dict[DeviceId, float] = {}
        self._told_at: dict[DeviceId, datetime] = {}
        self._since: dict[DeviceId, datetime] = {}
        self._errands = errands or Errands(self._devices)
        self._up: tuple[bool, datetime | None] = (False, None)
        self._losses: tuple[datetime, ...] = ()
        self._broker, self._shares_machine = BrokerFigures(), shares_machine
        self._lock = threading.Lock()
        self.pages: Callable[[], Mapping[str, bool]] = dict
        """Tells whether the controller's pages have their ports, by scheme; whoever serves them says so."""

    def present(self, presence: Presence) -> None:
        """A device came, went, or said how it is."""
        with self._lock:
            before, now = self._presences.get(presence.device), self._clock()
            self._presences[presence.device] = presence
            self._sightings.present(presence, now, first=before is None)
            if before is not None and before.online is not presence.online:
                self._since[presence.device] = now

    def overdue(self) -> tuple[DeviceId, ...]:
        """Devices that were there once and have not been heard since the broker is back: they have gone, and nobody told so."""
        with self._lock:
            return self._sightings.overdue(self._clock())

    def look_around(self) -> None:
        """Call every few seconds: who never came is looked for, and what is known of all is kept."""
        with self._lock:
            self._sightings.look(self._clock())
            self._sightings.keep()
            self._errands.look(self._step)

    def heard(self, health: Health) -> bool:
        """A device's own word; whether anything is other than before. Raises MalformedMessageError for one that no device of ours says."""
        if health.device not in self._devices:
            raise MalformedMessageError("the site file has no such device")
        if fault := nonsense(health):
            raise MalformedMessageError(fault)
        with self._lock:
            before, self._healths[health.device] = self._healths.get(health.device), health
            now = self._clock()
            if health.at and (before is None or before.at != health.at):
                self._ahead_s[health.device] = (health.at - now).total_seconds()
            is_kept = before is None and health.at is not None  # perhaps by the broker, since long
            self._told_at[health.device] = min(health.at.astimezone(now.tzinfo), now) if is_kept and health.at else now
        return before != health

    def heard_broker(self, topic: str, payload: bytes) -> None:
        """Handler of ``BROKER_TOPICS``: what the broker says of itself. Raises MalformedMessageError for what none of ours says."""
        health = decode_notice_as(payload, Health) if topic == HEALTH else None
        if health and (fault := nonsense(health)):
            raise MalformedMessageError(fault)
        with self._lock:
            now = self._clock()
            if health:
                self._broker = replace(self._broker, at=now, health=replace(health, device=BROKER))
            else:
                self._broker = told(self._broker, topic, payload.decode("utf-8", "replace"), now)

    def link_changed(self, *, up: bool) -> None:
        """The controller's own link to the broker came or was lost."""
        with self._lock:
            now = self._clock()
            self._up = up, now
            self._sightings.link_changed(now, up=up)
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
            self._errands.begin(device, errand)
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
            (up, since), losses, broker, now = self._up, self._losses, self._broker, self._clock()
        health = self._look()
        limits = replace(self._site.fleet, backups=self._site.fleet.backups or self._site.backup.folder)
        wrong = heart_troubles(self._starts, losses, backup, now, limits, up=up)
        wrong |= troubles(_alone(health), self._site.fleet)
        machine = frozenset[Trouble]()
        if up and broker.health and not self._shares_machine:
            machine = troubles(_alone(broker.health), self._site.fleet)
        of_broker = (wrong & _OF_BROKER) | machine
        return Heart(
            health, up, since, self._starts, losses, backup, wrong - _OF_BROKER, of_broker, broker, self._shares_machine,
            self.pages(),
        )  # fmt: skip

    def _row(self, device: Device) -> Row:
        twin = self._twins.state(device.id)
        serves = self._twins.serves(device.id)
        with self._lock:
            presence, health = self._presences.get(device.id), self._healths.get(device.id)
            since, errand = self._since.get(device.id), self._errands.get(device.id)
            sighting, ahead_s, (up, _) = self._sightings[device.id], self._ahead_s.get(device.id), self._up
            told_at, fresh = self._told_at.get(device.id), self._sightings.is_heard(device.id)
            step, trouble = self._step(device.id, errand) if errand else (None, "")
        seen = Seen(presence, health, missed=sighting.missed, ahead_s=ahead_s)
        if presence and not presence.online:
            since = sighting.gone
        if twin:
            seen = replace(seen, standing=twin.standing)
        row = Row(
            device, seen, twin, serves, troubles(seen, self._site.fleet), since, sighting, up, fresh, told_at, errand
        )
        return replace(row, step=step, trouble=trouble)

    def _step(self, device: DeviceId, errand: Errand) -> tuple[Step, str]:
        """A device that was not to be heard for a while, since the link or the controller was away, has its time to come back first."""
        presence, now = self._presences.get(device), self._clock()
        here_since = self._since.get(device) if presence and presence.online else None
        up, since = self._up
        heard = errand.at if since is None or since <= errand.at else since + timedelta(seconds=HEARD_AGAIN_S)
        return step_of(errand, self._healths.get(device), here_since, (now - heard).total_seconds() if up else 0)


def _alone(health: Health) -> Seen:
    """Of whom only its health is known."""
    return Seen(Presence(health.device, online=True), health)
