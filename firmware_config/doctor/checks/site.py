"""The site file of an office folder, and whether what stands on this machine is what was made from it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from contract.site import Site
from contract.topics import Role
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient
from firmware_config.office import Office
from firmware_config.on_machine.record import STATE, read_record
from firmware_config.releases import BAD, fingerprint, newest

AREAS: Final = (Area.SITE,)


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """The file's own faults were found when it was read; what is left is what has become of it."""
    if patient.site or patient.devices:
        yield Area.SITE
    if patient.site:
        yield from _uncalled(patient.site)
    if patient.site and patient.office:
        yield from _office(Office(patient.office))
    if patient.installed:
        yield from _machine(patient.places.root)


def _uncalled(site: Site) -> Iterator[Finding]:
    """Counters that no loudspeaker calls for, where the office has loudspeakers at all."""
    zones = {one.zone for one in site.devices if one.role is Role.SPEAKER}
    silent = [str(one.id) for one in site.counters if one.zone not in zones]
    if zones and "" not in zones and silent:
        yield Finding("counter_uncalled", {"counters": ", ".join(silent)})


def _office(office: Office) -> Iterator[Finding]:
    try:
        release = newest(office)
        if release is None:
            return
        changed = fingerprint(office, tuple(office.folder / name for name in release.named)) != release.digest
    except OSError as fault:
        yield Finding("profile_hidden", {"file": fault.filename})
        return
    if changed:
        yield Finding("site_not_applied", {"file": office.site_file, "day": release.at[:16].replace("T", " ")})
    behind = sorted(machine for machine, state in release.machines.items() if state in BAD)
    if behind:
        yield Finding("machine_behind", {"machines": ", ".join(behind), "number": release.number})


def _machine(root: Path) -> Iterator[Finding]:
    """What was installed here, as the machine remembers it."""
    try:
        record = read_record(root)
    except PermissionError:
        yield Finding("profile_hidden", {"file": root / STATE / "installed.json"})
        return
    if record.files and not record.whole:
        yield Finding("install_unfinished", {"release": record.release})
    elif record.restart:
        yield Finding("install_not_started", {"units": ", ".join(record.restart)})
    for name, installed in record.files.items():
        path = root / name.lstrip("/")
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            yield Finding("file_lost", {"file": path})
            continue
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() not in installed.digests:
            yield Finding("file_changed", {"file": path})
