"""What hangs on a machine's USB: one name for ever, the right group, and no sleep that it does not wake from."""

from collections.abc import Iterator, Sequence
from typing import Final

from contract.machines import Usb, UsbKind
from firmware_config.appliance.placing import Place
from firmware_config.appliance.units import MADE
from firmware_config.tree import InstalledFile

RULES: Final = "/etc/udev/rules.d/70-motcua.rules"
_FOUND: Final = {
    UsbKind.PRINTER: 'SUBSYSTEM=="usbmisc", KERNEL=="lp[0-9]*"',
    UsbKind.CAMERA: 'SUBSYSTEM=="video4linux", ATTR{index}=="0"',
    UsbKind.READER: 'SUBSYSTEM=="input", KERNEL=="event[0-9]*", ENV{ID_INPUT_KEYBOARD}=="1"',
}
"""The device file of each; a camera's first one gives pictures, its second only data about them."""
_GROUPS: Final = {UsbKind.PRINTER: "lp", UsbKind.CAMERA: "video", UsbKind.READER: "input"}
"""Debian's."""


def files(place: Place) -> Iterator[InstalledFile]:
    """Of one machine; none where nothing is named."""
    if place.machine.usb:
        yield InstalledFile(RULES, rules(place.machine.usb).encode())


def rules(usb: Sequence[Usb]) -> str:
    """udev(7)."""
    return "\n".join((MADE.rstrip(), *(line for one in usb for line in _rule(one)), ""))


def _rule(one: Usb) -> Iterator[str]:
    maker, _, model = one.id.partition(":")
    serial = f', ATTRS{{serial}}=="{one.serial}"' if one.serial else ""
    own_serial = serial.replace("ATTRS", "ATTR")
    name = one.name or one.kind
    yield f"# {one.kind}"
    yield (
        f'{_FOUND[one.kind]}, ATTRS{{idVendor}}=="{maker}", ATTRS{{idProduct}}=="{model}"{serial}, '
        f'SYMLINK+="motcua/{name}", GROUP="{_GROUPS[one.kind]}", MODE="0660"'
    )
    yield (
        f'ACTION=="add", SUBSYSTEM=="usb", ENV{{DEVTYPE}}=="usb_device", ATTR{{idVendor}}=="{maker}", '
        f'ATTR{{idProduct}}=="{model}"{own_serial}, TEST=="power/control", ATTR{{power/control}}="on"'
    )
