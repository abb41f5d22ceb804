"""What happens at the kiosk, by a finger, a camera, a printer, an answer or the clock; the other ways have happenings of their own."""

from dataclasses import dataclass
from datetime import datetime

from contract.commands import PrintState
from contract.ids import FieldId, FileCode, RequestId, TicketNumber, VisitId
from contract.notices import Camera, FileStatus, Reason, Receipt
from kiosk.core.comfort import Comfort


@dataclass(frozen=True, slots=True)
class FieldTapped:
    """A number of this field is wanted; on a ``Status`` it is for the file shown. ``request`` is new for every tap."""

    field: FieldId
    request: RequestId


@dataclass(frozen=True, slots=True)
class ScanTapped:
    """The citizen wants to scan a receipt."""


@dataclass(frozen=True, slots=True)
class CodeRead:
    """The camera read a file code. ``request`` is for the question to the registry."""

    code: FileCode
    request: RequestId


@dataclass(frozen=True, slots=True)
class ForeignRead:
    """The camera read something that is no file code."""


@dataclass(frozen=True, slots=True)
class CameraTrouble:
    """The camera is like this from now on, well or not."""

    camera: Camera


@dataclass(frozen=True, slots=True)
class FileAnswered:
    """The controller answered a look-up, or the kiosk gave up waiting for it."""

    file: FileStatus


@dataclass(frozen=True, slots=True)
class NumberGiven:
    """The controller answered a tap with a number."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class NumberRefused:
    """The controller refused a tap; the rest as in ``contract.notices.Refusal``."""

    request: RequestId
    reason: Reason
    number: TicketNumber | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaperMoved:
    """The printer said something about a ticket; ``again``: about a copy that is marked as such."""

    visit: VisitId
    state: PrintState
    trouble: str | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class AgainTapped:
    """A copy of the ticket is wanted."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Back:
    """One step back."""


@dataclass(frozen=True, slots=True)
class Left:
    """From the beginning again, or done."""


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nobody touched the screen for as long as its view stays."""


@dataclass(frozen=True, slots=True)
class StayTapped:
    """Somebody is still there."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A finger on the screen, wherever; the view stays for its whole time again."""


@dataclass(frozen=True, slots=True)
class ComfortChosen:
    """The screen is wanted like this; no view changes."""

    comfort: Comfort


@dataclass(frozen=True, slots=True)
class DutyChanged:
    """Somebody elsewhere has taken the kiosk out of service, or back into."""


Happenings = (
    FieldTapped
    | ScanTapped
    | CodeRead
    | ForeignRead
    | CameraTrouble
    | FileAnswered
    | NumberGiven
    | NumberRefused
    | PaperMoved
    | AgainTapped
    | Back
    | Left
    | TimePassed
    | StayTapped
    | Touched
    | ComfortChosen
    | DutyChanged
)
