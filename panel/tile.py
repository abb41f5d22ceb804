"""A small button: an icon above its word, or before it where room is wide, for what stands at the same place on many screens."""

from typing import Any, Final

from kivy.app import App
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from panel.press import Pressable
from panel.rules import load_rules
from panel.text import width_of

_SIGN: Final = 1.25 * 1.05
"""Width of the icon in parts of the size of the words."""
_SURE: Final = 0.98
"""Type is not exactly as wide as its size says."""


class Tile(Pressable):
    """``need``: pixels of height that it takes; ``wide``: the least width in which none of its words is broken.

    Its words are of the step ``small`` where they have room for it, else as large as fits, never lower than anybody can read.
    ``on`` draws it filled: what it stands for is chosen.
    """

    icon = StringProperty("")
    text = StringProperty("")
    on = BooleanProperty(defaultvalue=False)
    beside = BooleanProperty(defaultvalue=False)
    """Whether the icon stands before the words instead of above them."""
    one_line = BooleanProperty(defaultvalue=False)
    """Whether the words rather shrink than take a second line."""
    modest = BooleanProperty(defaultvalue=False)
    """Whether its words stay as small as can be read: the room is needed elsewhere."""
    figure = ColorProperty()
    size_px = NumericProperty(1)
    """Size of its type."""
    most_px = NumericProperty(10_000)
    """The same at most: tiles beside each other are of one size."""
    own_px = NumericProperty(1)
    need = NumericProperty(0)
    wide = NumericProperty(0)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    def longest(self, text: str) -> int:
        """Pixels of the longest word in the smallest type."""
        return _longest(text, App.get_running_app().least_font)

    def sign_px(self, size: float) -> int:
        """Pixels of width that the icon takes away from words of a size."""
        return sign_px(size) if self.beside else 0

    def line_px(self, text: str, size: float) -> int:
        """Pixels of all words in one line."""
        return width_of(text, size) + 2

    def fitting(self, text: str, width: float, *ways: bool) -> int:  # noqa: ARG002 (what it follows from, for the .kv half)
        """The size of type in which no word is longer than ``width`` pixels and all of them are two lines at most, or one."""
        return fitting(text, width, beside=self.beside, one_line=self.one_line)


def sign_px(size: float) -> int:
    """Pixels of width that an icon before words of a size takes away from them."""
    return int(size * _SIGN) + int(App.get_running_app().mm(2))


def fitting(text: str, width: float, *, beside: bool, one_line: bool) -> int:
    """The size of type of a tile's words in ``width`` pixels, without a tile; see ``Tile.fitting``."""
    app = App.get_running_app()
    whole = width_of(text, app.least_font) if one_line else _halves(text, app.least_font)
    sign = app.least_font * _SIGN if beside else 0
    room = width - (app.mm(2) if beside else 0)
    grown = app.least_font * room / max(1, max(_longest(text, app.least_font), whole) + sign) * _SURE
    return int(max(app.least_font, min(app.font("small"), grown)))


def _longest(text: str, size: float) -> int:
    return max((width_of(word, size) for word in text.split(" ")), default=0)


def _halves(text: str, size: float) -> int:
    """Pixels of the longer of two lines, where the words are parted best."""
    words = text.split(" ")
    parts = [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]
    return min((max(width_of(each, size) for each in part) for part in parts), default=width_of(text, size))
