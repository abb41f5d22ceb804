"""The law of the topics, written a second time and by hand: who writes and who reads each of them, device by device.

``contract/topics.py`` turns roles into filters; this says what these filters have to come to. Every method of ``Topics`` needs a row, and
every role stands in the office below twice, so that neither a new topic nor a new role can be forgotten.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from contract.ids import CounterId, DeviceId, SiteId
from contract.site import Device
from contract.topics import CONTROLLER, Role, Topics

Who = Callable[[Device, object], bool]
"""Whether a device may; the second is what the topic is about: a device's name, a counter, a zone, or None."""

FIVE, SIX = CounterId(5), CounterId(6)
EAST = "dong"
STRANGER = DeviceId("stranger")
"""Whom the office does not have."""


def nobody(_me: Device, _about: object) -> bool:
    return False


def itself(*roles: Role) -> Who:
    return lambda me, about: me.id == about and me.role in roles


def at_its_counter(*roles: Role) -> Who:
    return lambda me, about: me.counter == about and me.role in roles


def in_its_zone(*roles: Role) -> Who:
    return lambda me, about: me.role in roles and me.zone in {"", about}


def every(*roles: Role) -> Who:
    return lambda me, _about: me.role in roles


def either(*those: Who) -> Who:
    return lambda me, about: any(one(me, about) for one in those)


def about(device: DeviceId, who: Who) -> Who:
    return lambda me, it: it == device and who(me, it)


CHIEF = every(Role.CONTROLLER)
DEVICES = tuple(one for one in Role if one is not Role.CONTROLLER)
ASKING = (Role.KIOSK, Role.RATING, Role.PAD, Role.KEYPAD, Role.SPEAKER)


@dataclass(frozen=True)
class Law:
    """Of one kind of topic; ``of`` says what it is about: devices, counters, zones, or nothing."""

    of: str
    writes: Who
    reads: Who


LAW = {
    "command": Law("devices", itself(*ASKING), CHIEF),
    "answer": Law("devices", CHIEF, itself(*ASKING)),
    "presence": Law("devices", itself(*Role), either(CHIEF, about(CONTROLLER, every(*DEVICES)))),
    "wanted": Law("devices", CHIEF, itself(*DEVICES)),
    "reported": Law("devices", itself(*DEVICES), CHIEF),
    "health": Law("devices", itself(*DEVICES), CHIEF),
    "directive": Law("devices", CHIEF, itself(*DEVICES)),
    "office": Law("", CHIEF, every(*DEVICES)),
    "pulse": Law("", CHIEF, every(*DEVICES)),
    "board": Law("", CHIEF, every(Role.KIOSK, Role.HALL_BOARD)),
    "outlook": Law("", CHIEF, every(Role.KIOSK, Role.HALL_BOARD)),
    "emergency": Law("", CHIEF, every(Role.SPEAKER)),
    "counter": Law("counters", CHIEF, either(at_its_counter(Role.COUNTER_BOARD, Role.KEYPAD), every(Role.SPEAKER))),
    "rating": Law("counters", CHIEF, at_its_counter(Role.RATING, Role.PAD)),
    "announcement": Law("zones", CHIEF, in_its_zone(Role.SPEAKER)),
}
FILTERS = {"commands", "presences", "announcements", "counters", "all_reported", "all_health"}
"""Methods that name many topics at once."""


def _name(role: Role, counter: CounterId) -> DeviceId:
    return DeviceId(f"{role}-{counter}".replace("_", "-"))


OFFICE: tuple[Device, ...] = tuple(
    Device(_name(role, counter), role, counter, zone=zone if role in {Role.SPEAKER, Role.HALL_BOARD} else "")
    for role in DEVICES
    for counter, zone in ((FIVE, ""), (SIX, EAST))
)
"""Two devices of every role, at two counters; the second loudspeaker is of one zone."""
ACTORS: tuple[Device, ...] = (Device(CONTROLLER, Role.CONTROLLER), *OFFICE)

_ABOUT: dict[str, tuple[object, ...]] = {
    "devices": (*(one.id for one in ACTORS), STRANGER),
    "counters": (FIVE, SIX),
    "zones": ("", EAST, "tay"),
    "": (None,),
}


@dataclass(frozen=True)
class Place:
    """One topic of the office, and who may."""

    topic: str
    law: Law
    about: object

    def is_written_by(self, me: Device) -> bool:
        return self.law.writes(me, self.about)

    def is_read_by(self, me: Device) -> bool:
        return self.law.reads(me, self.about)


def places(site: SiteId) -> Iterator[Place]:
    """Every topic that an office with these devices has, and some that are about nobody."""
    at = Topics(site)
    for name, law in LAW.items():
        for one in _ABOUT[law.of]:
            given = getattr(at, name)
            yield Place(given if one is None else given(one), law, one)
