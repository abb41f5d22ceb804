"""What lies behind the progress of a file: the last digits are asked for, then the details are shown, and soon forgotten.

Whatever leaves these two views takes along the progress alone; digits and details stay in the view that shows them.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from contract.file_details import Verdict
from contract.ids import FileCode, RequestId
from contract.notices import FileStatus, LookUp
from kiosk.core.happenings import Back, FileAnswered
from kiosk.core.papers import Copy, FileSlip, PaperTold, PrintPaper
from kiosk.core.typing_keys import Key, KeyTapped, Typed, code_layout, press
from kiosk.core.views import Status

_KEYS: Final = "1234567890"
NOBODY: Final = RequestId("")
"""Asked for an answer that the kiosk gives itself, because none came."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The holder types the last digits that ``file.asks`` for. ``refused``: the answer to the ones before, if there were some."""

    file: FileStatus
    typed: Typed = field(repr=False)
    refused: FileStatus | None = None

    @property
    def locked(self) -> bool:
        """Whether nothing that is typed now would be compared."""
        return self.refused is not None and self.refused.verdict is Verdict.LOCKED

    @property
    def whole(self) -> bool:
        """Whether as many have been typed as are asked for."""
        return self.typed.full and not self.locked


@dataclass(frozen=True, slots=True)
class Checking:
    """The digits of question ``request`` are being compared, somewhere else: here they are forgotten already."""

    file: FileStatus
    request: RequestId


@dataclass(frozen=True, slots=True)
class Details:
    """All that the registry tells of a file, for whoever knew the digits."""

    file: FileStatus


@dataclass(frozen=True, slots=True)
class MoreTapped:
    """The holder wants to see more than the progress."""


@dataclass(frozen=True, slots=True)
class DigitsGiven:
    """The digits are typed; ``request`` is for the question to the registry."""

    request: RequestId


@dataclass(frozen=True, slots=True)
class FileSlipTapped:
    """The progress is wanted on paper, in the sentences of the screen."""

    job: RequestId
    slip: FileSlip


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Effect: ask the controller for the file once more, with these digits."""

    code: FileCode
    request: RequestId
    digits: str = field(repr=False)


Views = Status | Digits | Checking | Details
Happenings = MoreTapped | FileSlipTapped | PaperTold | KeyTapped | DigitsGiven | FileAnswered | Back


def step(view: Views, happening: Happenings) -> tuple[Views, tuple[AskDigits | PrintPaper, ...]]:
    """The next view and what is to be done, in order; what does not belong to the view changes nothing."""
    match view, happening:
        case Status(file), MoreTapped() if file.asks:
            return asking(file), ()
        case Status(copy=None | Copy(ended=True)), FileSlipTapped(job, slip):
            return replace(view, copy=Copy(job)), (PrintPaper(job, slip),)
        case Status(copy=Copy() as copy), PaperTold():
            return replace(view, copy=copy.told(happening)), ()
        case Digits(), KeyTapped(key):
            return typing(view, key), ()
        case Digits(), DigitsGiven(request):
            return given(view, request)
        case Checking(known, request), FileAnswered(file) if file.request in (request, NOBODY):
            return judged(known, file), ()
        case Checking(file), Back():
            return asking(file), ()
        case (Digits(file) | Details(file), Back()):
            return Status(progress(file)), ()
        case _:
            return view, ()


def asking(file: FileStatus, refused: FileStatus | None = None) -> Digits:
    """Nothing is typed yet."""
    count = file.asks.count if file.asks else 0
    return Digits(progress(file), Typed(code_layout(_KEYS, count)), refused)


def typing(view: Digits, key: Key) -> Digits:
    """What follows a key; what was said of the digits before stays until new ones are judged."""
    return view if view.locked else replace(view, typed=press(view.typed, key))


def given(view: Digits, request: RequestId) -> tuple[Digits | Checking, tuple[AskDigits, ...]]:
    """What follows when the holder has typed them all; nothing before."""
    if not view.whole:
        return view, ()
    return Checking(view.file, request), (AskDigits(view.file.code, request, view.typed.text),)


def judged(known: FileStatus, answer: FileStatus) -> Digits | Details:
    """What follows the answer to digits; ``known`` is the progress from before."""
    if answer.verdict is Verdict.RIGHT and answer.details is not None:
        return Details(answer)
    found = answer.outcome is LookUp.FOUND
    return asking(replace(answer, asks=known.asks) if found else known, progress(answer, keep_verdict=True))


def progress(file: FileStatus, *, keep_verdict: bool = False) -> FileStatus:
    """The file without anything that the digits opened."""
    bare = replace(file, details=None)
    return bare if keep_verdict else replace(bare, verdict=None, tries_left=None, locked_s=None)
