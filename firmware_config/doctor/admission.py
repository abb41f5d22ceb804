"""Who is examined: the devices of this machine, profiles that are named, or an office from its IT officer's computer."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contract.doctor import DOCTOR, DoctorProfile
from contract.site import Site
from firmware_config.accounts import kept
from firmware_config.doctor.adapters.pem_certificates import spans
from firmware_config.doctor.finding import Finding
from firmware_config.doctor.patient import PROFILE, Patient, Places, profiles_of, read_devices, read_doctor
from firmware_config.doctor.unreadable import why
from firmware_config.fault import SiteFileError
from firmware_config.office import SITE_FILE, Office, find_office
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import read_site

AUTHORITY: Final = "authority"
"""The folder of an office's own certificates, below what it keeps; ``firmware_config.authority`` loads OpenSSL, which may be missing."""


def this_machine(places: Places, texts: Mapping[str, str]) -> Patient:
    """All that is installed here, with the office folder where this is the controller's machine."""
    try:
        devices, troubles = read_devices(profiles_of(places.etc))
    except PermissionError:
        return Patient(places=places, troubles=(Finding("profile_hidden", {"file": places.etc}),))
    file = places.etc / "office" / SITE_FILE
    site, faults = _site(file, texts) if _there(file) else (None, ())
    return Patient(
        devices,
        read_doctor(places.etc / DOCTOR / PROFILE),
        site,
        file if site or faults else None,
        installed=True,
        places=places,
        troubles=(*troubles, *faults),
    )


def with_profiles(paths: Sequence[Path], places: Places) -> Patient:
    """Devices by their profiles; the doctor's own stands beside them where one tool has written all."""
    devices, troubles = read_devices([path.absolute() for path in paths])
    beside = (path.absolute().parent.parent / DOCTOR / PROFILE for path in paths)
    doctor = next((found for path in dict.fromkeys(beside) if (found := read_doctor(path))), None)
    return Patient(devices, doctor, places=places, troubles=troubles)


def of_office(word: str, places: Places, texts: Mapping[str, str]) -> Patient:
    """An office folder or site file; raises NoOfficeError."""
    office = find_office(word)
    site, faults = _site(office.site_file, texts)
    return Patient((), _doctor(site, office) if site else None, site, office.site_file, places=places, troubles=faults)


def _there(file: Path) -> bool:
    try:
        return file.exists()
    except PermissionError:
        return False


def _site(file: Path, texts: Mapping[str, str]) -> tuple[Site | None, tuple[Finding, ...]]:
    try:
        site = read_site(file)
        read_catalogue(site, file)
    except SiteFileError as fault:
        return None, (
            Finding("site_faulty", {"file": file, "count": len(fault.faults), "first": fault.lines(texts)[0]}),
        )
    except PermissionError:
        return None, (Finding("profile_hidden", {"file": file}),)
    except OSError as fault:
        return None, (Finding("site_unreadable", {"file": file, "words": why(fault)}),)
    return site, ()


def _doctor(site: Site, office: Office) -> DoctorProfile | None:
    """As the office keeps its password; none is made here, for nothing is changed."""
    password = kept(office.keep / "credentials.json", "devices", DOCTOR, "password")
    if not password:
        return None
    ca = str(_trusted(office)) if site.broker.tls else ""
    return DoctorProfile(site.id, site.broker.host, site.broker.port, password, site.timezone, ca)


def _trusted(office: Office) -> Path:
    """The authority that signs: the oldest, as long as it lasts. One that is not there is told of by whoever wants to read it."""
    kept_at = office.keep / AUTHORITY
    found = sorted(kept_at.glob("ca-*.pem"), key=lambda one: one.stat().st_mtime)
    return next((one for one in found if _lasts(one)), found[-1] if found else kept_at / "ca-1.pem")


def _lasts(file: Path) -> bool:
    try:
        return spans(file)[0].ends > datetime.now(UTC)
    except (OSError, ValueError, ImportError):
        return False
