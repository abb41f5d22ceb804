"""Commands: imperatives that a device or a page sends to the controller.

A command may be refused; a refused command changes nothing. Sent twice with the same request id it is done once.
"""

from dataclasses import dataclass
from enum import StrEnum

from contract.ids import CounterId, FieldId, FileCode, RequestId, VisitId


class Score(StrEnum):
    """The three faces of a rating; two, one and no points in the circular's indices."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


class PrintState(StrEnum):
    """How far the paper has come, from the printer's own answers; never better than what was proven."""

    SHOWN = "shown"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """Give one number of a field; ``file_code`` is that of the scanned receipt, if there was one."""

    field: FieldId
    file_code: FileCode | None = None


@dataclass(frozen=True, slots=True)
class CallNext:
    """Call the next visit of the fields that the counter serves; refused while it still serves one."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class Recall:
    """Call the visit at the counter again; ``visit`` is the one the clerk sees, so that a late click harms nobody."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """The called citizen did not come (vắng mặt)."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class Finish:
    """The visit at the counter is done; its rating opens."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class RateVisit:
    """One press of a face, with a reason's id from the site file if the visitor was unhappy and chose one."""

    visit: VisitId
    score: Score
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LookUpFile:
    """Ask the file registry where a file stands."""

    code: FileCode


@dataclass(frozen=True, slots=True)
class ReportPrint:
    """What became of a ticket's paper; ``trouble`` is a printer condition such as ``paper_out``."""

    visit: VisitId
    state: PrintState
    trouble: str | None = None


Command = TakeTicket | CallNext | Recall | MarkAbsent | Finish | RateVisit | LookUpFile | ReportPrint
"""Every command there is."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command with the id that makes it safe to send again."""

    id: RequestId
    command: Command
