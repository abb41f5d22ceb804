"""What devices say of themselves, as far as the journal wants to know: what changes, and once a day what is.

Every day's journal tells its devices' downtime by itself, so a new day hears again what was known when it began.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from contract.ids import DeviceId
from contract.notices import Presence
from contract.site import Device
from contract.topics import Role
from controller.core.downtime import change
from controller.core.events import DeviceChanged

MOST: Final = 500
"""Changes of one device that a day's journal takes: a loose plug must not fill the disk."""


class Presences:
    """Of the devices of one office; not for several threads at once. Kept in memory: a start hears everybody again."""

    def __init__(self, devices: Sequence[Device]) -> None:
        self._devices = frozenset(one.id for one in devices)
        self._loudspeakers = frozenset(one.id for one in devices if one.role is Role.SPEAKER)
        self._listening: set[DeviceId] = set()
        self._told: dict[DeviceId, DeviceChanged] = {}
        self._latest: dict[DeviceId, DeviceChanged] = {}
        self._count: dict[DeviceId, int] = {}

    def heard(self, presence: Presence) -> Sequence[DeviceChanged]:
        """The event, where it is one: a device of the office is not as it was."""
        event = change(presence)
        if event.device not in self._devices:
            return ()
        self._latest[event.device] = event
        is_told = event == self._told.get(event.device) or self._count.get(event.device, 0) >= MOST
        return () if is_told else (event,)

    def is_loudspeaker_back(self, presence: Presence) -> bool:
        """Whether it is the first word of a loudspeaker since it or the link was away; a dead broker tells nobody's end."""
        if not presence.online:
            self._listening.discard(presence.device)
        is_back = presence.online and presence.device in self._loudspeakers - self._listening
        if is_back:
            self._listening.add(presence.device)
        return is_back

    def link_is_new(self) -> None:
        """The link has come up; whoever listened may have gone with the last one."""
        self._listening.clear()

    def noted(self, events: Iterable[DeviceChanged]) -> None:
        """They are in the journal."""
        for event in events:
            self._told[event.device] = event
            self._count[event.device] = self._count.get(event.device, 0) + 1

    def new_day(self) -> Sequence[DeviceChanged]:
        """How everybody is; the count of changes begins again."""
        self._count.clear()
        return tuple(self._latest.values())
