"""Events: what has happened, in past tense; journalled for ever and private to the controller.

An event is never changed once written. Its meaning may grow by keys with defaults; anything else is a new event.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, get_args

from contract.commands import PrintState, Score
from contract.ids import CounterId, DeviceId, FieldId, FileCode, RequestId, TicketNumber, VisitId
from contract.notices import LookUp


@dataclass(frozen=True, slots=True)
class DayOpened:
    """The office's local day began: every series starts again and nobody waits."""

    day: date


@dataclass(frozen=True, slots=True)
class TicketIssued:
    """A citizen was given a number; ``ahead`` people waited before."""

    visit: VisitId
    number: TicketNumber
    field: FieldId
    ahead: int
    file_code: FileCode | None = None


@dataclass(frozen=True, slots=True)
class TicketPrinted:
    """What the printer proved about the paper."""

    visit: VisitId
    state: PrintState
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class TicketCalled:
    """The first call of a visit to a counter."""

    visit: VisitId
    counter: CounterId


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
class VisitRated:
    """One press of one visitor; ``counter`` and ``field`` are what reports count by."""

    visit: VisitId
    counter: CounterId
    field: FieldId
    score: Score
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FileLookedUp:
    """A receipt was scanned and the registry asked."""

    code: FileCode
    outcome: LookUp
    status: int


Event = (
    DayOpened
    | TicketIssued
    | TicketPrinted
    | TicketCalled
    | TicketRecalled
    | VisitMissed
    | VisitFinished
    | VisitRated
    | FileLookedUp
)

KINDS: Final = {kind.__name__: kind for kind in get_args(Event)}
"""Every event by the name it is journalled under."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: the gapless ``seq`` from 1, when, by which device, for which request."""

    seq: int
    at: datetime
    by: DeviceId
    request: RequestId | None
    event: Event
