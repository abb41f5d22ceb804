"""The rules of machines: each device runs on one that there is, each screen has a socket of its own, and all reach the broker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from ipaddress import ip_address
from typing import Final

from contract.announcing import clock
from contract.machines import Display, Machine, MachineId
from contract.site import Device, Site
from contract.small_device import is_small
from contract.topics import Role
from firmware_config.basic_rules import Faults, short_name, twice
from firmware_config.fault import Fault, nearest

SCREENS: Final = (Role.KIOSK, Role.RATING, Role.HALL_BOARD, Role.COUNTER_BOARD)
NOWHERE: Final = MachineId("")
TOUCHED: Final = (Role.KIOSK, Role.RATING)
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._\-]{0,251}[A-Za-z0-9])?")
_USER: Final = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
_USB: Final = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]*")
_SERIAL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:+/-]*")


def programs(site: Site, only: MachineId = NOWHERE) -> tuple[Device, ...]:
    """All devices; where there is a single machine, those that name none run on it. ``only``: its name, where the site has none."""
    one = site.machines[0].id if len(site.machines) == 1 else only if not site.machines else NOWHERE
    return tuple(
        device if device.machine or is_small(device.role, device.hardware) else replace(device, machine=one)
        for device in site.devices
    )


def machines(site: Site) -> Faults:
    """The machines themselves, what runs on them, and where they get their time."""
    yield from twice("machines", "id", [one.id for one in site.machines])
    yield from twice("machines", "host", [one.host or place for place, one in enumerate(site.machines)])
    for place, one in enumerate(site.machines):
        yield from _machine(f"machines[{place}]", one)
    known = [one.id for one in site.machines]
    if site.broker.machine and site.broker.machine not in known:
        yield _unknown("broker.machine", site.broker.machine, known)
    if len(known) > 1 and _only_here(site.broker.host):
        yield Fault("broker.host", "only_here", {"word": site.broker.host})
    settled = programs(site)
    for place, device in enumerate(settled):
        yield from _device(f"devices[{place}]", device, known)
    yield from _sockets(settled)
    yield from _touch(settled)
    for place, server in enumerate(site.clock.servers):
        yield from _reachable(f"clock.servers[{place}]", server)


def _machine(key: str, one: Machine) -> Faults:
    yield from short_name(f"{key}.id", one.id)
    if one.host:
        yield from _reachable(f"{key}.host", one.host)
    if not _USER.fullmatch(one.user):
        yield Fault(f"{key}.user", "unix_user", {"word": one.user})
    for place, name in enumerate(one.names):
        yield from _reachable(f"{key}.names[{place}]", name)
    if one.sound and not _WORD.fullmatch(one.sound):
        yield Fault(f"{key}.sound", "sink", {"word": one.sound})
    if one.restart_at and not _time(one.restart_at):
        yield Fault(f"{key}.restart_at", "clock", {"word": one.restart_at})
    yield from twice(f"{key}.usb", "name", [usb.name or usb.kind for usb in one.usb])
    for place, usb in enumerate(one.usb):
        here = f"{key}.usb[{place}]"
        if not _USB.fullmatch(usb.id):
            meant = usb.id.lower() if _USB.fullmatch(usb.id.lower()) else ""
            yield Fault(f"{here}.id", "usb_id", {"word": usb.id}, meant)
        if usb.serial and not _SERIAL.fullmatch(usb.serial):
            yield Fault(f"{here}.serial", "usb_serial", {"word": usb.serial})
        if usb.name:
            yield from short_name(f"{here}.name", usb.name)


def _device(key: str, device: Device, known: Sequence[str]) -> Iterator[Fault]:
    small = is_small(device.role, device.hardware)
    if device.machine and small:
        yield Fault(f"{key}.machine", "not_for_role", {"role": device.role})
    elif device.machine and device.machine not in known:
        yield _unknown(f"{key}.machine", device.machine, known)
    elif known and not device.machine and not small:
        yield Fault(f"{key}.machine", "needs_machine", {"known": ", ".join(known)})
    if device.display != Display():
        if not _has_screen(device):
            yield Fault(f"{key}.display", "not_for_role", {"role": device.role})
        for name in ("output", "touch"):
            word = getattr(device.display, name)
            if word and (not word.isprintable() or set(word) & set("\"'\\*?[]")):
                yield Fault(f"{key}.display.{name}", "device_name", {"word": word})
        if device.display.output and not _WORD.fullmatch(device.display.output):
            yield Fault(f"{key}.display.output", "device_name", {"word": device.display.output})


def _sockets(devices: Sequence[Device]) -> Faults:
    """Two screens of one machine need their sockets' names, and each its own."""
    seen: dict[tuple[str, str], str] = {}
    crowded = {one.machine for one in devices if _screens_on(devices, one.machine) > 1}
    for place, one in enumerate(devices):
        if one.machine not in crowded or not _has_screen(one):
            continue
        here = (one.machine, one.display.output)
        if not one.display.output:
            yield Fault(f"devices[{place}].display", "needs_output", {"machine": one.machine})
        elif here in seen:
            yield Fault(f"devices[{place}].display.output", "output_taken", {"word": here[1], "other": seen[here]})
        seen[here] = one.id


def _touch(devices: Sequence[Device]) -> Faults:
    """Two touch panels of one machine need their names, to know which picture each is glued to."""
    touched = [one.machine if one.role in TOUCHED else "" for one in devices]
    for place, one in enumerate(devices):
        if touched[place] and touched.count(one.machine) > 1 and not one.display.touch:
            yield Fault(f"devices[{place}].display", "needs_touch", {"machine": one.machine})


def _screens_on(devices: Sequence[Device], machine: str) -> int:
    return sum(_has_screen(one) and one.machine == machine for one in devices) if machine else 0


def _has_screen(device: Device) -> bool:
    return device.role in SCREENS and not is_small(device.role, device.hardware)


def _unknown(key: str, word: str, known: Sequence[str]) -> Fault:
    return Fault(key, "unknown_machine", {"word": word, "known": ", ".join(known) or "-"}, nearest(word, known))


def _reachable(key: str, host: str) -> Faults:
    if not _HOST.fullmatch(host) and not _address(host):
        yield Fault(key, "host", {"word": host})


def _address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _only_here(host: str) -> bool:
    return host == "localhost" or (_address(host) and ip_address(host).is_loopback)


def _time(text: str) -> bool:
    try:
        clock(text)
    except ValueError:
        return False
    return True
