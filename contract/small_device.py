"""Small devices: rating pads, keypads and number boards on an ESP32, as the site file says how they are wired."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contract.topics import Role


class Chip(StrEnum):
    """The microcontroller on a small device's board."""

    ESP32 = "esp32"
    ESP32_S3 = "esp32-s3"
    ESP32_C3 = "esp32-c3"


class NumberDisplay(StrEnum):
    """What a counter board shows its number on."""

    SCREEN = "screen"
    """A computer with a screen: not a small device."""
    TM1637 = "tm1637"
    """Four seven-segment digits on two wires."""
    MAX7219 = "max7219"
    """Up to eight seven-segment digits on three wires."""
    LED_LINE = "led-line"
    """A line of LED letters on a serial wire."""


@dataclass(frozen=True, slots=True)
class Wifi:
    """``[wifi]``: the network that small devices join."""

    name: str = ""
    """Its name (SSID); empty: the office has none, and small devices cannot be flashed."""
    password: str = field(default="", repr=False)
    """WPA2 or WPA3 password, 8 to 63 characters; empty: an open network, which ``check`` refuses."""


@dataclass(frozen=True, slots=True)
class Hardware:
    """``hardware`` of a pad, a keypad or a counter board: the small board it is built on."""

    chip: Chip = Chip.ESP32
    """``esp32``, ``esp32-s3`` or ``esp32-c3``."""
    display: NumberDisplay = NumberDisplay.SCREEN
    """Of a counter board: ``screen`` (a computer), ``tm1637``, ``max7219`` or ``led-line``."""
    pins: dict[str, int] = field(default_factory=dict)
    """GPIO numbers where they differ from those of docs/devices.md: ``{ lamp = 2, face1 = 32 }``."""
    digits: int = 4
    """Of a number board: how many digits or letters it has: 4 (``tm1637``), 4 to 8 (``max7219``) or 4 to 16 (``led-line``)."""
    brightness: int = 4
    """Of a number board: 0 (dim) to 7."""
    address: int = 1
    """Of an ``led-line``: its number on the wire, 1 to 99."""
    baud: int = 9600
    """Of an ``led-line``: bits a second."""


_FACES: Final = ("face1", "face2", "face3", "face4", "face5")
KEYS: Final = ("next", "recall", "absent", "finish")
"""A keypad's keys."""
_LAMP: Final = "lamp"
_WIRES: Final = MappingProxyType(
    {NumberDisplay.TM1637: ("clk", "dio"), NumberDisplay.MAX7219: ("clk", "din", "cs"), NumberDisplay.LED_LINE: ("tx",)}
)
INPUTS: Final = frozenset((*_FACES, *KEYS))
"""Pins that are read; all others are driven."""

FREE: Final[Mapping[Chip, frozenset[int]]] = MappingProxyType(
    {
        Chip.ESP32: frozenset({2, 4, 5, *range(13, 20), 21, 22, 23, 25, 26, 27, 32, 33}),
        Chip.ESP32_S3: frozenset({1, 2, *range(4, 19), 21, *range(38, 43), 47, 48}),
        Chip.ESP32_C3: frozenset({0, 1, *range(3, 8), 10}),
    }
)
"""GPIOs that can be read with a pull-up and driven, and serve neither flash, USB, console nor the way that the chip starts."""
BAUDS: Final = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)
DIGITS: Final[Mapping[NumberDisplay, range]] = MappingProxyType(
    {NumberDisplay.TM1637: range(4, 5), NumberDisplay.MAX7219: range(4, 9), NumberDisplay.LED_LINE: range(4, 17)}
)
"""How many digits or letters a number board may have."""

_USUAL: Final[Mapping[Chip, Mapping[str, int]]] = MappingProxyType(
    {
        Chip.ESP32: {
            "face1": 32, "face2": 33, "face3": 27, "face4": 14, "face5": 13, "next": 32, "recall": 33, "absent": 27,
            "finish": 14, "lamp": 25, "clk": 18, "dio": 19, "din": 23, "cs": 5, "tx": 17,
        },
        Chip.ESP32_S3: {
            "face1": 4, "face2": 5, "face3": 6, "face4": 7, "face5": 8, "next": 4, "recall": 5, "absent": 6,
            "finish": 7, "lamp": 9, "clk": 12, "dio": 11, "din": 11, "cs": 10, "tx": 17,
        },
        Chip.ESP32_C3: {
            "face1": 0, "face2": 1, "face3": 3, "face4": 4, "face5": 5, "next": 0, "recall": 1, "absent": 3,
            "finish": 4, "lamp": 10, "clk": 6, "dio": 7, "din": 7, "cs": 10, "tx": 7,
        },
    }
)  # fmt: skip
"""Where each wire goes unless the site file says otherwise: pins without a duty of their own while the chip starts."""


def is_small(role: Role, hardware: Hardware) -> bool:
    """Whether a device of this role is a small one, with firmware of ours and no Linux."""
    return role in {Role.PAD, Role.KEYPAD} or (
        role is Role.COUNTER_BOARD and hardware.display is not NumberDisplay.SCREEN
    )


def wires(role: Role, hardware: Hardware) -> tuple[str, ...]:
    """The names of a small device's wires; none for a device that is not small."""
    if role is Role.PAD:
        return (*_FACES, _LAMP)
    if role is Role.KEYPAD:
        return (*KEYS, _LAMP)
    return _WIRES.get(hardware.display, ()) if role is Role.COUNTER_BOARD else ()


def pins(role: Role, hardware: Hardware) -> dict[str, int]:
    """GPIO by wire: the usual ones, and the site file's where it names others."""
    usual = _USUAL[hardware.chip]
    return {wire: hardware.pins.get(wire, usual[wire]) for wire in wires(role, hardware)}
