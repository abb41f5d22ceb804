"""What reports count: the facts of one local day as its ledger reads them from the journal.

A moment is the office's clock read to the second, as whole seconds since the local midnight of the day; a duration is the
difference of two such readings, never below 0, so that it is the one anybody gets from a visit's story with a pencil.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from contract.commands import Place, PrintState
from contract.ids import CounterId, DeviceId, FieldId, OfficerId, PriorityId, VisitId
from contract.notices import LookUp, Reason, Wait
from controller.core.rating_batches import Batch

NOBODY = OfficerId("")
"""Where the journal names no officer."""
NOWHERE = CounterId(0)
"""Where there is no counter; plates begin with 1."""


class End(StrEnum):
    """How a visit ended, as far as its day tells."""

    UNSERVED = "unserved"
    """Neither of the others: still in the hall, or gone without a word when the day ended."""
    SERVED = "served"
    ABSENT = "absent"
    """Called, did not come, and was not heard of again."""
    CANCELLED = "cancelled"


class Leaving(StrEnum):
    """How somebody who was called left the counter again."""

    STILL_THERE = "still_there"
    """When the day's journal ends."""
    FINISHED = "finished"
    STEP = "step"
    """Served, and sent on to the next step."""
    TRANSFERRED = "transferred"
    PARKED = "parked"
    ABSENT = "absent"
    CANCELLED = "cancelled"


SERVED = frozenset({Leaving.FINISHED, Leaving.STEP})
"""A service is a stay at a counter that ends so."""


@dataclass(slots=True)
class VisitFact:
    """One visit; ``field`` and ``came`` are those of its ticket, ``wait`` what that said.

    ``waited`` is until the first call, whichever line it came from; None without one. ``counter`` and ``officer`` called last.
    ``served_s`` is the time of all its services.
    """

    visit: VisitId
    field: FieldId
    came: int
    device: DeviceId
    language: str
    receipt: bool
    booked: bool
    by_law: bool
    ahead: int
    wait: Wait | None
    waited: int | None = None
    end: End = End.UNSERVED
    counter: CounterId = NOWHERE
    officer: OfficerId = NOBODY
    served_s: int | None = None


@dataclass(slots=True)
class StayFact:
    """From a call until the citizen left the counter; ``left`` is None while that has not happened.

    ``waited`` is the wait of the step at hand, told with its first call and None with later ones; ``joined`` is when that step's
    line was joined; ``in_time``: that first call came by the moment at which it was due. ``back``: called again afterwards.
    """

    field: FieldId
    counter: CounterId
    officer: OfficerId
    joined: int
    called: int
    waited: int | None
    in_time: bool
    left: int | None = None
    leaving: Leaving = Leaving.STILL_THERE
    back: bool = False


@dataclass(frozen=True, slots=True)
class GrantFact:
    """Somebody was let ahead by law: by ``officer`` or, where none was signed in, by whoever used ``device``."""

    at: int
    officer: OfficerId
    device: DeviceId
    priority: PriorityId
    field: FieldId
    with_ticket: bool


@dataclass(frozen=True, slots=True)
class TransferFact:
    """Sent to another line; ``counter`` is where from, NOWHERE for somebody who waited."""

    at: int
    field: FieldId
    to_field: FieldId
    counter: CounterId
    to_counter: CounterId
    officer: OfficerId
    place: Place


@dataclass(frozen=True, slots=True)
class RefusalFact:
    """A wish that could not be done."""

    at: int
    command: str
    reason: Reason
    field: FieldId
    device: DeviceId


@dataclass(frozen=True, slots=True)
class PaperFact:
    """What a printer proved about a ticket."""

    at: int
    device: DeviceId
    state: PrintState
    trouble: str
    again: bool


@dataclass(frozen=True, slots=True)
class ScanFact:
    """A receipt was looked up; the code is left out, nobody counts by it."""

    at: int
    device: DeviceId
    outcome: LookUp
    status: int
    verdict: str


@dataclass(frozen=True, slots=True)
class TroubleFact:
    """A device was of no use from ``since`` on for ``seconds`` of the office's hours."""

    device: DeviceId
    condition: str
    since: int
    seconds: int


@dataclass(frozen=True, slots=True)
class SeatFact:
    """A counter was open, or paused, from ``since`` on for ``seconds``."""

    counter: CounterId
    officer: OfficerId
    paused: bool
    since: int
    seconds: int


@dataclass(slots=True)
class DayFacts:
    """Everything of one day, each kind in the order of the journal."""

    day: date
    visits: list[VisitFact] = field(default_factory=list)
    stays: list[StayFact] = field(default_factory=list)
    grants: list[GrantFact] = field(default_factory=list)
    transfers: list[TransferFact] = field(default_factory=list)
    ratings: list[Batch] = field(default_factory=list)
    refusals: list[RefusalFact] = field(default_factory=list)
    papers: list[PaperFact] = field(default_factory=list)
    scans: list[ScanFact] = field(default_factory=list)
    troubles: list[TroubleFact] = field(default_factory=list)
    seats: list[SeatFact] = field(default_factory=list)
