"""The twins of all devices of the office: what is wanted of each, what each says of itself, and which are out of service.

The site file says how a device is wanted; heads, IT officers and staff at the device say whether it serves. What they say
is on the disk before anybody hears of it, and outlives restarts of either side.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from contract.device_profile import device_profile
from contract.errors import MalformedMessageError
from contract.ids import DeviceId
from contract.profile import Account
from contract.settings import DeviceProfile, seals, settings, version
from contract.site import Device, Site
from contract.twin import HIGHEST, Reported, Wanted, Why, later
from controller.core.twin_entry import TwinEntry
from controller.core.twin_standing import Standing, standing
from controller.ports import Clock, TwinStore

_LOG: Final = logging.getLogger(__name__)

MOST_A_MINUTE: Final = 30
"""Changes of mind of one device that are followed."""

Tell = Callable[[DeviceId, Wanted | None], None]
"""Publishes, retained; None: nothing is wanted of this device any more. Never blocks."""


@dataclass(frozen=True, slots=True)
class TwinState:
    """Everything known of one twin. ``by`` and ``at``: who decided about its duty and when, as in ``TwinEntry``."""

    device: DeviceId
    wanted: Wanted
    reported: Reported | None
    by: str
    at: datetime | None

    @property
    def standing(self) -> Standing:
        """Between the two."""
        return standing(self.wanted, self.reported)


class Twins:
    """Of one office; safe to use from any thread. ``tell`` is called under a lock of its own."""

    def __init__(self, site: Site, store: TwinStore, tell: Tell, clock: Clock) -> None:
        self._profiles = {device.id: _profile(site, device) for device in site.devices}
        self._store, self._tell, self._clock = store, tell, clock
        self._lock = threading.RLock()
        self._reported: dict[DeviceId, Reported] = {}
        self._changes: dict[DeviceId, tuple[int, int]] = {}
        self._entries = dict(store.read())
        self._left = {one: entry for one, entry in self._entries.items() if one not in self._profiles}
        self._gone = tuple(self._left)
        self._entries = {one: _entry(profile, self._entries.get(one)) for one, profile in self._profiles.items()}
        self._keep()

    def tell_all(self) -> None:
        """Publish what is wanted of everybody, for a broker that has lost it."""
        with self._lock:
            for device in self._gone:
                self._tell(device, None)
            for device in self._profiles:
                self._tell(device, self._wanted(device))
            if self._left:  # until now a start anew would have had to tell them
                self._left = {}
                self._keep()

    def heard(self, reported: Reported) -> bool:
        """A device's own word; whether anything is other than before.

        Raises MalformedMessageError for one that no device of ours would send.
        """
        device = reported.device
        if not (0 <= reported.revision <= HIGHEST and 0 <= reported.duty.turn <= HIGHEST):
            raise MalformedMessageError("a revision or turn that nobody counts to")
        with self._lock:
            before = self._entries.get(device)
            if before is None:
                raise MalformedMessageError("the site file has no such device")
            is_new = self._reported.get(device) != reported
            self._reported[device] = reported
            entry = self._caught_up(before, reported)
            is_garbled = is_new and any(one.why is Why.MALFORMED for one in reported.refused)
            if entry != before or is_garbled:
                self._count(device)
                self._entries[device] = entry
                self._keep()  # it counts even where it cannot be kept: the device says it again
                self._tell(device, self._wanted(device))
            return is_new or entry != before

    def set_duty(self, device: DeviceId, *, serves: bool, by: str) -> bool:
        """Take a device out of service, or back into; False where it is so already or the site file has no such device.

        Raises OSError where it cannot be kept; then nothing has changed.
        """
        with self._lock:
            before = self._entries.get(device)
            if before is None or before.duty.serves is serves:
                return False
            entry = replace(before, duty=before.duty.decided(serves=serves), by=by, at=self._clock())
            self._store.write({**self._left, **self._entries, device: entry})
            self._entries[device] = entry
            _LOG.warning("%s is taken %s service by %s", device, "back into" if serves else "out of", by)
            self._tell(device, self._wanted(device))
            return True

    def state(self, device: DeviceId) -> TwinState | None:
        """Of one device; None for one that the site file does not have."""
        with self._lock:
            entry = self._entries.get(device)
            if entry is None:
                return None
            return TwinState(device, self._wanted(device), self._reported.get(device), entry.by, entry.at)

    def states(self) -> tuple[TwinState, ...]:
        """Of all devices, in the order of the site file."""
        return tuple(state for device in self._profiles if (state := self.state(device)))

    def serves(self, device: DeviceId) -> bool:
        """Whether a device is in service, as far as is known here."""
        entry = self._entries.get(device)
        return entry is None or entry.duty.serves

    def _count(self, device: DeviceId) -> None:
        """No device may keep the disk busy by changing its mind."""
        minute = int(self._clock().timestamp() // 60)
        since, count = self._changes.get(device, (minute, 0))
        count = count + 1 if since == minute else 1
        self._changes[device] = minute, count
        if count > MOST_A_MINUTE:
            raise MalformedMessageError(f"more than {MOST_A_MINUTE} changes of mind in a minute")

    def _caught_up(self, entry: TwinEntry, reported: Reported) -> TwinEntry:
        """A device that was decided about at itself is believed, and one that has heard of later revisions is told a later one."""
        duty = later(entry.duty, reported.duty)
        if duty != entry.duty:
            entry = replace(entry, duty=duty, by="", at=self._clock())
        is_behind = reported.revision > entry.revision
        return replace(entry, revision=_after(reported.revision)) if is_behind else entry

    def _keep(self) -> None:
        try:
            self._store.write({**self._left, **self._entries})
        except OSError:
            _LOG.exception("what is known of the devices' twins is not kept")

    def _wanted(self, device: DeviceId) -> Wanted:
        profile, entry = self._profiles[device], self._entries[device]
        return Wanted(entry.revision, entry.version, settings(profile), seals(profile), entry.duty)


def _entry(profile: DeviceProfile, kept: TwinEntry | None) -> TwinEntry:
    """With another revision where the site file wants something else than before."""
    before, wanted = kept or TwinEntry(), version(profile)
    return before if before.version == wanted else replace(before, version=wanted, revision=_after(before.revision))


def _after(revision: int) -> int:
    return min(revision + 1, HIGHEST)


def _profile(site: Site, device: Device) -> DeviceProfile:
    """As ``apply`` makes it, without what the controller does not know; of that nothing travels."""
    account = Account(site.id, device.id, device.role, site.broker.host, site.broker.port, "", site.timezone)
    return device_profile(site, device, account, "", "phones" if site.messages.on else "")


def nobody(_device: DeviceId, _wanted: Wanted | None) -> None:
    """Tells nobody."""


class NoStore:
    """Remembers nothing."""

    def read(self) -> Mapping[DeviceId, TwinEntry]:
        """Nothing."""
        return {}

    def write(self, entries: Mapping[DeviceId, TwinEntry]) -> None:
        """Forget it."""


def mute_twins(site: Site, clock: Clock) -> Twins:
    """Twins of an office that has no link, as in a simulation."""
    return Twins(site, NoStore(), nobody, clock)
