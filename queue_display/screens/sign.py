"""What can stand in the large place of a board: a call, nothing yet, or that nobody can be heard."""

from functools import cache
from typing import Any, Final

from kivy.app import App
from kivy.core.text import Label as CoreLabel
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules
from panel.text import height_of
from queue_display.core.hall_plan import STACKED

_EM: Final = 100
_ALARM: Final = (18.0, 15.0, 12.5, 10.5, 9.0, 7.5, 6.5, 5.5, 4.7, 4.0)
"""Sizes of an emergency's words; that of a sentence has capitals of 50 mm and more on a screen of 55 inches."""
BELOW: Final = STACKED
"""For the .kv half."""


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
    dim = BooleanProperty(defaultvalue=False)
    """Between two changes of the ground that draw the eye (``queue_display.core.beckon``)."""
    ground, figure, words = ColorProperty(), ColorProperty(), ColorProperty()
    squeeze = NumericProperty(1)
    """Part of the number step that both numbers have room for; below 1 only for the widest letters and counters."""

    def on_kv_post(self, _base: Any) -> None:
        """Watch what decides whether the numbers have room."""
        self.bind(width=self._fit, number=self._fit, counter=self._fit)

    def _fit(self, *_: object) -> None:
        app = App.get_running_app()
        left, _top, right, _bottom = self.padding
        room = self.width - left - right - 3 * self.spacing - app.unit
        wanted = app.font("number") * (em_of(self.number) + em_of(self.counter))
        self.squeeze = min(1.0, room / wanted) if wanted and room > 0 else 1.0


class TallCalled(Called):
    """The same one below the other, for a tall screen."""

    def _fit(self, *_: object) -> None:
        app = App.get_running_app()
        left, _top, right, _bottom = self.padding
        room = self.width - left - right
        beside = self.ids.counter_words.width + self.spacing if self.counter else 0
        number, counter = (app.font("number") * em_of(text) for text in (self.number, self.counter))
        wanted = [number / room, counter * BELOW / (room - beside)] if room > beside else []
        self.squeeze = min(1.0, 1 / max(*wanted, 0.01)) if wanted else 1.0


class Quiet(Sign):
    """Nobody is called; with an ``icon`` and a ``note`` where there is a reason."""

    icon = StringProperty("")
    text = StringProperty("")
    note = StringProperty("")
    title_px = NumericProperty(0)
    """Size of its type; 0: as large as titles are."""


class Alarm(Sign):
    """The head's emergency, as large as its place allows."""

    text = StringProperty("")
    size_px = NumericProperty(1)

    def on_kv_post(self, _base: Any) -> None:
        """Watch what decides how large it can be."""
        self.bind(size=self._fit, text=self._fit)

    def _fit(self, *_: object) -> None:
        unit, left = App.get_running_app().unit, self.padding[0]
        wide, high = self.width - 2 * left, self.height - self.ids.heading.height - 3 * self.padding[1]
        sizes = (unit * size for size in _ALARM)
        fits = (size for size in sizes if self.text and wide > 0 and height_of(self.text, size, wide) <= high)
        self.size_px = next(fits, unit * _ALARM[-1])


class Away(Sign):
    """Nobody can be heard, so nothing on this board is new."""

    title_px = NumericProperty(0)


@cache
def em_of(text: str) -> float:
    """Width of a bold number in parts of the font size."""
    return float(CoreLabel(font_size=_EM, bold=True).get_extents(text)[0]) / _EM if text else 0.0
