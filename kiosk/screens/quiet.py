"""The quiet buttons of one screen, above the blue one: what may be wanted, but is not the next step."""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty

from panel.flow import Flow
from panel.rules import load_rules
from panel.tile import Tile


class Way(Tile):
    """One of them; not ``shown`` it takes no room."""

    shown = BooleanProperty(defaultvalue=True)


class Quiet(Flow):
    """Ways side by side; as high as nothing where none is shown."""

    def __init__(self, **settings: Any) -> None:
        self._ways: list[Way] = []
        load_rules(__file__)
        super().__init__(**settings)
        self._lay_soon = Clock.create_trigger(self._lay, -1)
        self._lay_soon()

    def add_widget(self, widget: Way, *_args: Any, **_settings: Any) -> None:
        """Another one to the right."""
        self._ways.append(widget)
        widget.bind(shown=lambda *_: self._lay_soon())

    def _lay(self, _seconds: float) -> None:
        shown = [each for each in self._ways if each.shown]
        if shown != list(reversed(self.children)):
            self.clear_widgets()
            for each in shown:
                super().add_widget(each)
