"""What a machine says of itself: how long it has been on, how warm it is, how full a disk is. What it does not know is None."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 2**20
_SENSIBLE: Final = range(1, 150)
"""Degrees Celsius; a sensor that says anything else says nothing."""


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """Seconds, degrees Celsius, and megabytes (2**20 bytes) of the disk that a folder lies on; one that may only be read has none free."""

    up_s: int | None = None
    temperature_c: float | None = None
    free_mb: int | None = None
    disk_mb: int | None = None


def machine_facts(folder: str = "", root: Path = Path("/")) -> MachineFacts:
    """Of this machine; ``folder`` on the disk that matters, empty: the one of the root. ``root``: where ``proc`` and ``sys`` lie."""
    free = total = None
    with suppress(OSError):
        disk = os.statvfs(_existing(Path(folder or "/")))
        writable = not disk.f_flag & os.ST_RDONLY
        free, total = (size * disk.f_frsize // _MEGABYTE for size in (disk.f_bavail * writable, disk.f_blocks))
    return MachineFacts(_up_s(root), _temperature(root), free, total)


def _existing(folder: Path) -> Path:
    """The folder, or what of its way there is: on a disk that takes nothing it may not have been made."""
    return next((one for one in (folder, *folder.parents) if one.exists()), folder)


def _up_s(root: Path) -> int | None:
    """proc_uptime(5): seconds since the kernel started."""
    with suppress(OSError, ValueError, IndexError):
        return int(float((root / "proc/uptime").read_text().split()[0]))
    return None


def _temperature(root: Path) -> float | None:
    """The hottest zone of the kernel's thermal framework, which tells thousandths of a degree."""
    found = []
    for zone in sorted((root / "sys/class/thermal").glob("thermal_zone*/temp")):
        with suppress(OSError, ValueError):
            degrees = int(zone.read_text()) / 1000
            if int(degrees) in _SENSIBLE:
                found.append(degrees)
    return round(max(found), 1) if found else None
