"""Files with MicroPython for a chip: which one of a folder, whether it is one at all, and where on the flash it goes."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from contract.small_device import Chip
from firmware_config.flashing import BoardError

LEAST: Final = (1, 24)
"""MicroPython with the TLS that our programs use."""
PAGES: Final[Mapping[Chip, str]] = MappingProxyType(
    {
        Chip.ESP32: "https://micropython.org/download/ESP32_GENERIC/",
        Chip.ESP32_S3: "https://micropython.org/download/ESP32_GENERIC_S3/",
        Chip.ESP32_C3: "https://micropython.org/download/ESP32_GENERIC_C3/",
    }
)
"""Where the files are; nothing is downloaded from here."""
OFFSETS: Final[Mapping[Chip, int]] = MappingProxyType({Chip.ESP32: 0x1000, Chip.ESP32_S3: 0, Chip.ESP32_C3: 0})
"""Where each chip's loader begins, and with it the file: as those pages say."""
_MAGIC: Final = 0xE9
_CHIP_AT: Final = 12
_CHIPS: Final[Mapping[int, Chip]] = MappingProxyType({0: Chip.ESP32, 9: Chip.ESP32_S3, 5: Chip.ESP32_C3})
"""Espressif's numbers, in the extended header of an image (little endian at byte 12): esp_chip_id_t of ESP-IDF."""
_LEAST_BYTES: Final = 500_000
_NAME: Final = re.compile(r"v(\d+)\.(\d+)(?:\.(\d+))?[^/]*\.bin$", re.IGNORECASE)


def firmware(place: Path, chip: Chip) -> Path:
    """The file itself, or the newest one in a folder that is for this chip. Raises BoardError and OSError."""
    if place.is_dir():
        fitting = [one for one in place.glob("*.bin") if _chip(one) is chip and version_of(one) >= LEAST]
        if not fitting:
            raise BoardError("no_firmware_there", str(place), PAGES[chip])
        return max(fitting, key=version_of)
    found = _chip(place)
    if found is None:
        raise BoardError("no_firmware", str(place), PAGES[chip])
    if found is not chip:
        raise BoardError("other_chip", f"{place.name} ({found})", chip)
    if (0,) < version_of(place) < LEAST:
        raise BoardError("old_firmware", place.name, PAGES[chip])
    return place


def version_of(file: Path) -> tuple[int, ...]:
    """As its name tells, ``ESP32_GENERIC-20250415-v1.25.0.bin``; (0,) where it tells none."""
    found = _NAME.search(file.name)
    return tuple(int(part or 0) for part in found.groups()) if found else (0,)


def _chip(file: Path) -> Chip | None:
    """By the header of the image; None where it is none, or one of a chip that we have no wires for."""
    with file.open("rb") as image:
        head = image.read(_CHIP_AT + 2)
    is_image = len(head) == _CHIP_AT + 2 and head[0] == _MAGIC and file.stat().st_size >= _LEAST_BYTES
    return _CHIPS.get(int.from_bytes(head[_CHIP_AT:], "little")) if is_image else None
