"""An earlier call in its cell: the number and the counter it went to."""

from typing import Any

from kivy.app import App
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules
from queue_display.screens.sign import em_of


class CallCell(BoxLayout):
    """An earlier call, or nothing. ``fresh``: it has not been on top yet. ``brief``: an arrow instead of the word."""

    number = StringProperty("")
    counter = StringProperty("")
    fresh = BooleanProperty(False)
    brief = BooleanProperty(defaultvalue=False)
    figure = ColorProperty()
    need = NumericProperty(1)
    """Part of its step that number and counter have room for; below 1 only for the widest letters and counters."""
    squeeze = NumericProperty(1)
    """Part of its step that they have; the same in all cells, so that none looks more important."""

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)

    def on_kv_post(self, _base: Any) -> None:
        """Watch what decides whether the numbers have room."""
        self.bind(width=self._fit, number=self._fit, counter=self._fit)
        self.ids.words.bind(width=self._fit)

    def _fit(self, *_: object) -> None:
        app = App.get_running_app()
        beside = self.ids.arrow.width if self.brief else self.ids.words.width + app.unit * 0.6
        left, _top, right, _bottom = self.padding
        room = self.width - left - right - 5 * self.spacing - beside - app.unit * 0.3
        wanted = app.font("title") * (em_of(self.number) + em_of(self.counter))
        self.need = max(0.3, min(1.0, room / wanted)) if wanted else 1.0
