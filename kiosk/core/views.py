"""What the kiosk shows on a citizen's way to a number; the other ways have views of their own beside their rules."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from contract.commands import PrintState
from contract.ids import FieldId, FileCode, RequestId, TicketNumber
from contract.notices import Camera, FileStatus, Reason, Receipt
from kiosk.core.papers import Copy


@dataclass(frozen=True, slots=True)
class Home:
    """The office's fields and the invitation to scan."""


@dataclass(frozen=True, slots=True)
class Scanning:
    """The camera looks for a code. ``foreign``: it read one that is no file code."""

    foreign: bool = False
    camera: Camera = Camera.READY

    @property
    def blind(self) -> bool:
        """Whether nothing can be read until somebody has seen to the camera."""
        return self.camera not in (Camera.READY, Camera.UPSIDE_DOWN)


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The registry is being asked."""

    code: FileCode


@dataclass(frozen=True, slots=True)
class Status:
    """The answer about a file, whatever its outcome. ``copy``: the progress on paper, if it was wanted."""

    file: FileStatus
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class Taking:
    """A tap is stored and its number is awaited. ``of``: the field, as far as it is remembered."""

    request: RequestId
    of: FieldId | None = field(default=None, compare=False)


class PhoneState(Enum):
    """Whether a phone will be told of the turn."""

    NONE = "none"
    TAKEN = "taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The number; then what became of its paper. ``again``: a copy can be printed, since the paper was not proven."""

    receipt: Receipt
    paper: PrintState = PrintState.SHOWN
    trouble: str | None = None
    again: bool = False
    phone: PhoneState = PhoneState.NONE


@dataclass(frozen=True, slots=True)
class Refused:
    """No number was given; ``number`` is what the receipt has already, ``opens_at`` when numbers are given again."""

    reason: Reason
    number: TicketNumber | None = None
    opens_at: datetime | None = None


Views = Home | Scanning | LookingUp | Status | Taking | Ticket | Refused
