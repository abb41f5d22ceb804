"""Notices: nouns that the controller (or, for ``Presence``, a device) makes known.

Answers go to the device that asked; the others are retained state that a device can trust after a power cut. No notice
holds a citizen's name, telephone number, address or number; an officer's name is there where the office shows it in the hall.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from contract.conditions import Camera as Camera  # noqa: PLC0414 (told on from here)
from contract.conditions import Printer as Printer  # noqa: PLC0414
from contract.directives import Directive
from contract.file_details import AskedDigits, FileDetails, Verdict
from contract.health import Health
from contract.ids import CounterId, DeviceId, FieldId, FileCode, RequestId, SuggestionNumber, TicketNumber, VisitId
from contract.pulse import Pulse
from contract.suggestion import SuggestionKind, SuggestionState, TopicInfo
from contract.twin import Reported, Wanted


class Reason(StrEnum):
    """Why a command was refused; each has a sentence per language in ``contract/texts``."""

    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_COUNTER = "unknown_counter"
    UNKNOWN_VISIT = "unknown_visit"
    UNKNOWN_NUMBER = "unknown_number"
    UNKNOWN_PRIORITY = "unknown_priority"
    UNKNOWN_REASON = "unknown_reason"
    NOT_OF_TODAY = "not_of_today"
    OFFICE_NOT_OPEN = "office_not_open"
    OFFICE_CLOSED = "office_closed"
    FIELD_CLOSED = "field_closed"
    QUOTA_REACHED = "quota_reached"
    DAY_FULL = "day_full"
    SERIES_EXHAUSTED = "series_exhausted"
    TAPPED_TWICE = "tapped_twice"
    TOO_MANY_TICKETS = "too_many_tickets"
    RECEIPT_HAS_NUMBER = "receipt_has_number"
    COUNTER_NOT_OPEN = "counter_not_open"
    COUNTER_TAKEN = "counter_taken"
    NOT_SIGNED_IN = "not_signed_in"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a sentence, no secret
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    NO_RIGHT = "no_right"
    NOBODY_WAITING = "nobody_waiting"
    STILL_SERVING = "still_serving"
    NOT_AT_COUNTER = "not_at_counter"
    NOT_IN_LINE = "not_in_line"
    RECALLED_TOO_SOON = "recalled_too_soon"
    RECALLED_TOO_OFTEN = "recalled_too_often"
    CALL_AGAIN_FIRST = "call_again_first"
    RETURNED_TOO_OFTEN = "returned_too_often"
    NOWHERE_TO_GO = "nowhere_to_go"
    NOTHING_TO_UNDO = "nothing_to_undo"
    ALREADY_SO = "already_so"
    BAD_MESSAGE = "bad_message"
    NOT_FINISHED = "not_finished"
    ALREADY_RATED = "already_rated"
    RATING_CLOSED = "rating_closed"
    UNKNOWN_TOPIC = "unknown_topic"
    BAD_SUGGESTION = "bad_suggestion"
    TOO_MANY_SUGGESTIONS = "too_many_suggestions"
    NUMBER_TAKEN = "number_taken"
    UNKNOWN_SUGGESTION = "unknown_suggestion"
    ANSWER_MISSING = "answer_missing"
    NOT_ALLOWED = "not_allowed"
    NOT_STORED = "not_stored"
    """Said by a terminal itself: its own disk failed, so nothing was asked for."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait from now in seconds: one in ten waits less than ``low``, one in ten more than ``high``."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """Answer to ``TakeTicket``: the number, durable when this is sent.

    ``ahead`` counts the people waiting before this one in the same field at ``issued_at``; ``follow`` is the address
    behind the ticket's QR. ``wait`` is none where nothing can be said. ``ahead`` is none in what a kiosk tells itself: it gave
    a number that it holds while the controller was away.
    """

    request: RequestId
    visit: VisitId
    number: TicketNumber
    field: FieldId
    issued_at: datetime
    ahead: int | None
    follow: str
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Answer to any command that could not be done.

    ``number`` is the one that a receipt has already, ``opens_at`` when numbers are given again, where that is the reason.
    """

    request: RequestId
    reason: Reason
    number: TicketNumber | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Answer to a command that needs no other answer; ``visit`` is the one it was done to."""

    request: RequestId
    visit: VisitId | None = None


@dataclass(frozen=True, slots=True)
class HeldNumber:
    """One number that a kiosk may give by itself; ``follow`` is the address behind its ticket's QR."""

    number: TicketNumber
    follow: str


@dataclass(frozen=True, slots=True)
class HeldNumbers:
    """Answer to ``HoldNumbers``: every number of the field that this kiosk's ``book`` holds on ``day`` and has not reported.

    They are given by nobody else, and on no other day. ``at`` is the controller's clock.
    """

    request: RequestId
    field: FieldId
    book: str
    day: date
    at: datetime
    numbers: tuple[HeldNumber, ...]


class LookUp(StrEnum):
    """What became of a file look-up."""

    FOUND = "found"
    UNKNOWN_FILE = "unknown_file"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class FileStatus:
    """Answer to ``LookUpFile``: how far a file is, without anything about its owner.

    ``status`` is the national portal's code 1-10, or 0 where the registry gave one that nobody knows. ``due_on`` is the
    appointment, ``new_due_on`` the next one where that was missed. ``field`` is where a number for this file can be taken, if the
    site file tells. ``contact``: the site file's words whom to ask.

    ``asks`` is what opens the details, none where nothing can. ``verdict`` is about the digits that were sent along, ``tries_left``
    how many wrong ones are still borne, ``locked_s`` the seconds until digits are compared again. ``details`` come with the right ones.
    """

    request: RequestId
    outcome: LookUp
    code: FileCode
    status: int = 0
    due_on: date | None = None
    field: FieldId | None = None
    new_due_on: date | None = None
    contact: str = ""
    asks: AskedDigits | None = None
    verdict: Verdict | None = None
    tries_left: int | None = None
    locked_s: int | None = None
    details: FileDetails | None = None


@dataclass(frozen=True, slots=True)
class SuggestionStatus:
    """Answer to ``AskSuggestion``: never the words that were left. ``state`` none: nobody left one under this number.

    ``answer``: the office's words, on ``answered_on``.
    """

    request: RequestId
    number: SuggestionNumber
    state: SuggestionState | None = None
    kind: SuggestionKind | None = None
    left_on: date | None = None
    answer: str = ""
    answered_on: date | None = None


Answer = Receipt | Refusal | Acceptance | FileStatus | HeldNumbers | SuggestionStatus
"""Whatever the controller answers to a request."""


@dataclass(frozen=True, slots=True)
class FieldState:
    """One row of the board's waiting list."""

    field: FieldId
    waiting: int


@dataclass(frozen=True, slots=True)
class Call:
    """A call on the hall board; ``times`` is 1 for the first call and grows with each recall."""

    visit: VisitId
    number: TicketNumber
    field: FieldId
    counter: CounterId
    called_at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Board:
    """What every hall board shows. ``calls``: newest first, one a counter. ``seq``: of the last event that it contains.

    ``message`` is the head's, to be taken away at ``message_until``. ``urgent``: it is an emergency, above everything, and without
    an end until somebody ends it.
    """

    seq: int
    at: datetime
    calls: tuple[Call, ...]
    fields: tuple[FieldState, ...]
    message: str | None = None
    message_until: datetime | None = None
    urgent: bool = False


class Door(StrEnum):
    """Whether numbers of a field are given, and if not, why."""

    OPEN = "open"
    NOT_YET = "not_yet"
    """Numbers are given from ``opens_at``."""
    FULL = "full"
    """The series, the quota or the time until closing is used up."""
    CLOSED = "closed"
    """By the head of the office, for today."""
    DAY_OVER = "day_over"
    HOLIDAY = "holiday"
    """All day; ``words`` say why."""


@dataclass(frozen=True, slots=True)
class FieldNow:
    """What a newcomer to a field would find.

    ``wait`` is none where nothing can be said. ``left`` is how many more can be served today, none without a limit that is
    near. ``opens_at`` is when numbers are given again, where that is known.
    """

    field: FieldId
    door: Door
    waiting: int
    wait: Wait | None = None
    left: int | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What every kiosk says before anyone queues, and every board beside its fields; ``words`` say why a day is closed.

    ``closes_at`` is the day's last closing, none where there is none.
    """

    at: datetime
    fields: tuple[FieldNow, ...]
    words: str | None = None
    closes_at: datetime | None = None


class CounterStatus(StrEnum):
    """Whether a counter calls people."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class CounterState:
    """What one counter's board and keypad show; ``call`` is the visit at the counter or None when it is free.

    ``waiting`` counts the people whom the counter could call. ``next``: whom it calls next, where no other counter can. ``officer``
    and ``photo``, a name at the pages' ``/photo/``: as the office wants them.
    """

    seq: int
    counter: CounterId
    call: Call | None
    status: CounterStatus = CounterStatus.OPEN
    waiting: int = 0
    next: TicketNumber | None = None
    officer: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One spoken call; stale after ``expires_at``, and as soon as a ``CounterState`` of a later ``seq`` tells of another visit.

    ``seq``: of the last event that it contains. ``zone``: of its counter. ``language`` is the one that the citizen read. Told
    again after a broken link, it is the same call by all keys but ``seq``.
    """

    number: TicketNumber
    counter: CounterId
    times: int
    called_at: datetime
    expires_at: datetime
    visit: VisitId | None = None
    seq: int = 0
    zone: str = ""
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Emergency:
    """What every loudspeaker repeats above everything until it ends; ``text`` none: there is none."""

    seq: int
    text: str | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class RatingInvitation:
    """For the rating terminal and pad of one counter: the visit that may be rated until ``until``; None closes.

    ``mark`` proves to the controller that a rating's device was invited. ``officer``: the name that a sleeping terminal shows.
    """

    counter: CounterId
    visit: VisitId | None
    until: datetime | None
    mark: str = ""
    officer: str | None = None


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """A field as the citizen sees it; kiosks offer it where ``offered``. ``names``: by language, where it has others."""

    id: FieldId
    name: str
    prefix: str
    seat: str
    offered: bool = True
    names: dict[str, str] = field(default_factory=dict)

    def called(self, language: str) -> str:
        """Its name in a language, else the Vietnamese one."""
        return self.names.get(language, self.name)


@dataclass(frozen=True, slots=True)
class CounterInfo:
    """A counter, the fields it serves in order, who sits there if the office shows that, and in which zone of the hall it stands."""

    id: CounterId
    fields: tuple[FieldId, ...]
    officer: str | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ReasonInfo:
    """A reason that an unhappy visitor can choose; ``english`` empty where the office has no words for it."""

    id: str
    text: str
    english: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The office itself, for every device that shows it.

    ``catalogue`` is the version of its catalogue of procedures, which kiosks fetch from the pages; empty where there is none.
    ``suggestions``: what kiosks take suggestions about; none where they take none.
    """

    name: str
    fields: tuple[FieldInfo, ...]
    counters: tuple[CounterInfo, ...]
    reasons: tuple[ReasonInfo, ...]
    rating_seconds: int
    catalogue: str = ""
    suggestions: tuple[TopicInfo, ...] | None = None
    rating_scale: int = 3


@dataclass(frozen=True, slots=True)
class Presence:
    """A device's own word on itself; the broker sends ``online=False`` as its last will.

    ``sound``: of a loudspeaker, whether the latest call came out whole as far as the sound server tells. ``camera``: of a
    scanner, as it was when it last looked. ``media``: of a hall board, how many files of its folder cannot be shown.
    """

    device: DeviceId
    online: bool
    printer: Printer | None = None
    sound: bool | None = None
    camera: Camera | None = None
    media: int | None = None


Notice = (
    Receipt
    | Refusal
    | Acceptance
    | HeldNumbers
    | FileStatus
    | SuggestionStatus
    | Board
    | Outlook
    | CounterState
    | Announcement
    | Emergency
    | RatingInvitation
    | Office
    | Presence
    | Pulse
    | Wanted
    | Reported
    | Health
    | Directive
)
"""Every notice there is."""
