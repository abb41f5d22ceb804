"""Where programs keep their state: room, files, permissions, and whether the databases there are whole."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from contract.profile import KioskProfile, RatingProfile
from firmware_config.doctor.adapters.sqlite_database import Verdict, verdict
from firmware_config.doctor.checks.disk_taken import taken
from firmware_config.doctor.finding import Area, Finding, Told, Words
from firmware_config.doctor.patient import Device, Patient
from firmware_config.doctor.unreadable import why

AREAS: Final = (Area.DISK,)
_NEARLY: Final = 0.10
"""Share of the room that is left when it is time to do something; filling goes on at the same pace."""
_FULL_BYTES: Final = 8 << 20
"""A day's journal of a large office."""
_FULL_FILES: Final = 64


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Each folder of state, then each database in it; what takes the room of a disk is looked for once."""
    full: set[int] = set()
    for device, state in _states(patient):
        yield Area.DISK
        try:
            yield from _folder(device, state)
            above = next(one for one in (state, *state.parents) if one.exists())
            if above.stat().st_dev not in full:
                full.add(above.stat().st_dev)
                yield from _room(patient, above, until)
        except OSError as fault:
            yield Finding("state_forbidden", {"folder": state, "words": why(fault)}, device.name)
            continue
        for file in sorted(state.glob("*.sqlite")):
            yield from _database(device, file, until)


def _states(patient: Patient) -> Iterator[tuple[Device, Path]]:
    for device in patient.devices:
        if isinstance(device.profile, KioskProfile | RatingProfile | ControllerProfile):
            yield device, Path(device.profile.state)


def _folder(device: Device, state: Path) -> Iterator[Finding]:
    if not state.exists():
        yield Finding("state_missing", {"folder": state}, device.name)
        return
    is_read_only = os.statvfs(state).f_flag & os.ST_RDONLY
    if not is_read_only and os.access(state, os.R_OK | os.X_OK) and not _owner_may_write(state):
        yield Finding("state_forbidden", {"folder": state, "words": Words("unreadable.forbidden")}, device.name)


def _owner_may_write(state: Path) -> bool:
    """Programs run as the folder's owner; root may everything, so what root may says nothing."""
    return bool(state.stat().st_mode & 0o200)


def _room(patient: Patient, folder: Path, until: float) -> Iterator[Finding]:
    found = os.statvfs(folder)
    free, size = found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize
    values = {"folder": folder, "free_mb": free >> 20, "percent": round(100 * free / size) if size else 0}
    if found.f_flag & os.ST_RDONLY:
        yield Finding("disk_read_only", values)
    elif size and free < min(_FULL_BYTES, size * 0.02):
        yield Finding("disk_full", {**values, **taken(patient, folder, until)})
    elif size and free < size * _NEARLY and free < _PLENTY:
        yield Finding("disk_nearly_full", {**values, **taken(patient, folder, until)})
    if found.f_files and found.f_favail < min(_FULL_FILES, found.f_files * 0.02):
        yield Finding("disk_no_inodes", {**values, **taken(patient, folder, until, of_files=True)})
    elif found.f_files and found.f_favail < found.f_files * _NEARLY:
        yield Finding("disk_inodes_low", {**values, **taken(patient, folder, until, of_files=True)})


_PLENTY: Final = 5 << 30
"""Room enough for years, whatever share of a large disk it is."""


def _database(device: Device, file: Path, until: float) -> Iterator[Finding]:
    found = verdict(file, until)
    if found is Verdict.DAMAGED:
        yield Finding("database_damaged", {"file": file}, device.name)
    elif found is Verdict.UNSEEN:
        yield Finding("database_unseen", {"file": file}, device.name)
