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
    """The faces of a rating, best first: three of them, or all five. On three ``not_satisfied`` is the worst there is."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    NOT_SATISFIED = "not_satisfied"
    VERY_UNSATISFIED = "very_unsatisfied"


class PrintState(StrEnum):
    """How far the paper has come, from the printer's own answers; never better than what was proven."""

    SHOWN = "shown"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"


class Unspoken(StrEnum):
    """Why a call was not spoken, or not whole."""

    EXPIRED = "expired"
    """Its time had passed."""
    UNHEARD = "unheard"
    """The sound did not come out as far as the sound server tells."""
    CHIME_ONLY = "chime_only"
    """There was no voice for its words."""
    QUIET = "quiet"
    """In quiet hours."""
    STOPPED = "stopped"
    """The loudspeaker was stopped."""


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
class RaiseEmergency:
    """Say this above everything, on every loudspeaker and board, again and again until it is ended; replaces an earlier one."""

    text: str


@dataclass(frozen=True, slots=True)
class EndEmergency:
    """The emergency is over."""


@dataclass(frozen=True, slots=True)
class ReportUnspoken:
    """A loudspeaker could not say a call, the ``times``-th of the visit to the counter; it stays on the boards."""

    visit: VisitId
    counter: CounterId
    times: int
    why: Unspoken


@dataclass(frozen=True, slots=True)
class RateVisit:
    """One press of a face, with the ids of the reasons that an unhappy visitor chose.

    ``scale``: how many faces there were. ``mark`` is the invitation's, without which no device may rate. ``after_s``: seconds
    from the invitation to the press by the device's own clock, so that one delivered hours later counts; None: it was just now.
    """

    visit: VisitId
    score: Score
    reasons: tuple[str, ...] = ()
    scale: int = 3
    mark: str = ""
    after_s: float | None = None


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
    | RaiseEmergency
    | EndEmergency
    | ReportUnspoken
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
