"""A row of places for digits that nobody else should read: filled ones have been typed."""

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.rules import load_rules


class Dot(Widget):
    """One place."""

    filled = BooleanProperty(defaultvalue=False)


class Dots(BoxLayout):
    """``count`` places, the first ``typed`` of them filled."""

    count = NumericProperty(0)
    typed = NumericProperty(0)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self.bind(count=self._lay, typed=self._lay)

    def _lay(self, *_: object) -> None:
        if len(self.children) != self.count:
            self.clear_widgets()
            for _place in range(int(self.count)):
                self.add_widget(Dot())
        for place, dot in enumerate(reversed(self.children)):
            dot.filled = place < self.typed
