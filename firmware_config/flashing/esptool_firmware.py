"""MicroPython onto a chip by esptool: over what was there, never over the files beside it, which may hold votes."""

from pathlib import Path
from typing import Final

from contract.small_device import Chip
from firmware_config.flashing.firmware import OFFSETS
from firmware_config.flashing.tools import ESPTOOL, run

_CHIPS: Final = {Chip.ESP32: "esp32", Chip.ESP32_S3: "esp32s3", Chip.ESP32_C3: "esp32c3"}
_SECONDS: Final = 300.0
_BAUD: Final = "460800"
_ATTEMPTS: Final = "3"
"""Whoever has not answered then wants its button held."""


def words_of(port: str, chip: Chip, file: Path) -> tuple[str, ...]:
    """What esptool is told. It compares a digest of what it has written by itself."""
    return (
        "--chip", _CHIPS[chip], "--port", port, "--baud", _BAUD, "--connect-attempts", _ATTEMPTS,
        "write-flash", "--compress", hex(OFFSETS[chip]), str(file),
    )  # fmt: skip


def write_firmware(port: str, chip: Chip, file: Path) -> None:
    """Takes a minute. Raises BoardError."""
    run(ESPTOOL, *words_of(port, chip, file), port=port, seconds=_SECONDS, mute="no_loader")
