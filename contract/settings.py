"""Which keys of a profile travel as settings, which are sealed because they are secret or belong to the machine, and their version.

A device's running configuration is the profile that ``apply`` gave it, with the settings that came over the air laid upon it.
Controller and device name a configuration the same way from the same profile, so they never differ about what runs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Final, TypeVar, get_type_hints

from contract.codec import from_plain, to_plain
from contract.errors import MalformedMessageError
from contract.profile import (
    BoardProfile,
    KeypadProfile,
    KioskProfile,
    NumberBoardProfile,
    PadProfile,
    RatingProfile,
    SpeakerProfile,
)

DeviceProfile = (
    KioskProfile | RatingProfile | BoardProfile | SpeakerProfile | KeypadProfile | PadProfile | NumberBoardProfile
)
"""What devices are given; the controller and the broker have no twin."""
_D = TypeVar("_D", bound=DeviceProfile)

SETTINGS: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        KioskProfile: (
            "screen",
            "printer",
            "paper_mm",
            "printer_model",
            "test_print",
            "camera",
            "file_code",
            "web",
            "speech",
            "zero_tens",
        ),
        RatingProfile: ("screen", "counter"),
        BoardProfile: ("screen", "counter", "zone", "shows", "web"),
        SpeakerProfile: ("calling", "sink", "zone", "announcing", "loudspeaker", "voices"),
        KeypadProfile: ("counter", "hardware"),
        PadProfile: ("counter", "hardware"),
        NumberBoardProfile: ("counter", "hardware", "words"),
    }
)
"""The keys that travel, by kind of profile."""
_SMALL: Final = (KeypadProfile, PadProfile, NumberBoardProfile)
"""Devices without clock or disk to speak of: nothing of them is sealed."""
_DIGEST: Final = 12
"""Figures of a digest: 48 bits, to tell two configurations of one device apart."""
_PRINTER: Final = re.compile(r"(tcp://[^/]+|/dev(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+)?")
"""Whoever prints writes: no other file of the machine may be named over the air."""
_WITH_PASSWORD: Final = re.compile(r"[a-z0-9+.-]+://[^/]*@", re.IGNORECASE)
"""A camera's address may hold its user and password."""


class UnfitValueError(MalformedMessageError):
    """A value that is none for its key; ``key`` says which."""

    def __init__(self, key: str, fault: str) -> None:
        super().__init__(f"{key}: {fault}")
        self.key = key


def settings(profile: DeviceProfile) -> dict[str, Any]:
    """What of a profile travels, as plain values: never a secret, and never the name of a program to run."""
    plain = json.dumps({key: to_plain(getattr(profile, key)) for key in _keys(profile)})
    told: dict[str, Any] = json.loads(plain, parse_float=_number)
    if isinstance(profile, KioskProfile) and _is_secret(profile.camera):
        del told["camera"]
    if isinstance(profile, SpeakerProfile):
        del told["voices"]["piper_program"]
    return told


def seals(profile: DeviceProfile) -> dict[str, str]:
    """Digests of what only ``apply`` brings, by key. They tell nothing of a secret: a PIN's hash is salted."""
    kept: dict[str, str] = {}
    if not isinstance(profile, _SMALL):
        kept["timezone"] = profile.account.timezone
    if isinstance(profile, KioskProfile):
        kept["pin"] = profile.pin
        kept["phone_key"] = str(bool(profile.phone_key))
        if _is_secret(profile.camera):
            kept["camera"] = profile.camera
    if isinstance(profile, SpeakerProfile):
        kept["piper_program"] = profile.voices.piper_program
    return {key: _digest(profile.account.device, key, value) for key, value in kept.items()}


def version(profile: DeviceProfile) -> str:
    """The name of a configuration's content: other figures for whatever else it says."""
    return _digest(settings(profile), seals(profile))


def overlaid(profile: _D, told: Mapping[str, Any]) -> tuple[_D, tuple[str, ...]]:
    """The profile with settings laid upon it, and the keys that this program does not know.

    What is not told stays as it is. Raises MalformedMessageError naming the key where a value is none for it.
    """
    hints = get_type_hints(type(profile))
    known = [key for key in _keys(profile) if key in told]
    changes = {key: _value(key, told[key], getattr(profile, key), hints[key]) for key in known}
    return replace(profile, **changes), tuple(sorted(set(told) - set(known)))


def differing(one: DeviceProfile, other: DeviceProfile) -> tuple[str, ...]:
    """The settings by which two profiles of one device differ."""
    return tuple(key for key in _keys(one) if getattr(one, key) != getattr(other, key))


def _keys(profile: DeviceProfile) -> tuple[str, ...]:
    return SETTINGS[type(profile)]


def _value(key: str, told: Any, before: Any, hint: Any) -> Any:
    if key == "printer" and told != before and not _PRINTER.fullmatch(str(told)):
        raise UnfitValueError(key, "over the air a printer is at tcp:// or below /dev/ alone")
    try:
        if key == "voices":
            return replace(from_plain(told, hint), piper_program=before.piper_program)
        return from_plain(told, hint)
    except MalformedMessageError as fault:
        raise UnfitValueError(key, str(fault)) from fault


def _number(figures: str) -> int | float:
    """Two seconds are the same, whether somebody wrote 2 or 2.0."""
    number = float(figures)
    return int(number) if number.is_integer() else number


def _is_secret(address: str) -> bool:
    return bool(_WITH_PASSWORD.match(address))


def _digest(*values: object) -> str:
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()[:_DIGEST]
