"""The rules of zones: every board and loudspeaker of a zone has counters there, and nobody else stands in one."""

from collections.abc import Iterator
from typing import Final

from contract.site import Site
from contract.topics import Role
from firmware_config.basic_rules import Faults, short_name
from firmware_config.fault import Fault, nearest

_OF_A_ZONE: Final = (Role.HALL_BOARD, Role.SPEAKER)


def zones(site: Site) -> Faults:
    """Zones of counters, and devices that serve one."""
    known = sorted({one.zone for one in site.counters if one.zone})
    for place, counter in enumerate(site.counters):
        if counter.zone:
            yield from short_name(f"counters[{place}].zone", counter.zone)
    for place, device in enumerate(site.devices):
        if device.zone:
            yield from _device(f"devices[{place}].zone", device.role, device.zone, known)


def _device(key: str, role: Role, zone: str, known: list[str]) -> Iterator[Fault]:
    if role not in _OF_A_ZONE:
        yield Fault(key, "not_for_role", {"role": role})
    elif zone not in known:
        yield Fault(key, "unknown_zone_of_hall", {"word": zone, "known": ", ".join(known) or "-"}, nearest(zone, known))
