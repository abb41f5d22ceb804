"""What can stand in the large place of a board: a call, nothing yet, or that nobody can be heard."""

from functools import cache
from typing import Any, Final

from kivy.app import App
from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules

_EM: Final = 100


class Sign(BoxLayout):
    """A panel that fills the large place."""

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)


class Called(Sign):
    """A number and, unless empty, the counter it goes to; inverted while ``fresh``."""

    label = StringProperty("")
    number = StringProperty("")
    counter_label = StringProperty("")
    counter = StringProperty("")
    fresh = BooleanProperty(False)
    ground, figure, words = ColorProperty(), ColorProperty(), ColorProperty()
    squeeze = NumericProperty(1)
    """Part of the number step that both numbers have room for; below 1 only for the widest letters and counters."""

    def on_kv_post(self, _base: Any) -> None:
        """Watch what decides whether the numbers have room."""
        self.bind(width=self._fit, number=self._fit, counter=self._fit)

    def _fit(self, *_: object) -> None:
        app = App.get_running_app()
        left, _top, right, _bottom = self.padding
        room = self.width - left - right - 2 * self.spacing - app.unit
        wanted = app.font("number") * (_em(self.number) + _em(self.counter))
        self.squeeze = min(1.0, room / wanted) if wanted and room > 0 else 1.0


class Quiet(Sign):
    """Nobody is called; with an ``icon`` and a ``note`` where there is a reason."""

    icon = StringProperty("")
    text = StringProperty("")
    note = StringProperty("")


class Away(Sign):
    """Nobody can be heard, so nothing on this board is new."""


@cache
def _em(text: str) -> float:
    """Width of a bold number in parts of the font size."""
    return float(CoreLabel(font_size=_EM, bold=True).get_extents(text)[0]) / _EM if text else 0.0
