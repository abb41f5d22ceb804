"""What only the holder of a receipt may see of a file: what is asked for first, how that came out, and what is told then."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class OwnerNumber(StrEnum):
    """A number that the holder of a receipt knows, and whoever finds the receipt does not."""

    PHONE = "phone"
    CITIZEN_NUMBER = "citizen_number"


class Verdict(StrEnum):
    """How typed digits came out."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Too many were wrong: nothing is compared for a while."""


@dataclass(frozen=True, slots=True)
class AskedDigits:
    """The last ``count`` digits of ``of`` open the details; ``name``: how the office calls that number, where it has its own words."""

    of: OwnerNumber
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class FileDetails:
    """Told to whoever knew the digits, to the one terminal that asked, and kept nowhere.

    ``missing``: papers that are still to be brought, as the registry names them. ``fee`` in đồng. ``reason`` is a sentence of the
    site file.
    """

    procedure: str | None = None
    received_on: date | None = None
    department: str | None = None
    reason: str | None = None
    missing: tuple[str, ...] = field(default=(), repr=False)
    fee: int | None = None
