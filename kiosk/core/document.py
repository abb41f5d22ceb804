"""A document: any paper that the kiosk prints, as blocks from top to bottom that are drawn alike on 80 and 58 mm.

A block says what stands there, never where or how large; words are whole sentences, wrapped by whoever draws them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a document is, for the log and the screen."""

    TICKET = "ticket"
    CHECKLIST = "checklist"
    FILE = "file"
    SUGGESTION = "suggestion"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Title:
    """What the paper is about: large, bold, centred."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence. ``left``: not centred; ``close``: no gap above; ``small``: for what few people read."""

    text: str
    bold: bool = False
    left: bool = False
    close: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading within the paper, left, with a thin line above."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and below it the value in bold, both left."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Points:
    """One paragraph an item, each behind a dash."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boxes:
    """One paragraph an item, each behind a box to tick with a pen."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A few letters and digits, as large as the paper allows."""

    text: str


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code of ``text``, and below it what it opens."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Banner:
    """White words on a black bar."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Ruler:
    """Millimetres along the width, to lay a ruler beside."""


@dataclass(frozen=True, slots=True)
class Shades:
    """Fields from white to black: shows a worn head and wrong heat."""


Block = Title | Line | Section | Pair | Points | Boxes | Number | Qr | Banner | Rule | Ruler | Shades
"""Whatever can stand on a paper."""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper. ``blocks`` without words are left out by whoever composes them."""

    kind: Kind
    blocks: tuple[Block, ...]
