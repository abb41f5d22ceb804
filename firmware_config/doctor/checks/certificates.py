"""The certificates that lie on this machine: whom it trusts, and what it shows to others where it is the broker's or the controller's."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from firmware_config.appliance import places as at
from firmware_config.doctor.adapters.pem_certificates import spans
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.CERTIFICATES,)
EXPIRES_SOON: Final = timedelta(days=21)
"""Three weeks: long enough to notice, short enough that renewal should have happened by itself."""


_RENEWED: Final = timedelta(days=380)
"""What a server's own certificate has left at least where the nightly renewal, at 400 days, works."""


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """Each file once. A file of several certificates lasts as long as the longest of them."""
    for file in dict.fromkeys(_files(patient)):
        yield Area.CERTIFICATES
        values = {"file": file, "ca": file}
        try:
            found = spans(file)
        except PermissionError:
            yield Finding("profile_hidden", {"file": file})
            continue
        except FileNotFoundError:
            yield Finding("certificate_missing", values)
            continue
        except (OSError, ValueError):
            yield Finding("certificate_unreadable", values)
            continue
        except ImportError:
            return  # told of as a missing package
        own = file == _own(patient) or file in _pages(patient)
        yield from _dates(file, max(one.ends for one in found), min(one.begins for one in found), own=own)
    for device, profile in patient.of(ControllerProfile):
        if profile.authority and _is_unlimited(Path(profile.authority)):
            yield Finding("authority_unlimited", {"file": profile.authority}, device.name)


def _is_unlimited(authority: Path) -> bool:
    """Whether officers' browsers trust one that may speak for every site; what cannot be read is told of elsewhere."""
    try:
        return any(one.unlimited for one in spans(authority))
    except (OSError, ValueError, ImportError):
        return False


def _files(patient: Patient) -> Iterator[Path]:
    for device in patient.devices:
        if device.account.ca:
            yield Path(device.account.ca)
    if patient.installed and _own(patient).parent.is_dir():
        yield _own(patient)
    yield from _pages(patient)


def _pages(patient: Patient) -> tuple[Path, ...]:
    """What the controller's pages show."""
    shown = (profile.certificate for _, profile in patient.of(ControllerProfile) if profile.certificate)
    return tuple(map(Path, shown))


def _own(patient: Patient) -> Path:
    """What the broker of this machine shows."""
    return patient.places.etc / Path(at.CERTIFICATE).relative_to(at.SETTINGS)


def _dates(file: Path, ends: datetime, begins: datetime, *, own: bool) -> Iterator[Finding]:
    now = datetime.now(UTC)
    if begins > now:
        yield Finding("certificate_before", {"file": file, "day": f"{begins.astimezone():%d/%m/%Y}"})
    elif ends < now:
        yield Finding("certificate_over", {"file": file, "day": f"{ends.astimezone():%d/%m/%Y}"})
    elif ends - now < EXPIRES_SOON:
        yield Finding("certificate_expires", {"what": file, "day": f"{ends.astimezone():%d/%m/%Y}"})
    elif own and ends - now < _RENEWED:
        yield Finding("certificate_not_renewed", {"file": file, "day": f"{ends.astimezone():%d/%m/%Y}"})
