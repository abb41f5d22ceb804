"""Leaving a suggestion, from what it is about to the number to ask by; and asking with that number what became of one.

The words stand in the view until the controller has them, so that they can be sent again where it refuses; then nobody has them here.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from contract.ids import RequestId, SuggestionNumber
from contract.notices import Reason, SuggestionStatus
from contract.suggestion import LONGEST, SuggestionKind, read_number, suggestion_number
from kiosk.core.papers import Copy, PaperTold, PrintPaper, SuggestionSlip
from kiosk.core.typing_keys import WORDS, KeyTapped, Typed, code_layout, press

NUMBER_KEYS: Final = code_layout("1234567890", 10)
WORD_KEYS: Final = replace(WORDS, most=LONGEST)


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been chosen and written so far; ``topic`` none: something that no list has."""

    kind: SuggestionKind
    topic: str | None = None
    typed: Typed = field(default_factory=lambda: Typed(WORD_KEYS))

    @property
    def enough(self) -> bool:
        """Whether it says something."""
        return self.topic is not None or bool(self.typed.words)


# Views ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SuggestKinds:
    """What it is about, roughly."""


@dataclass(frozen=True, slots=True)
class SuggestTopics:
    """What it is about, in the words of the law."""

    kind: SuggestionKind


@dataclass(frozen=True, slots=True)
class SuggestWords:
    """The citizen may write. ``listed``: the kind has a list of topics to go back to."""

    draft: Draft
    listed: bool = True


@dataclass(frozen=True, slots=True)
class SuggestCheck:
    """All of it once more before it leaves; ``refused``: it was sent, and why it was not taken."""

    draft: Draft
    listed: bool = True
    refused: Reason | None = None


@dataclass(frozen=True, slots=True)
class SuggestSent:
    """The number. ``draft`` until the controller has it; ``copy``: the number on paper, if it was wanted."""

    request: RequestId
    kind: SuggestionKind
    left_at: datetime
    draft: Draft | None
    copy: Copy | None = None
    listed: bool = True

    @property
    def number(self) -> SuggestionNumber:
        """To ask by."""
        return suggestion_number(self.request)


@dataclass(frozen=True, slots=True)
class SuggestAsk:
    """A number is typed; ``refused``: why the one before told nothing."""

    typed: Typed = field(default_factory=lambda: Typed(NUMBER_KEYS))
    refused: Reason | None = None

    @property
    def number(self) -> SuggestionNumber | None:
        """What was typed, if it can be one."""
        return read_number(self.typed.text)


@dataclass(frozen=True, slots=True)
class SuggestAsking:
    """The controller is asked."""

    number: SuggestionNumber
    request: RequestId


@dataclass(frozen=True, slots=True)
class SuggestAnswer:
    """What became of it; ``status`` none: the controller did not answer."""

    number: SuggestionNumber
    status: SuggestionStatus | None


Views = (
    SuggestKinds
    | SuggestTopics
    | SuggestWords
    | SuggestCheck
    | SuggestSent
    | SuggestAsk
    | SuggestAsking
    | SuggestAnswer
)

# Happenings -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SuggestTapped:
    """The citizen wants to leave a suggestion, or to ask about one."""


@dataclass(frozen=True, slots=True)
class KindTapped:
    """``listed``: the office has a list of topics for this kind."""

    kind: SuggestionKind
    listed: bool


@dataclass(frozen=True, slots=True)
class TopicTapped:
    """One of the list, or none of it."""

    topic: str | None


@dataclass(frozen=True, slots=True)
class WordsDone:
    """Nothing more to write."""


@dataclass(frozen=True, slots=True)
class SendTapped:
    """It shall leave, at this time; the number follows from ``request``, which is new for every tap."""

    request: RequestId
    at: datetime


@dataclass(frozen=True, slots=True)
class SuggestionTaken:
    """The controller has it."""

    request: RequestId


@dataclass(frozen=True, slots=True)
class SuggestionRefused:
    """The controller did not take it, or did not answer the question."""

    request: RequestId
    reason: Reason


@dataclass(frozen=True, slots=True)
class SuggestionPrintTapped:
    """The number is wanted on paper."""

    job: RequestId
    slip: SuggestionSlip


@dataclass(frozen=True, slots=True)
class AskTapped:
    """The citizen has a number."""


@dataclass(frozen=True, slots=True)
class NumberTyped:
    """The number is whole; ``request`` is for the question."""

    request: RequestId


@dataclass(frozen=True, slots=True)
class SuggestionTold:
    """The controller answered a question; ``status`` none: the kiosk gave up waiting."""

    request: RequestId
    status: SuggestionStatus | None


Happenings = (
    SuggestTapped
    | KindTapped
    | TopicTapped
    | WordsDone
    | SendTapped
    | SuggestionTaken
    | SuggestionRefused
    | SuggestionPrintTapped
    | AskTapped
    | NumberTyped
    | SuggestionTold
)

# Effects --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoreSuggestion:
    """Commit it, then send it until it is answered."""

    request: RequestId
    draft: Draft
    left_at: datetime


@dataclass(frozen=True, slots=True)
class AskAbout:
    """Ask the controller once."""

    request: RequestId
    number: SuggestionNumber


Effects = StoreSuggestion | AskAbout | PrintPaper


def step(view: Views, happening: Happenings | KeyTapped | PaperTold) -> tuple[Views, tuple[Effects, ...]]:
    """The next view and the effects before it is shown; what does not belong to the view changes nothing."""
    match view, happening:
        case SuggestKinds(), KindTapped(kind, listed):
            return (SuggestTopics(kind) if listed else SuggestWords(Draft(kind), listed=False)), ()
        case SuggestKinds(), AskTapped():
            return SuggestAsk(), ()
        case SuggestTopics(kind), TopicTapped(topic):
            return SuggestWords(Draft(kind, topic)), ()
        case SuggestWords(draft), KeyTapped(key):
            return replace(view, draft=replace(draft, typed=press(draft.typed, key))), ()
        case SuggestWords(draft, listed), WordsDone() if draft.enough:
            return SuggestCheck(draft, listed), ()
        case SuggestCheck(draft, listed), SendTapped(request, at):
            return SuggestSent(request, draft.kind, at, draft, listed=listed), (StoreSuggestion(request, draft, at),)
        case SuggestSent(request), SuggestionTaken(taken) if taken == request:
            return replace(view, draft=None), ()
        case SuggestSent(request, draft=Draft() as draft), SuggestionRefused(refused, reason) if refused == request:
            return SuggestCheck(draft, view.listed, reason), ()
        case SuggestSent(copy=None | Copy(ended=True)), SuggestionPrintTapped(job, slip):
            return replace(view, copy=Copy(job)), (PrintPaper(job, slip),)
        case SuggestSent(copy=Copy() as copy), PaperTold():
            return replace(view, copy=copy.told(happening)), ()
        case SuggestAsk(typed), KeyTapped(key):
            return SuggestAsk(press(typed, key)), ()
        case SuggestAsk(), NumberTyped(request) if view.number is not None:
            return SuggestAsking(view.number, request), (AskAbout(request, view.number),)
        case SuggestAsking(number, request), SuggestionTold(asked, status) if asked == request:
            return SuggestAnswer(number, status), ()
        case SuggestAsking(number, request), SuggestionRefused(refused, reason) if refused == request:
            return SuggestAsk(Typed(NUMBER_KEYS, number), reason), ()
        case _:
            return view, ()


def back(view: Views) -> Views | None:
    """One step back; None where that leads out of here."""
    match view:
        case SuggestTopics() | SuggestAsk():
            return SuggestKinds()
        case SuggestWords(draft, listed):
            return SuggestTopics(draft.kind) if listed else SuggestKinds()
        case SuggestCheck(draft, listed):
            return SuggestWords(draft, listed)
        case SuggestAsking(number) | SuggestAnswer(number):
            return SuggestAsk(Typed(NUMBER_KEYS, number))
        case _:
            return None
