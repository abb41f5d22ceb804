"""A small button: an icon above its word, for what stands at the same place on many screens."""

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from panel.press import Pressable
from panel.rules import load_rules
from panel.text import width_of


class Tile(Pressable):
    """``need``: pixels of height that it takes; ``wide``: the least width in which none of its words is broken.

    Its words are of the step ``small`` where they have room for it, else as large as fits, never lower than anybody can read.
    ``on`` draws it filled: what it stands for is chosen.
    """

    icon = StringProperty("")
    text = StringProperty("")
    on = BooleanProperty(defaultvalue=False)
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
        size = App.get_running_app().least_font
        return max((width_of(word, size) for word in text.split(" ")), default=0)

    def fitting(self, text: str, width: float) -> int:
        """The size of type in which no word is longer than ``width`` pixels and all of them are two lines at most."""
        app = App.get_running_app()
        whole = width_of(text, app.least_font) / (1.8 if " " in text else 1)
        grown = app.least_font * width / max(1, self.longest(text), whole)
        return int(max(app.least_font, min(app.font("small"), grown)))
