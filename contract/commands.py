"""Commands: imperatives that a device or a page sends to the controller.

A command may be refused; a refused command changes nothing. Sent twice with the same request id it is done once.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from contract.ids import (
    CounterId,
    FieldId,
    FileCode,
    OfficerId,
    PriorityId,
    RequestId,
    SuggestionNumber,
    TicketNumber,
    VisitId,
)
from contract.suggestion import SuggestionKind, SuggestionState


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


class Place(StrEnum):
    """Where somebody who is transferred comes to stand in the new line."""

    FRONT = "front"
    END = "end"
    ORIGINAL = "original"
    """As if the visit had waited there since its ticket was taken."""


@dataclass(frozen=True, slots=True)
class TakeTicket:
    """Give one number of a field; ``file_code`` is that of the scanned receipt, if there was one.

    ``priority`` is a class of the site file, granted by whoever sends this. ``appointed_at`` is the time that was booked.
    ``language`` is the one that the citizen read, a code such as ``vi``.
    """

    field: FieldId
    file_code: FileCode | None = None
    priority: PriorityId | None = None
    appointed_at: datetime | None = None
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class HoldNumbers:
    """Keep some numbers of a field for this kiosk, to be given while the controller is away: as many as the site file says.

    ``book`` names the kiosk's memory: numbers held for one that was lost are never given by another.
    """

    field: FieldId
    book: str


@dataclass(frozen=True, slots=True)
class ReportTicket:
    """A held number was given at ``taken_at`` for the tap ``tap``, while the controller did not answer; it is done already.

    Whatever number the controller may have given for that tap, nobody has seen it. ``taken_at`` is aware and the kiosk's word.
    """

    tap: RequestId
    number: TicketNumber
    taken_at: datetime
    file_code: FileCode | None = None
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class SignIn:
    """An officer takes a seat: at a counter, or at none (the head's page). The password is checked and never kept."""

    officer: OfficerId
    password: str
    counter: CounterId | None = None


@dataclass(frozen=True, slots=True)
class SignOut:
    """The officer leaves the counter, which closes; refused while somebody is being served there."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """The counter calls people from now on; also ends a pause."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class PauseCounter:
    """The officer is away for a moment; refused while somebody is being served there."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CloseCounter:
    """No more calls; people who wait for this very counter go back to their field's line."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CallNext:
    """Call the fairest next visit for the counter; refused while it still serves one."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class CallNumber:
    """Call one named number out of turn: waiting, set aside or absent. Needs the right ``call_number``.

    Somebody who was set aside or absent at this very counter may be called back by anybody there.
    """

    counter: CounterId
    number: TicketNumber


@dataclass(frozen=True, slots=True)
class Recall:
    """Call the visit at the counter again; ``visit`` is the one the clerk sees, so that a late click harms nobody."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """The called citizen did not come (vắng mặt); refused before the site's number of calls."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class Finish:
    """The step at the counter is done. With steps to come the visit waits for the next one, else its rating opens.

    ``whole`` ends the visit whatever was still to come.
    """

    counter: CounterId
    visit: VisitId
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Park:
    """Set the visit at the counter aside (tạm giữ); it keeps its place."""

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class ReturnVisit:
    """Back into line: who was set aside to the same place, who was absent near the front."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Transfer:
    """Send a visit to another field or to one counter (chuyển quầy).

    ``counter`` is where it is being served; none for one that waits or is set aside, which only a head may move. ``field``
    none keeps its field, ``to_counter`` none leaves the counter open. ``back``: afterwards to the same officer again.
    """

    visit: VisitId
    counter: CounterId | None = None
    field: FieldId | None = None
    to_counter: CounterId | None = None
    place: Place = Place.END
    back: bool = False


@dataclass(frozen=True, slots=True)
class CancelVisit:
    """The visit ends without service: the citizen goes home. A clerk may do it to people of the counter's fields."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class GrantPriority:
    """Let a waiting visit go first by law; the journal keeps who granted it."""

    visit: VisitId
    priority: PriorityId


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the counter's latest call, absence, end, transfer, setting aside or cancellation back, within a minute.

    ``visit`` is the one that the clerk saw it done to.
    """

    counter: CounterId
    visit: VisitId


@dataclass(frozen=True, slots=True)
class RaiseAlarm:
    """Help is needed at the counter: every head sees it at once."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class ClearAlarm:
    """Help has come."""

    counter: CounterId


@dataclass(frozen=True, slots=True)
class OpenField:
    """Give numbers of the field again."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class CloseField:
    """Give no more numbers of the field today; who waits is still served."""

    field: FieldId


@dataclass(frozen=True, slots=True)
class PostMessage:
    """Show a message on every hall board for ``minutes``; an empty text takes it away."""

    text: str
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class RateVisit:
    """One press of a face, with a reason's id from the site file if the visitor was unhappy and chose one."""

    visit: VisitId
    score: Score
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LookUpFile:
    """Ask the file registry where a file stands.

    ``digits``: what the holder typed to see more than the progress. They are compared in memory and kept nowhere.
    """

    code: FileCode
    digits: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ReportPrint:
    """What became of a ticket's paper; ``trouble`` is a printer condition such as ``paper_out``.

    ``again``: of a copy that a person asked for, which says so on itself.
    """

    visit: VisitId
    state: PrintState
    trouble: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class LeaveSuggestion:
    """A suggestion or complaint; its number follows from the request's id.

    ``topic`` is one of the office's, none for an idea. ``text``: the citizen's own words, may be empty where there is a topic.
    ``left_at`` is aware and the kiosk's word: it may come hours later, when the controller is back.
    """

    kind: SuggestionKind
    topic: str | None
    left_at: datetime
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AskSuggestion:
    """What became of a suggestion; whoever knows its number may ask."""

    number: SuggestionNumber


@dataclass(frozen=True, slots=True)
class HandleSuggestion:
    """A head says how far a suggestion is; ``answer`` is what its citizen will read, needed once it is answered."""

    number: SuggestionNumber
    state: SuggestionState
    answer: str = ""


Command = (
    TakeTicket
    | HoldNumbers
    | ReportTicket
    | SignIn
    | SignOut
    | OpenCounter
    | PauseCounter
    | CloseCounter
    | CallNext
    | CallNumber
    | Recall
    | MarkAbsent
    | Finish
    | Park
    | ReturnVisit
    | Transfer
    | CancelVisit
    | GrantPriority
    | Undo
    | RaiseAlarm
    | ClearAlarm
    | OpenField
    | CloseField
    | PostMessage
    | RateVisit
    | LookUpFile
    | ReportPrint
    | LeaveSuggestion
    | AskSuggestion
    | HandleSuggestion
)
"""Every command there is."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command with the id that makes it safe to send again."""

    id: RequestId
    command: Command
