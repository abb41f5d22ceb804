"""Where messages travel, and who may write or read there.

Everything of an office stands below ``motcua/<site>/``. The grants below are the only source of both brokers' access lists.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from contract.ids import CounterId, DeviceId, SiteId


class Role(StrEnum):
    """What a device is for."""

    CONTROLLER = "controller"
    KIOSK = "kiosk"
    RATING = "rating"
    HALL_BOARD = "hall_board"
    COUNTER_BOARD = "counter_board"
    SPEAKER = "speaker"
    KEYPAD = "keypad"
    PAD = "pad"


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics of one office."""

    site: SiteId

    def _at(self, *levels: object) -> str:
        return "/".join(["motcua", self.site, *map(str, levels)])

    def command(self, device: DeviceId) -> str:
        """Requests of a device; the topic, not the payload, says who asks."""
        return self._at("command", device)

    def answer(self, device: DeviceId) -> str:
        """Answers to a device."""
        return self._at("answer", device)

    def presence(self, device: DeviceId) -> str:
        """Retained ``Presence``, with a last will."""
        return self._at("presence", device)

    def wanted(self, device: DeviceId) -> str:
        """Retained: the configuration that a device should have."""
        return self._at("twin", device, "wanted")

    def reported(self, device: DeviceId) -> str:
        """Retained: the configuration that a device says it has."""
        return self._at("twin", device, "reported")

    def health(self, device: DeviceId) -> str:
        """Retained: how a device is, in figures."""
        return self._at("health", device)

    def directive(self, device: DeviceId) -> str:
        """What a device is to do at once, never retained: an old one must not be done after a power cut."""
        return self._at("directive", device)

    @property
    def office(self) -> str:
        """Retained ``Office``."""
        return self._at("notice", "office")

    @property
    def board(self) -> str:
        """Retained ``Board``."""
        return self._at("notice", "board")

    @property
    def outlook(self) -> str:
        """Retained ``Outlook``."""
        return self._at("notice", "outlook")

    def counter(self, counter: CounterId) -> str:
        """Retained ``CounterState``."""
        return self._at("notice", "counter", counter)

    def rating(self, counter: CounterId) -> str:
        """Retained ``RatingInvitation``."""
        return self._at("notice", "rating", counter)

    def announcement(self, zone: str) -> str:
        """``Announcement`` to a counter of a zone, never retained: an old call must not be spoken after a power cut.

        ``-``, which no zone is called, is for counters of none.
        """
        return self._at("notice", "announcement", zone or "-")

    @property
    def announcements(self) -> str:
        """Filter for the announcements of all zones."""
        return self._at("notice", "announcement", "+")

    @property
    def emergency(self) -> str:
        """Retained ``Emergency``."""
        return self._at("notice", "emergency")

    @property
    def counters(self) -> str:
        """Filter for the state of all counters."""
        return self._at("notice", "counter", "+")

    @property
    def pulse(self) -> str:
        """``Pulse`` every second, never retained: an old one would say that somebody is there who is not."""
        return self._at("notice", "pulse")

    @property
    def commands(self) -> str:
        """Filter for the requests of all devices."""
        return self._at("command", "+")

    @property
    def presences(self) -> str:
        """Filter for the presence of all devices."""
        return self._at("presence", "+")

    @property
    def all_reported(self) -> str:
        """Filter for the configurations that all devices say they have."""
        return self._at("twin", "+", "reported")

    @property
    def all_health(self) -> str:
        """Filter for the health of all devices."""
        return self._at("health", "+")


_OF_A_DEVICE: Final = 3
"""Level of a topic at which the name of a device stands."""


def sender(topic: str) -> DeviceId:
    """The device that a topic belongs to: of a command, a presence, a twin, a health."""
    return DeviceId(topic.split("/")[_OF_A_DEVICE])


CONTROLLER = DeviceId("controller")
"""The one controller of an office."""


@dataclass(frozen=True, slots=True)
class Grants:
    """Topic filters that a device may publish to and subscribe to; everything else is refused."""

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]


def grants(site: SiteId, role: Role, device: DeviceId, counter: CounterId | None = None, zone: str = "") -> Grants:
    """What a device of this role may do; ``counter`` for roles that stand at one, ``zone`` for a loudspeaker of one.

    A loudspeaker sees all counters: what is no longer called there is not spoken.
    """
    at = Topics(site)
    if role is Role.CONTROLLER:
        root = f"motcua/{site}"
        said = (f"{root}/answer/+", f"{root}/notice/#", f"{root}/twin/+/wanted", f"{root}/directive/+")
        return Grants((*said, at.presence(device)), (at.commands, at.presences, at.all_reported, at.all_health))
    own = (at.presence(device), at.reported(device), at.health(device))
    seen = (at.office, at.presence(CONTROLLER), at.pulse, at.wanted(device), at.directive(device))
    if role is Role.KIOSK:
        return Grants((at.command(device), *own), (at.answer(device), at.board, at.outlook, *seen))
    if role is Role.HALL_BOARD:
        return Grants(own, (at.board, at.outlook, *seen))
    if role is Role.SPEAKER:
        calls = at.announcement(zone) if zone else at.announcements
        return Grants((at.command(device), *own), (at.answer(device), calls, at.emergency, at.counters, *seen))
    if counter is None:
        raise ValueError(f"a {role} stands at a counter")
    if role is Role.COUNTER_BOARD:
        return Grants(own, (at.counter(counter), *seen))
    shown = at.counter(counter) if role is Role.KEYPAD else at.rating(counter)
    return Grants((at.command(device), *own), (at.answer(device), shown, *seen))


def covers(granted: str, wanted: str) -> bool:
    """Whether the filter ``granted`` holds every topic that ``wanted``, a topic or a filter, can stand for."""
    have, want = granted.split("/"), wanted.split("/")
    if not wanted or (wanted.startswith("$") and have[0] in {"+", "#"}):
        return False  # MQTT 3.1.1, 4.7.2: a wildcard does not stand for the broker's own topics
    for level, asked in zip_longest(have, want):
        if level == "#":
            return True
        if level is None or asked is None or asked == "#" or level not in {"+", asked}:
            return False
    return True
