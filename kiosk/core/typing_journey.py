"""Typing a file code where it cannot be scanned: the view, and what a reader at the keyboard's plug tells."""

from dataclasses import dataclass, field, replace

from contract.ids import FileCode, RequestId
from kiosk.core.typing_keys import CODE, Key, Typed, code_layout, press


@dataclass(frozen=True, slots=True)
class Typing:
    """What has been typed of a code. ``scanned``: the citizen came from the camera, which did not read it.

    ``foreign``: a reader read something that is no file code.
    """

    typed: Typed = field(default_factory=lambda: Typed(CODE))
    scanned: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class TypeTapped:
    """The citizen wants to type the code of a file; ``letters`` are the keys that the office's codes need."""

    letters: str = CODE.letters


@dataclass(frozen=True, slots=True)
class CodeGiven:
    """A whole file code was typed, or read by a reader at the keyboard's plug. ``request`` is for the question to the registry."""

    code: FileCode
    request: RequestId


@dataclass(frozen=True, slots=True)
class ForeignGiven:
    """A reader at the keyboard's plug read something that is no file code; ``letters`` as in ``TypeTapped``."""

    letters: str = CODE.letters


def begin(letters: str, *, scanned: bool = False, foreign: bool = False) -> Typing:
    """Nothing typed yet."""
    return Typing(Typed(code_layout(letters)), scanned, foreign)


def type_key(view: Typing, key: Key) -> Typing:
    """The view after a key."""
    return replace(view, typed=press(view.typed, key), foreign=False)
