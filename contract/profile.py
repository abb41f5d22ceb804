"""Profiles: the one JSON file that a device is given, with all it must know and nothing that it need not.

``firmware_config`` writes them; each program reads its own on start.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from contract.announcing import Announcing, Loudspeaker
from contract.calling import Calling
from contract.errors import ProfileError
from contract.file_code import DEFAULT_PATTERN
from contract.hall_board import HallBoard
from contract.ids import CounterId, DeviceId, SiteId
from contract.printer_models import DEFAULT
from contract.small_device import Hardware, Wifi
from contract.speech import Speech
from contract.topics import Role
from contract.voices import Voices

_P = TypeVar("_P")


@dataclass(frozen=True, slots=True)
class Account:
    """Who the device is and where it meets the others."""

    site: SiteId
    device: DeviceId
    role: Role
    host: str
    port: int
    password: str
    timezone: str = "Asia/Ho_Chi_Minh"
    """The office's; a device's own clock may stand in any."""
    ca: str = ""
    """Whole path of a file with the certificates of the office's own authority; empty: no TLS."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen as mounted: pixels and millimetres, width before height.

    ``bottom_mm``: its lower edge above the floor, 0 where nobody said.
    """

    pixels: tuple[int, int]
    millimetres: tuple[int, int]
    bottom_mm: int = 0


@dataclass(frozen=True, slots=True)
class KioskProfile:
    """A number and receipt kiosk. ``state`` is a folder that outlives restarts; ``trace`` a file for ``panel.trace``."""

    account: Account
    screen: Screen
    state: str
    printer: str = ""
    paper_mm: int = 80
    printer_model: str = DEFAULT
    test_print: bool = False
    camera: str = ""
    file_code: str = DEFAULT_PATTERN
    trace: str = ""
    web: str = ""
    """Address of the controller's pages, from which the catalogue of procedures comes; empty: none is fetched."""
    speech: Speech = Speech()  # noqa: RUF009 (frozen)
    zero_tens: str = ""
    pin: str = ""
    """Argon2id hash of the maintenance screen's PIN; empty: there is no such screen."""
    phone_key: str = ""
    """What numbers of phones are sealed with on their way to the controller; empty: nobody is asked for one."""


@dataclass(frozen=True, slots=True)
class RatingProfile:
    """A rating terminal at a counter."""

    account: Account
    screen: Screen
    counter: CounterId
    state: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class BoardProfile:
    """A hall board (``counter`` None; of ``zone`` where that is not empty) or a counter board."""

    account: Account
    screen: Screen
    counter: CounterId | None = None
    trace: str = ""
    zone: str = ""
    shows: HallBoard = HallBoard()  # noqa: RUF009 (frozen)
    """What a hall board shows besides; a relative folder of media stands beside the profile."""
    web: str = ""
    """Of a counter board: address of the controller's pages, from which officers' photos come."""
    state: str = ""
    """A folder that outlives restarts; empty: nothing is kept over one."""


@dataclass(frozen=True, slots=True)
class SpeakerProfile:
    """A loudspeaker; it calls for the counters of ``zone``, or for all where that is empty."""

    account: Account
    calling: Calling
    sink: str = ""
    zone: str = ""
    announcing: Announcing = Announcing()  # noqa: RUF009 (frozen)
    loudspeaker: Loudspeaker = Loudspeaker()  # noqa: RUF009 (frozen)
    voices: Voices = Voices()  # noqa: RUF009 (frozen)
    state: str = ""
    """A folder that outlives restarts; empty: nothing is kept over one."""


@dataclass(frozen=True, slots=True)
class KeypadProfile:
    """A keypad at a counter: buttons and perhaps a lamp, no screen."""

    account: Account
    counter: CounterId
    hardware: Hardware = Hardware()  # noqa: RUF009 (frozen)
    """With every pin that it has, and where."""
    wifi: Wifi = Wifi()  # noqa: RUF009 (frozen)


@dataclass(frozen=True, slots=True)
class PadProfile:
    """A rating pad at a counter: a button for each face and a lamp, no screen."""

    account: Account
    counter: CounterId
    hardware: Hardware = Hardware()  # noqa: RUF009 (frozen)
    """With every pin that it has, and where."""
    wifi: Wifi = Wifi()  # noqa: RUF009 (frozen)


@dataclass(frozen=True, slots=True)
class NumberBoardProfile:
    """A counter board of digits or LED letters. ``words``: what it shows by ``CounterStatus``, in letters that it has."""

    account: Account
    counter: CounterId
    hardware: Hardware
    wifi: Wifi = Wifi()  # noqa: RUF009 (frozen)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BrokerProfile:
    """The embedded broker: Argon2 password hashes and access lists by user name."""

    host: str
    port: int
    passwords: dict[str, str]
    publish: dict[str, tuple[str, ...]]
    subscribe: dict[str, tuple[str, ...]]
    certificate: str = ""
    """Whole path of its own certificate, with the chain below it; empty: no TLS."""
    key: str = ""
    """Whole path of that one's key."""


def read_profile(path: Path, kind: type[_P]) -> _P:
    """Raise ProfileError naming the file and the fault."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as fault:
        raise ProfileError(f"{path}: {fault.strerror}") from fault
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise ProfileError(f"{path}: {fault}") from fault


@dataclass(frozen=True, slots=True)
class _AnyProfile:
    account: Account


def read_account(path: Path) -> Account:
    """The account in any device's profile, also for programs that play more than one role. Raises ProfileError."""
    return read_profile(path, _AnyProfile).account


def write_profile(path: Path, profile: object) -> None:
    """Whole or not at all, and for the owner's eyes only: profiles hold passwords."""
    write_private(path, msgspec.json.format(msgspec.json.encode(profile), indent=2).decode() + "\n")


def write_private(path: Path, text: str) -> None:
    """Mode 0600; a power cut leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.touch(mode=0o600)
    beside.chmod(0o600)
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
