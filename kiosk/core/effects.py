"""What a happening makes the kiosk do besides showing its next view; the other ways have effects of their own."""

from dataclasses import dataclass

from contract.ids import FieldId, FileCode, RequestId
from contract.notices import Receipt


@dataclass(frozen=True, slots=True)
class OpenCamera:
    """Start looking."""


@dataclass(frozen=True, slots=True)
class CloseCamera:
    """Stop looking."""


@dataclass(frozen=True, slots=True)
class AskFile:
    """Ask the controller where a file stands."""

    code: FileCode
    request: RequestId


@dataclass(frozen=True, slots=True)
class StoreTap:
    """Commit the tap, then send it until it is answered."""

    request: RequestId
    field: FieldId
    file_code: FileCode | None


@dataclass(frozen=True, slots=True)
class PrintSlip:
    """Print the ticket, once."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Print the ticket once more, marked as a copy."""

    receipt: Receipt


Effects = OpenCamera | CloseCamera | AskFile | StoreTap | PrintSlip | PrintAgain
