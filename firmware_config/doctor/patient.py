"""What the doctor looks at: the profiles of the devices on a machine, an office folder, and where a machine keeps its things."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from contract.controller_profile import ControllerProfile
from contract.doctor import DOCTOR, DoctorProfile
from contract.errors import ProfileError
from contract.profile import (
    Account,
    BoardProfile,
    KioskProfile,
    RatingProfile,
    SpeakerProfile,
    read_account,
    read_profile,
)
from contract.site import Site
from contract.topics import Role
from firmware_config.doctor.finding import Finding
from firmware_config.doctor.unreadable import why

_P = TypeVar("_P")
Profile = KioskProfile | RatingProfile | BoardProfile | SpeakerProfile | ControllerProfile
_KINDS: Final[dict[Role, type[Profile]]] = {
    Role.CONTROLLER: ControllerProfile,
    Role.KIOSK: KioskProfile,
    Role.RATING: RatingProfile,
    Role.HALL_BOARD: BoardProfile,
    Role.COUNTER_BOARD: BoardProfile,
    Role.SPEAKER: SpeakerProfile,
}
PROFILE: Final = "profile.json"
_NOT_DEVICES: Final = ("broker", "mosquitto", "office", str(DOCTOR))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a machine keeps its things."""

    root: Path = Path("/")
    etc: Path = Path("/etc/motcua")
    proc: Path = Path("/proc")
    sys: Path = Path("/sys")
    backups: Path = Path("/var/backups/motcua")


@dataclass(frozen=True, slots=True)
class Device:
    """A device of the machine: ``profile`` is None for small ones, which are somewhere else and have no more than an account."""

    account: Account
    profile: Profile | None
    path: Path | None = None

    @property
    def name(self) -> str:
        """As the site file calls it."""
        return str(self.account.device)


@dataclass(frozen=True, slots=True)
class Patient:
    """``installed``: the machine is one that programs were installed on. ``troubles``: what could not even be read."""

    devices: tuple[Device, ...] = ()
    doctor: DoctorProfile | None = None
    site: Site | None = None
    office: Path | None = None
    """The site file."""
    installed: bool = False
    places: Places = Places()
    troubles: tuple[Finding, ...] = field(default=())

    def of(self, kind: type[_P]) -> Iterator[tuple[Device, _P]]:
        """The devices whose profile is of this kind."""
        for device in self.devices:
            if isinstance(device.profile, kind):
                yield device, device.profile


def profiles_of(folder: Path) -> list[Path]:
    """Profiles of devices below ``/etc/motcua`` or a folder like it, those that may not be read among them.

    Raises PermissionError where the folder itself may not be looked into.
    """
    return [one / PROFILE for one in sorted(folder.iterdir()) if one.name not in _NOT_DEVICES and _has_profile(one)]


def _has_profile(folder: Path) -> bool:
    try:
        return (folder / PROFILE).exists()
    except PermissionError:
        return True


def read_devices(paths: list[Path]) -> tuple[tuple[Device, ...], tuple[Finding, ...]]:
    """The devices of these profiles, and what is wrong with the others."""
    devices, troubles = [], []
    for path in paths:
        try:
            account = read_account(path)
            kind = _KINDS.get(account.role)
            devices.append(Device(account, read_profile(path, kind) if kind else None, path))
        except ProfileError as fault:
            hidden = isinstance(fault.__cause__, PermissionError)
            values = {"file": path} if hidden else {"file": path, "words": why(fault.__cause__)}
            troubles.append(Finding("profile_hidden" if hidden else "profile_unreadable", values))
    return tuple(devices), tuple(troubles)


def read_doctor(path: Path) -> DoctorProfile | None:
    """The doctor's own profile; None where there is none that it may read."""
    try:
        return read_profile(path, DoctorProfile)
    except ProfileError:
        return None
