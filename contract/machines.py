"""The computers of an office as the site file says them: which there are, what hangs on them, and how a screen is mounted."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

MachineId = NewType("MachineId", str)
"""A computer of the office, e.g. ``may-1``."""


class Rotation(StrEnum):
    """How a picture is turned, in the words of xrandr."""

    NORMAL = "normal"
    """As the screen has it."""
    LEFT = "left"
    """A quarter counter-clockwise: for a screen that was turned clockwise, its cables now left."""
    RIGHT = "right"
    """A quarter clockwise."""
    INVERTED = "inverted"
    """Upside down."""


@dataclass(frozen=True, slots=True)
class Display:
    """``[devices.display]`` of a device with a screen: how that hangs on its machine."""

    output: str = ""
    """The socket as ``xrandr`` names it: ``HDMI-1``; may be empty where the machine has one screen."""
    rotation: Rotation = Rotation.NORMAL
    """normal, left, right or inverted: what turns the picture upright again. ``screen`` and ``screen_mm`` are as mounted."""
    touch: str = ""
    """Part of the touch panel's name in ``libinput list-devices``; may be empty where the machine has one touch panel."""


class UsbKind(StrEnum):
    """What hangs on a machine's USB."""

    PRINTER = "printer"
    """Becomes ``/dev/motcua/<name>``, for ``printer`` of a kiosk."""
    CAMERA = "camera"
    """Becomes ``/dev/motcua/<name>``, for ``camera`` of a kiosk."""
    READER = "reader"
    """A hand-held code reader; it types, and becomes ``/dev/motcua/<name>``."""


@dataclass(frozen=True, slots=True)
class Usb:
    """``[[machines.usb]]``: something on the machine's USB that has one name for ever, whatever socket it is in."""

    kind: UsbKind
    """printer, camera or reader."""
    id: str
    """Maker and model as ``lsusb`` tells them: ``04b8:0e15``."""
    serial: str = ""
    """Serial number, where two of one model hang on the machine."""
    name: str = ""
    """Its name below ``/dev/motcua/``; empty: the kind."""


@dataclass(frozen=True, slots=True)
class Machine:
    """``[[machines]]``: a computer that programs run on; without any, everything runs on a single one."""

    id: MachineId
    """Short name; it stands in the machine's certificate as a name of it."""
    host: str = ""
    """What ``ssh`` knows it by, name or address; empty: the machine at which the command is typed, or one that gets its files by hand."""
    user: str = "root"
    """Who signs in there; another than root needs sudo without a password."""
    names: tuple[str, ...] = ()
    """Further names and addresses under which others reach it; they stand in its certificate."""
    sound: str = ""
    """The sound card's sink as ``pactl list short sinks`` names it, used where a device names none; empty: the first that there is."""
    usb: tuple[Usb, ...] = ()
    """See ``[[machines.usb]]``."""
    restart_at: str = ""
    """Local time at which the machine starts afresh every night: ``03:30``; empty: never."""


@dataclass(frozen=True, slots=True)
class Clock:
    """``[clock]``: where machines get the time from."""

    servers: tuple[str, ...] = field(default=("vn.pool.ntp.org",))
    """Time servers, names or addresses, the nearest first: the controller's machine asks them, the others ask that machine, which answers once one
    of them has. Empty where the office reaches none: then the clock of the controller's machine, set by hand, is the office's."""
