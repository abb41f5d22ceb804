"""Whether passwords and keys lie about: files that anybody on the machine may read."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient
from firmware_config.keep import KEEP

AREAS: Final = (Area.SECRETS,)
_INSTALLED: Final = ("*/profile.json", "**/*.key", "mosquitto/passwords", "office/keep", "office/keep/**/*")
_OFFICE: Final = ("keep", "keep/**/*")


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """Profiles, keys, password files and the office's own folder of secrets."""
    for path in dict.fromkeys(_secrets(patient)):
        yield Area.SECRETS
        try:
            mode = stat.S_IMODE(path.stat().st_mode)
        except OSError:
            continue  # who may not even see it is no danger to it
        if mode & stat.S_IRWXO and not path.is_symlink() and not _behind_a_door(path):
            yield Finding("secret_open", {"file": path, "mode": f"{mode:04o}", "right": _right(path, mode)})


def _secrets(patient: Patient) -> Iterator[Path]:
    for device in patient.devices:
        if device.path:
            yield device.path
    if patient.installed:
        for pattern in _INSTALLED:
            yield from sorted(patient.places.etc.glob(pattern))
    if patient.office:
        for pattern in _OFFICE:
            yield from sorted(patient.office.parent.glob(pattern))


def _behind_a_door(path: Path) -> bool:
    """Whether it lies in an office's own folder that lets nobody in."""
    return any(one.name == KEEP and not one.stat().st_mode & stat.S_IXOTH for one in path.parents)


def _right(path: Path, mode: int) -> str:
    """The same without the others' bits, as ``chmod`` takes it."""
    return "700" if path.is_dir() else f"{mode & 0o770:o}"
