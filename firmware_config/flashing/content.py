"""What stands on a board's flash: a line that starts everything, our programs, one device's profile, and whom to trust."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from contract.ids import DeviceId
from contract.office_names import server_names
from contract.procedure import Catalogue
from contract.profile import KeypadProfile, NumberBoardProfile, PadProfile
from contract.site import Site
from contract.small_device import is_small
from firmware_config.authority import FOLDER, Authority
from firmware_config.flashing import BoardError
from firmware_config.keep import Keep
from firmware_config.provision import profiles

MAIN: Final = "main.py"
PROFILE: Final = "profile.json"
PROGRAMS: Final = "motcua"
STATE: Final = "state"
"""Presses that are owed an answer: never touched from here."""
TWIN: Final = "twin"
CA: Final = "ca.pem"
_START: Final = b"from motcua.main import main; main()\n"
_SOURCE: Final = Path(__file__).parent.parent / "devices"

BoardProfile = KeypadProfile | PadProfile | NumberBoardProfile


def small_profile(site: Site, keep: Keep, device: DeviceId) -> BoardProfile:
    """The device's profile with what is kept for it; made where it is missing.

    Raises BoardError for a device that is no small one, was shut out, or has no Wi-Fi to join.
    """
    one = next(found for found in site.devices if found.id == device)
    if not is_small(one.role, one.hardware):
        small = ", ".join(str(each.id) for each in site.devices if is_small(each.role, each.hardware))
        raise BoardError("not_small", str(device), small or "-")
    if device in keep.revoked:
        raise BoardError("revoked", str(device))
    if not site.wifi.name:
        raise BoardError("no_wifi")
    found = next(each for each in profiles(site, keep, Path("/"), Catalogue()) if each.account.device == device)
    assert isinstance(found, BoardProfile)
    return found


def board_files(site: Site, keep: Keep, device: DeviceId) -> Mapping[str, bytes]:
    """Content by path below the flash's root, ``main.py`` last: what starts without it would start half."""
    profile, files = small_profile(site, keep, device), programs()
    if site.broker.tls:
        files[CA] = trusted(site, keep)
        profile = replace(profile, account=replace(profile.account, ca=CA))
    files[PROFILE] = msgspec.json.encode(profile)
    return files | {MAIN: _START}


def trusted(site: Site, keep: Keep) -> bytes:
    """The certificates that the office's devices trust, as PEM; empty without TLS."""
    if not site.broker.tls:
        return b""
    authority = Authority(keep.folder / FOLDER, site.id, datetime.now(UTC))
    authority.prepare(server_names(site))
    return authority.trusted()


def programs() -> dict[str, bytes]:
    """Our programs, the same on every board."""
    sources = sorted(_SOURCE.rglob("*.py"))
    return {f"{PROGRAMS}/{one.relative_to(_SOURCE).as_posix()}": one.read_bytes() for one in sources}
