"""What the programs need beside themselves: Python packages of the right age, system libraries and programs."""

import ctypes
import shutil
from collections.abc import Iterator, Sequence
from typing import Final

from contract.topics import Role
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.needed import lacking, required
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.VERSIONS,)
_WINDOW: Final = ("libGL.so.1", "libmtdev.so.1", "libEGL.so.1")
_LIBRARIES: Final = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libmtdev.so.1": "libmtdev1",
    "libzbar.so.0": "libzbar0",
}
"""Debian packages by the library that they bring."""
_PROGRAMS: Final = {
    "pactl": "pulseaudio-utils",
    "pacat": "pulseaudio-utils",
    "espeak-ng": "espeak-ng",
    "Xorg": "xserver-xorg-core",
}
_NEEDS: Final[dict[Role, Sequence[str]]] = {
    Role.KIOSK: (*_WINDOW, "libzbar.so.0"),
    Role.RATING: _WINDOW,
    Role.HALL_BOARD: _WINDOW,
    Role.COUNTER_BOARD: _WINDOW,
    Role.SPEAKER: ("pactl", "pacat", "espeak-ng"),
}


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """What this machine's devices need, by their roles."""
    if not patient.devices:
        return
    yield Area.VERSIONS
    for one in lacking(required()):
        kind = "library_old" if one.found else "library_missing"
        yield Finding(kind, {"library": one.name, "found": one.found or "-", "wanted": one.wanted or "-"})
    needs = dict.fromkeys(need for device in patient.devices for need in _NEEDS.get(device.account.role, ()))
    for package in dict.fromkeys(_packages(needs)):
        yield Finding("package_missing", {"package": package})


def _packages(needs: Sequence[str] | dict[str, None]) -> Iterator[str]:
    for need in needs:
        if need in _PROGRAMS:
            if shutil.which(need) is None:
                yield _PROGRAMS[need]
        elif not _loads(need):
            yield _LIBRARIES[need]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
