"""The program of a device as it runs: its display, its sound server, what it has open; the doctor's own environment where it may not look."""

import contextlib
import os
import pwd
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from firmware_config.appliance import places as at
from firmware_config.doctor.patient import Patient

_NAMES: Final = ("DISPLAY", "XAUTHORITY", "HOME", "XDG_RUNTIME_DIR", "PULSE_SERVER", "PULSE_COOKIE")


def environment_of(profile: Path | None, patient: Patient) -> Mapping[str, str]:
    """``os.environ`` with what the program that was started with ``profile`` has in place of it.

    Where it does not run on an installed machine: with what its unit would give it.
    """
    own = {name: value for name, value in os.environ.items() if name not in _NAMES}
    for process in _programs(profile, patient.places.proc):
        try:
            entries = (process / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        found = dict(entry.decode(errors="replace").split("=", 1) for entry in entries if b"=" in entry)
        return {**own, **{name: found[name] for name in _NAMES if name in found}}
    if patient.installed:
        units = {"DISPLAY": at.DISPLAY, "XAUTHORITY": at.COOKIE, "PULSE_SERVER": at.SOUND_SERVER, "HOME": at.STATE}
        return {**own, **units}
    return os.environ


def owner_of(profile: Path | None, patient: Patient) -> tuple[int, int] | None:
    """Whom the program runs as, where root asks; a sound server lets root in no more than a stranger."""
    if os.getuid() != 0:
        return None
    for process in _programs(profile, patient.places.proc):
        with contextlib.suppress(OSError):
            found = process.stat()
            return found.st_uid, found.st_gid
    with contextlib.suppress(KeyError):
        user = pwd.getpwnam(at.USER)
        return (user.pw_uid, user.pw_gid) if patient.installed else None
    return None


def holds(profile: Path | None, patient: Patient, device: str) -> bool:
    """Whether the program that was started with ``profile`` has a device file open, as far as it may be seen."""
    wanted = os.path.realpath(device)
    for process in _programs(profile, patient.places.proc):
        try:
            if any(os.path.realpath(one) == wanted for one in (process / "fd").iterdir()):
                return True
        except OSError:
            continue
    return False


def _programs(profile: Path | None, proc: Path) -> Iterator[Path]:
    """Processes that have the profile's path on their command line and are not the doctor."""
    if profile is None:
        return
    word = str(profile).encode()
    for process in proc.glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if word in words and b"doctor" not in words and process.name != str(os.getpid()):
            yield process
