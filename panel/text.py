"""Words and icons on a screen: they wrap and grow, and never clip."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from kivy.core.text import Label as Drawn
from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.label import Label

from contract.look import ICON
from panel.measure import CAPITAL
from panel.rules import load_rules

DESCENT: Final = 0.293
"""Room below the base line of Noto Sans, in parts of the font size."""
TAIL: Final = 0.22
OVERSHOOT: Final = 0.03
"""Round digits and letters are a little higher and lower than flat ones."""

_MOSTLY: Final = 0.9
"""Words that fill so much of their room are drawn with the rest of it."""
_OVERHANG: Final = 3
"""Pixels that a letter may reach beyond the end of its line."""
_SENTENCE: Final = 6
_SHORT: Final = 9
"""Words of a sentence at least; letters of its last two words at most."""


class Text(Label):
    """Words as wide as they are given room; their height follows from them.

    ``step`` is one of ``panel.measure.Steps``. ``halign`` and ``bold`` are the Label's.
    """

    step = StringProperty("text")
    ink = ObjectProperty(None, allownone=True)
    """The part of its picture that holds letters: on a machine that draws in software, empty pixels cost what full ones do."""
    ink_left = NumericProperty(0)
    """Pixels from the left edge of the whole picture to that part."""

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self._label.text = tie(self.text)

    def texture_update(self, *_: object) -> None:
        """Find where the letters are."""
        super().texture_update()
        whole: Any = self.texture
        lines = [] if self.markup or whole is None else self._label._cached_lines  # noqa: SLF001 (told nowhere else)
        widest = max((line.w for line in lines), default=0)
        if not 0 < widest < _MOSTLY * self.texture_size[0]:
            self.ink, self.ink_left = whole, 0
            return
        width = min(whole.width, widest + 2 * _OVERHANG)
        spare = whole.width - width
        self.ink_left = {"center": spare // 2, "right": spare}.get(self.halign, 0)
        self.ink = whole.get_region(self.ink_left, 0, width, whole.height)

    def _trigger_texture_update(self, name: str | None = None, source: object = None, value: object = None) -> None:
        """What is drawn is the text with its last words tied."""
        tied = tie(value) if name == "text" and isinstance(value, str) else value
        super()._trigger_texture_update(name, source, tied)


class Word(Label):
    """One line as wide as its words, such as a number or a time."""

    step = StringProperty("text")

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)


class Figures(Word):
    """A ticket's or counter's number: one line of capitals and digits, as high as they are.

    A line of Noto Sans has room for two storeys of diacritics; without them a number can be a third larger. Below the
    base line there is room for the tails of J and Q only, so the capitals stand ``lift`` pixels above the middle.
    """

    lift = NumericProperty(0)
    texture: Any

    def texture_update(self, *_: object) -> None:
        """Cut the empty room of the line off."""
        super().texture_update()
        if self.text and self.texture:
            low, high = (round((DESCENT + edge) * self.font_size) for edge in (-TAIL, CAPITAL + OVERSHOOT))
            self.texture = self.texture.get_region(0, low, self.texture.width, high - low)
            self.texture_size = list(self.texture.size)
            self.lift = (TAIL - OVERSHOOT) / 2 * self.font_size

    @staticmethod
    def level(room: float, height: float, lift: float) -> float:
        """``center_y`` of the ``pos_hint`` that brings the capitals to the middle of a room, as far as it holds the tails."""
        return 0.5 - max(0.0, min(lift, (room - height) / 2)) / room if room else 0.5


class Icon(Label):
    """A sign of the icon font, always beside a word; ``name`` is a key of ``contract.look.ICON``."""

    step = StringProperty("title")
    name = StringProperty("")

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    def glyph(self, name: str) -> str:
        """The icon's character; raises KeyError for one that the product does not use."""
        return ICON[name] if name else ""


_MEASURED: Final = 4000
"""Texts whose size is remembered: the same words are measured again whenever a screen is laid out."""


def tie(text: str) -> str:
    """The last two words of a sentence kept on one line, where they are short: no word stands alone on a line of its own."""
    words = text.rsplit(" ", 2)
    long = text.count(" ") >= _SENTENCE - 1
    return f"{words[0]} {words[1]}\u00a0{words[2]}" if long and len(words[1]) + len(words[2]) <= _SHORT else text


@lru_cache(_MEASURED)
def height_of(text: str, font_size: float, width: float, *, bold: bool = True, line_height: float = 1.0) -> int:
    """Pixels that ``text`` needs from top to bottom when it wraps at ``width``, without drawing it on a screen."""
    drawn = Drawn(text=tie(text), font_size=font_size, bold=bold, text_size=(width, None), line_height=line_height)
    drawn.refresh()
    return int(drawn.texture.height)


@lru_cache(_MEASURED)
def width_of(text: str, font_size: float, *, bold: bool = True) -> int:
    """Pixels that one line of ``text`` is long."""
    drawn = Drawn(text=text, font_size=font_size, bold=bold)
    return int(drawn.get_extents(text)[0]) + 1


def split(text: str, font_size: float, width: float, height: float, *, bold: bool = False) -> list[str]:
    """``text`` cut between words into pieces no higher than ``height`` each, when they wrap at ``width``; all pixels.

    A piece has at least one word, however high.
    """
    pieces, words = [], text.split(" ")
    while words:
        fits = _fitting(words, lambda piece: height_of(piece, font_size, width, bold=bold) <= height)
        pieces.append(" ".join(words[:fits]).strip("\n"))
        words = words[fits:]
    return pieces


def _fitting(words: list[str], holds: Callable[[str], bool]) -> int:
    """How many words from the first on hold together; by halving."""
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(" ".join(words[:middle])) else (low, middle - 1)
    return low
