"""A small button: an icon above its word, for what stands at the same place on many screens."""

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from panel.press import Pressable
from panel.rules import load_rules
from panel.text import width_of


class Tile(Pressable):
    """``need``: pixels of height that its words take; ``wide``: of width, so that no word is broken.

    ``on`` draws it filled: what it stands for is chosen.
    """

    icon = StringProperty("")
    text = StringProperty("")
    on = BooleanProperty(defaultvalue=False)
    figure = ColorProperty()
    need = NumericProperty(0)
    wide = NumericProperty(0)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    def longest(self, text: str) -> int:
        """Pixels of the longest word."""
        size = App.get_running_app().font("small")
        return max((width_of(word, size) for word in text.split(" ")), default=0)
