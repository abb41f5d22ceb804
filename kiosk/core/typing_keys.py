"""The keys of the on-screen keyboard: which keys there are, how they are set out, and which text follows which key.

The letters stand in the order of the alphabet, each Vietnamese letter on a key of its own as it is taught at school, and five
keys put a tone mark on the word that is being written. A key that would make no sense changes nothing.
"""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Final

from kiosk.core.tone_marks import Tone, tone_of, with_tone


class Deed(StrEnum):
    """Keys that are no character, by the names under which a touch is told."""

    SPACE = "space"
    DELETE = "delete"
    CLEAR = "clear"
    OTHER = "other"  # to the figures and signs, and back to the letters
    ACUTE = "acute"
    GRAVE = "grave"
    HOOK = "hook"
    TILDE = "tilde"
    DOT = "dot"


Key = str
"""One character, or a ``Deed``."""

TONES: Final = {
    Deed.ACUTE: Tone.ACUTE,
    Deed.GRAVE: Tone.GRAVE,
    Deed.HOOK: Tone.HOOK,
    Deed.TILDE: Tone.TILDE,
    Deed.DOT: Tone.DOT,
}


class Case(Enum):
    """Of letters: a capital begins each sentence, or all are small, or all are capitals."""

    SENTENCE = "sentence"
    SMALL = "small"
    CAPITAL = "capital"


@dataclass(frozen=True, slots=True)
class Layout:
    """One keyboard. ``letters``: characters of the first face; ``signs``: of the second, none where empty.

    ``rare``: letters that follow the others, or stand among the signs where there is little room. ``beside``: characters beside the
    space bar on both faces. ``most``: characters at most.
    """

    letters: str
    signs: str = ""
    rare: str = ""
    beside: str = ""
    tones: bool = False
    space: bool = False
    case: Case = Case.SENTENCE
    most: int = 40


WORDS: Final = Layout(
    "aăâbcdđeêghiklmnoôơpqrstuưvxy", "1234567890,.?!:;-/+%", "fjwz", ",.", tones=True, space=True, most=400
)
"""For whoever writes sentences."""

SEARCH: Final = Layout("abcdefghijklmnopqrstuvwxyz", "1234567890", space=True, case=Case.SMALL)
"""For words to look for: diacritics are not needed."""

CODE: Final = Layout("1234567890GH.-", case=Case.CAPITAL)
"""For file codes as they are printed; see ``code_layout`` for codes that hold other letters."""


def code_layout(letters: str, most: int = 40) -> Layout:
    """A keyboard of just these capitals and figures, in this order."""
    return replace(CODE, letters=letters, most=most)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed so far; belongs to the view. ``other``: the face of figures and signs is up."""

    layout: Layout
    text: str = ""
    other: bool = False

    @property
    def full(self) -> bool:
        """Whether no character fits any more."""
        return len(self.text) >= self.layout.most

    @property
    def words(self) -> str:
        """The text without the space that a last key may have left."""
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class KeyTapped:
    """A key of the keyboard was touched: a happening for every view that holds a ``Typed``."""

    key: Key


def press(typed: Typed, key: Key) -> Typed:
    """What follows a key; a key that is not on the keyboard, or makes no sense now, changes nothing."""
    layout, text = typed.layout, typed.text
    match key:
        case Deed.CLEAR:
            return replace(typed, text="", other=False)
        case Deed.DELETE:
            return replace(typed, text=_shorter(text) if layout.tones else text[:-1])
        case Deed.OTHER if layout.signs:
            return replace(typed, other=not typed.other)
        case Deed.SPACE if layout.space and text and not text.endswith(" ") and not typed.full:
            return replace(typed, text=text + " ", other=False)
        case _ if layout.tones and key in TONES:
            return replace(typed, text=_marked(text, TONES[Deed(key)]))
        case _ if (
            len(key) == 1 and key in layout.letters + layout.rare + layout.signs + layout.beside and not typed.full
        ):
            return replace(typed, text=_longer(typed, key))
    return typed


def _longer(typed: Typed, key: Key) -> str:
    letter = key.upper() if typed.layout.case is Case.CAPITAL or _begins(typed) else key
    before, word = _last_word(typed.text + letter)
    return before + with_tone(word, tone_of(word)) if typed.layout.tones else typed.text + letter


def _begins(typed: Typed) -> bool:
    """Whether a sentence begins here."""
    text = typed.text
    return typed.layout.case is Case.SENTENCE and (not text or text[-2:] in (". ", "? ", "! "))


def _shorter(text: str) -> str:
    """Without the last letter; a mark that stood on it goes with it, another finds its new place."""
    before, word = _last_word(text[:-1])
    return before + with_tone(word, tone_of(word))


def _marked(text: str, tone: Tone) -> str:
    """With a mark on the word being written; the same key again takes it away."""
    before, word = _last_word(text)
    return before + with_tone(word, None if tone_of(word) is tone else tone)


def _last_word(text: str) -> tuple[str, str]:
    """The text cut before the letters at its end."""
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[:start], text[start:]


@dataclass(frozen=True, slots=True)
class Place:
    """One key in a row, so wide in parts of the row's sum; ``key`` None leaves the place empty."""

    key: Key | None
    part: float = 1.0


Row = tuple[Place, ...]


def rows(typed: Typed, columns: int) -> tuple[Row, ...]:
    """The keys from top to bottom, where no more than ``columns`` keys of a finger's width stand beside each other."""
    layout = typed.layout
    if layout.tones and _NARROW <= columns < _ROOMY:
        return _narrow(typed, columns)
    characters = layout.signs if typed.other else layout.letters + layout.rare
    if layout.tones and columns >= _WIDE:
        sides = (Deed.DELETE, Deed.OTHER, Deed.CLEAR)  # delete far from clear, here as below
        grid = _grid(characters, columns - 2, len(sides))
        body = tuple((*row, Place(side, 2.0)) for row, side in zip(grid, sides, strict=False))
        return (*body, (*(() if typed.other else _tones(1.4)), *_space(layout, beside=True)))
    drawn = _grid(characters, max(1, columns))
    if layout.tones and not typed.other:
        drawn += (_tones(1.0),)
    return (*drawn, _deeds(layout, beside=columns >= _ROOMY))


def lines(layout: Layout, columns: int) -> int:
    """Rows of the taller face: the keyboard stays as high when the other one is up."""
    return max(len(rows(Typed(layout, other=face), columns)) for face in ((False, True) if layout.signs else (False,)))


def _narrow(typed: Typed, columns: int) -> tuple[Row, ...]:
    """A row less than elsewhere: on a small screen that is lowered, or has large words, a row is dear."""
    layout = typed.layout
    if typed.other:
        return (*_grid(layout.signs + layout.rare, columns), _deeds(layout, beside=False))
    letters = [layout.letters[n : n + columns] for n in range(0, len(layout.letters), columns)]
    others = (Place(Deed.OTHER, 1.3), Place(Deed.CLEAR, 1.9), Place(Deed.SPACE, 2.6))
    end = (
        (tuple(map(Place, letters.pop())), others)
        if len(letters[-1]) > columns - 6
        else (tuple(map(Place, letters.pop())) + others,)
    )
    return (*(tuple(map(Place, each)) for each in letters), *end, (*_tones(1.0), Place(Deed.DELETE, 1.2)))


_NARROW: Final = 7
"""With fewer columns no key is wide enough for a finger anyway."""
_WIDE: Final = 13
"""So many columns leave room for the deeds beside three rows of letters: on a low screen a row is dear."""
_ROOMY: Final = 9
"""With fewer columns the characters beside the space bar stand among the signs only."""


def _grid(characters: str, columns: int, least: int = 1) -> tuple[Row, ...]:
    """As few rows as there can be, though ``least``, and as even as they can be."""
    count = max(least, -(-len(characters) // columns))
    width = -(-len(characters) // count)
    cut = [characters[n : n + width] for n in range(0, len(characters), width)]
    return tuple((*map(Place, line), *(Place(None),) * (width - len(line))) for line in cut)


def _tones(part: float) -> Row:
    return tuple(Place(each, part) for each in TONES)


def _space(layout: Layout, *, beside: bool) -> Row:
    bar = (Place(Deed.SPACE, 2.4),) if layout.space else (Place(None, 1.0),)
    return (*map(Place, layout.beside[:1]), *bar, *map(Place, layout.beside[1:])) if beside else bar


def _deeds(layout: Layout, *, beside: bool) -> Row:
    """Clear stands far from delete, so that nobody loses a text by a slip of the finger."""
    other = (Place(Deed.OTHER, 1.3),) if layout.signs else ()
    return (Place(Deed.CLEAR, 1.7), *other, *_space(layout, beside=beside), Place(Deed.DELETE, 1.7))
