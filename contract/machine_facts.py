"""What a machine says of itself: how long it has been on, how warm it is, how full a disk is. What it does not know is None."""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MEGABYTE: Final = 2**20
_SENSIBLE: Final = range(1, 150)
"""Degrees Celsius; a sensor that says anything else says nothing."""


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """Seconds, degrees Celsius, and megabytes (2**20 bytes) of the disk that a folder lies on."""

    up_s: int | None = None
    temperature_c: float | None = None
    free_mb: int | None = None
    disk_mb: int | None = None


def machine_facts(folder: str = "", root: Path = Path("/")) -> MachineFacts:
    """Of this machine; ``folder`` on the disk that matters, empty: the one of the root. ``root``: where ``proc`` and ``sys`` lie."""
    free = total = None
    with suppress(OSError):
        usage = shutil.disk_usage(folder or "/")
        free, total = usage.free // _MEGABYTE, usage.total // _MEGABYTE
    return MachineFacts(_up_s(root), _temperature(root), free, total)


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
