"""One thing to choose from a list: its name, whole however long, and a word beside it."""

from typing import Any, Final

from kivy.app import App
from kivy.properties import ColorProperty, NumericProperty, StringProperty

from panel.measure import SERVICE_MM
from panel.press import Pressable
from panel.rules import load_rules
from panel.text import height_of

_AIR: Final = 9
_ICON: Final = 1.4


class Row(Pressable):
    """``text`` leads on; ``note`` stands below it, small and in the colour ``tone``. As high as both need."""

    text = StringProperty("")
    note = StringProperty("")
    tone = StringProperty("soft")
    need = NumericProperty(0)
    figure = ColorProperty()

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    @staticmethod
    def side() -> int:
        """Pixels of padding at either end, and of the icon."""
        app = App.get_running_app()
        return int(app.air(7))

    @staticmethod
    def icon() -> int:
        """Pixels of width of the icon."""
        return int(App.get_running_app().font("text") * _ICON)

    @staticmethod
    def width_of_words(width: float) -> float:
        """Pixels for words in a row of this width."""
        return width - 2 * Row.side() - Row.icon()

    @staticmethod
    def high(text: str, note: str, width: float) -> int:
        """Pixels of height that a row of this width needs."""
        app = App.get_running_app()
        room = Row.width_of_words(width)
        words = height_of(text, app.font("text"), room)
        if note:
            words += height_of(note, app.font("small"), room, bold=False)
        return int(max(app.mm(SERVICE_MM), words + app.air(_AIR)))
