"""Which devices of an office are shut out, and how often each got new credentials: a file that the running controller watches."""

from dataclasses import dataclass, field
from typing import Final

from contract.ids import DeviceId

CREDENTIALS: Final = "credentials.json"
"""The file's name, beside the controller's profile."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """``revoked``: whose commands, words and seals count for nothing. ``issues``: of devices that got new ones, how often."""

    revoked: tuple[DeviceId, ...] = ()
    issues: dict[DeviceId, int] = field(default_factory=dict)
