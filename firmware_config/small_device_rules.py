"""Rules of small devices: wires that the chip has, digits that the display has, and a network that they can join."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final

from contract.site import Device, Site
from contract.small_device import BAUDS, DIGITS, FREE, Hardware, NumberDisplay, is_small, pins, wires
from contract.topics import Role
from firmware_config.basic_rules import Faults, within
from firmware_config.fault import Fault, nearest

_LONGEST_NAME: Final = 32
"""Bytes: IEEE 802.11, 9.4.2.2."""
_LEAST_PASSWORD, _LONGEST_PASSWORD = 8, 63
"""Characters of a WPA passphrase: IEEE 802.11, J.4."""
_UNSAID: Final = Hardware()


def small_devices(site: Site) -> Faults:
    """``[wifi]``, and ``hardware`` of every device."""
    yield from _wifi(site)
    for place, device in enumerate(site.devices):
        if device.hardware != _UNSAID:
            yield from _hardware(f"devices[{place}].hardware", device)


def _wifi(site: Site) -> Faults:
    name, password = site.wifi.name, site.wifi.password
    if len(name.encode()) > _LONGEST_NAME or not (name.isprintable() and name == name.strip()):
        yield Fault("wifi.name", "wifi_name", {"most": _LONGEST_NAME})
    if password and not name:
        yield Fault("wifi.password", "wifi_no_name")
    elif name and not _LEAST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        yield Fault("wifi.password", "wifi_password", {"least": _LEAST_PASSWORD, "most": _LONGEST_PASSWORD})
    if name and _only_here(site.broker.host) and any(is_small(one.role, one.hardware) for one in site.devices):
        yield Fault("broker.host", "wifi_loopback", {"word": site.broker.host})


def _only_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _hardware(key: str, device: Device) -> Faults:
    given = device.hardware
    if device.role not in {Role.PAD, Role.KEYPAD, Role.COUNTER_BOARD}:
        yield Fault(key, "not_for_role", {"role": device.role})
        return
    if device.role is not Role.COUNTER_BOARD and given.display is not NumberDisplay.SCREEN:
        yield Fault(f"{key}.display", "not_for_role", {"role": device.role})
    elif given.display is not NumberDisplay.SCREEN:
        digits = DIGITS[given.display]
        yield from within(f"{key}.digits", given.digits, digits[0], digits[-1])
    elif given.pins and not wires(device.role, given):
        values = {"word": given.display, "known": ", ".join(DIGITS)}
        yield Fault(f"{key}.display", "unknown_word", values)
    yield from within(f"{key}.brightness", given.brightness, 0, 7)
    yield from within(f"{key}.address", given.address, 1, 99)
    if given.baud not in BAUDS:
        yield Fault(f"{key}.baud", "unknown_word", {"word": given.baud, "known": ", ".join(map(str, BAUDS))})
    yield from _pins(f"{key}.pins", device.role, given)


def _pins(key: str, role: Role, given: Hardware) -> Iterator[Fault]:
    known, free = wires(role, given), FREE[given.chip]
    for wire in given.pins:
        if known and wire not in known:
            values = {"word": wire, "known": ", ".join(known)}
            yield Fault(f"{key}.{wire}", "unknown_word", values, nearest(wire, known))
    taken: dict[int, str] = {}
    for wire, pin in pins(role, given).items():
        if pin not in free:
            known_pins = ", ".join(map(str, sorted(free)))
            yield Fault(f"{key}.{wire}", "pin", {"word": pin, "chip": given.chip, "known": known_pins})
        elif pin in taken:
            yield Fault(
                f"{key}.{wire if wire in given.pins else taken[pin]}", "pin_twice", {"word": pin, "other": taken[pin]}
            )
        taken[pin] = wire
