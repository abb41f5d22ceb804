"""Serial ports of boards on USB, as Linux names them."""

import os
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from typing import Final

from firmware_config.flashing import BoardError

_KINDS: Final = ("ttyUSB*", "ttyACM*")
"""A chip between USB and serial line; a chip that speaks USB itself."""


@dataclass(frozen=True, slots=True)
class SerialPort:
    """``name``: what the plug says of itself, empty where it says nothing."""

    path: str
    name: str = ""


def serial_ports(root: Path = Path("/")) -> tuple[SerialPort, ...]:
    """Those that are plugged in, in the order of their names."""
    found = sorted(path for kind in _KINDS for path in (root / "dev").glob(kind))
    return tuple(SerialPort(f"/dev/{one.name}", _product(root, one.name)) for one in found)


def check_port(port: str) -> None:
    """Raise BoardError where there is no such port, or this user may not use it."""
    if not Path(port).exists():
        raise BoardError("no_such_port", port)
    if not os.access(port, os.R_OK | os.W_OK):
        raise BoardError("no_permission", port, getuser())


def _product(root: Path, name: str) -> str:
    """Of the USB device that the port belongs to: some folders above it."""
    place = (root / "sys" / "class" / "tty" / name / "device").resolve()
    for folder in (place, *place.parents[:4]):
        if (folder / "product").is_file():
            return (folder / "product").read_text("utf-8", "replace").strip()
    return ""
