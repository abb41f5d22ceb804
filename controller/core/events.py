"""Events: what has happened, in past tense; journalled for ever and private to the controller.

An event is never changed once written. Its meaning may grow by keys with defaults; anything else is a new event.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, get_args

from contract.commands import Place, PrintState, Score, Unspoken
from contract.file_details import Verdict
from contract.ids import (
    CounterId,
    DeviceId,
    FieldId,
    FileCode,
    OfficerId,
    PriorityId,
    RequestId,
    SuggestionNumber,
    TicketNumber,
    VisitId,
)
from contract.notices import Camera, LookUp, Printer, Reason, Wait
from contract.suggestion import SuggestionKind, SuggestionState
from controller.core.cause import Cause
from controller.core.day import Session


@dataclass(frozen=True, slots=True)
class DayOpened:
    """The office's local day began: every series starts again, nobody waits, every counter is closed.

    ``sessions`` are the day's hours, None where the office never closes; ``words`` say why there are none. ``next_opens``:
    the first opening of a later day, local time.
    """

    day: date
    sessions: tuple[Session, ...] | None = None
    words: str | None = None
    next_opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class HoursChanged:
    """The site file was changed during the day."""

    sessions: tuple[Session, ...] | None
    words: str | None = None
    next_opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A step that a visit has still to go; ``officer`` where it is to be the same one again."""

    field: FieldId
    officer: OfficerId | None = None


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A citizen was given a number; ``ahead`` people waited before.

    ``due``: when the visit ought to be called. ``wait``: what the ticket said. ``route``: the steps after the first. A
    ``priority`` was granted by whoever sent the command. ``language`` is the one that the citizen read.

    ``taken_at`` and ``tap``: the kiosk gave a held number by itself then, for that tap, and reported it when it could.
    """

    visit: VisitId
    number: TicketNumber
    field: FieldId
    ahead: int
    due: datetime
    file_code: FileCode | None = None
    wait: Wait | None = None
    priority: PriorityId | None = None
    appointed_at: datetime | None = None
    route: tuple[Leg, ...] = ()
    language: str = "vi"
    taken_at: datetime | None = None
    tap: RequestId | None = None


@dataclass(frozen=True, slots=True)
class NumbersHeld:
    """For the rest of the day only the kiosk that asked gives these numbers, and only while its memory is this ``book``."""

    field: FieldId
    numbers: tuple[TicketNumber, ...]
    book: str


@dataclass(frozen=True, slots=True)
class TicketVoided:
    """Nobody has seen this number: its citizen holds ``instead``, which the kiosk gave when no answer came."""

    visit: VisitId
    instead: VisitId


@dataclass(frozen=True, slots=True)
class TicketPrinted:
    """What the printer proved about the paper; ``again``: about a copy, which says so on itself."""

    visit: VisitId
    state: PrintState
    trouble: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class TicketCalled:
    """The first call of a visit to a counter: ``named``, out of turn by its number, else for a ``cause``."""

    visit: VisitId
    counter: CounterId
    named: bool = False
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class TicketRecalled:
    """Called again; ``times`` counts all calls so far."""

    visit: VisitId
    counter: CounterId
    times: int


@dataclass(frozen=True, slots=True)
class VisitMissed:
    """Called and did not come."""

    visit: VisitId
    counter: CounterId


@dataclass(frozen=True, slots=True)
class VisitFinished:
    """Served; its rating is open."""

    visit: VisitId
    counter: CounterId


@dataclass(frozen=True, slots=True)
class StepFinished:
    """Served here, and in line for the next step; ``due``: when it ought to be called there."""

    visit: VisitId
    counter: CounterId
    field: FieldId
    due: datetime
    officer: OfficerId | None = None


@dataclass(frozen=True, slots=True)
class VisitParked:
    """Set aside; the place in line is kept."""

    visit: VisitId
    counter: CounterId


@dataclass(frozen=True, slots=True)
class VisitReturned:
    """Back in line: at the old place, or, after an absence, right behind ``behind`` (none: first)."""

    visit: VisitId
    late: bool = False
    behind: VisitId | None = None


@dataclass(frozen=True, slots=True)
class VisitTransferred:
    """Sent to another line; ``counter`` is where it was being served, ``route`` what comes after."""

    visit: VisitId
    field: FieldId
    place: Place
    due: datetime
    counter: CounterId | None = None
    to_counter: CounterId | None = None
    route: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitCancelled:
    """Ended without service."""

    visit: VisitId
    counter: CounterId | None = None


@dataclass(frozen=True, slots=True)
class PriorityGranted:
    """By law ahead of others; the entry says who granted it."""

    visit: VisitId
    priority: PriorityId


@dataclass(frozen=True, slots=True)
class ActionUndone:
    """The counter's latest step, of journal number ``undone``, was taken back."""

    visit: VisitId
    counter: CounterId
    undone: int


@dataclass(frozen=True, slots=True)
class OfficerSignedIn:
    """At a counter, or at the head's page."""

    officer: OfficerId
    counter: CounterId | None = None


@dataclass(frozen=True, slots=True)
class OfficerSignedOut:
    """The counter is closed and nobody's."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CounterOpened:
    """Calls people from now on."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CounterPaused:
    """Calls nobody for a moment."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CounterClosed:
    """Calls nobody."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class AlarmRaised:
    """Help is needed."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class AlarmCleared:
    """Help has come."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class FieldOpened:
    """Numbers are given again."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class FieldClosed:
    """No more numbers today."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """On every hall board until ``until``; an empty text takes it away."""

    text: str
    until: datetime


@dataclass(frozen=True, slots=True)
class EmergencyRaised:
    """On every loudspeaker and board, above everything, until it is ended or the day is."""

    text: str


@dataclass(frozen=True, slots=True)
class EmergencyEnded:
    """Calls and boards go on."""


@dataclass(frozen=True, slots=True)
class CallUnspoken:
    """The entry's loudspeaker could not say the ``times``-th call of the visit to the counter; boards showed it."""

    visit: VisitId
    counter: CounterId
    times: int
    why: Unspoken


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """Somebody wanted what could not be done; the entry says who and when. Of a wish only what it was about is kept."""

    command: str
    reason: Reason
    counter: CounterId | None = None
    visit: VisitId | None = None
    field: FieldId | None = None


@dataclass(frozen=True, slots=True)
class VisitRated:
    """One press of one visitor, told to nobody: ``core/rating_batches`` says what may be shown of many.

    ``counter``, ``field`` and ``officer``, who served, are what reports count by. A score means what it means on its ``scale`` only.
    The entry's time is when the controller heard of it, which may be days after the visit.
    """

    visit: VisitId
    counter: CounterId
    field: FieldId
    score: Score
    reasons: tuple[str, ...] = ()
    scale: int = 3
    officer: OfficerId | None = None


@dataclass(frozen=True, slots=True)
class FileLookedUp:
    """A receipt was scanned and the registry asked; ``verdict`` on digits that were typed, never the digits."""

    code: FileCode
    outcome: LookUp
    status: int
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class DeviceChanged:
    """A device was first heard of today, went, came back, or is in another condition; ``silent``: it plays no calls."""

    device: DeviceId
    online: bool
    printer: Printer | None = None
    camera: Camera | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SuggestionLeft:
    """A citizen left a suggestion at a kiosk, at ``left_at`` by its clock; ``text`` in the citizen's own words, may be empty."""

    number: SuggestionNumber
    kind: SuggestionKind
    topic: str | None
    left_at: datetime
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class SuggestionHandled:
    """The head said how far a suggestion is; ``answer`` is what its citizen reads from now on."""

    number: SuggestionNumber
    state: SuggestionState
    answer: str = ""


Event = (
    DayOpened
    | HoursChanged
    | TicketIssued
    | NumbersHeld
    | TicketVoided
    | TicketPrinted
    | TicketCalled
    | TicketRecalled
    | VisitMissed
    | StepFinished
    | VisitFinished
    | VisitParked
    | VisitReturned
    | VisitTransferred
    | VisitCancelled
    | PriorityGranted
    | ActionUndone
    | OfficerSignedIn
    | OfficerSignedOut
    | CounterOpened
    | CounterPaused
    | CounterClosed
    | AlarmRaised
    | AlarmCleared
    | FieldOpened
    | FieldClosed
    | MessagePosted
    | EmergencyRaised
    | EmergencyEnded
    | CallUnspoken
    | CommandRefused
    | VisitRated
    | FileLookedUp
    | DeviceChanged
    | SuggestionLeft
    | SuggestionHandled
)

KINDS: Final = {kind.__name__: kind for kind in get_args(Event)}
"""Every event by the name it is journalled under."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: the gapless ``seq`` from 1, when, by which device and officer, for which request."""

    seq: int
    at: datetime
    by: DeviceId
    request: RequestId | None
    event: Event
    officer: OfficerId | None = None
