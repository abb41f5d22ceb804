"""What of a kiosk's parts can be seen on its screen."""

from dataclasses import dataclass
from typing import Any

from contract.profile import KioskProfile, Screen
from contract.speech import TactileKeys
from kiosk.screens.sizes import hangs_high


@dataclass(frozen=True, slots=True)
class Fittings:
    """``camera`` and ``printer``: whether it has one; ``phones``: whether phones are told of turns."""

    screen: Screen
    camera: bool
    printer: bool
    code_pattern: str
    phones: bool
    keys: TactileKeys

    def doors(self) -> dict[str, Any]:
        """What the screens' ``Doors`` say of it."""
        return {
            "camera": self.camera,
            "printer": self.printer,
            "code_pattern": self.code_pattern,
            "phones": self.phones,
            "reach": hangs_high(self.screen),
        }


def fittings(profile: KioskProfile) -> Fittings:
    """Of a kiosk with this profile."""
    phones = bool(profile.web and profile.phone_key)
    return Fittings(
        profile.screen, bool(profile.camera), bool(profile.printer), profile.file_code, phones, profile.speech.keys
    )
