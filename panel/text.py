"""Words and icons on a screen: they wrap and grow, and never clip."""

from kivy.properties import StringProperty
from kivy.uix.label import Label

from contract.look import ICON
from panel.rules import load_rules


class Text(Label):
    """Words as wide as they are given room; their height follows from them.

    ``step`` is one of ``panel.measure.Steps``. ``halign`` and ``bold`` are the Label's.
    """

    step = StringProperty("text")

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)


class Word(Label):
    """One line as wide as its words, such as a number or a time."""

    step = StringProperty("text")

    def __init__(self, **settings: object) -> None:
        load_rules(__file__)
        super().__init__(**settings)


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
