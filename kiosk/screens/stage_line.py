"""The line that every file walks along, with a mark where it is now."""

from typing import Any

from kivy.properties import BooleanProperty, ColorProperty, ListProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules


class Stage(BoxLayout):
    """One stop: ``place`` below 0 for one that is behind, 0 for the present one, above for one to come."""

    name = StringProperty("")
    mark = StringProperty("")
    place = NumericProperty(0)
    radius = NumericProperty(0)
    first = BooleanProperty(defaultvalue=False)
    last = BooleanProperty(defaultvalue=False)
    figure = ColorProperty()


class StageLine(BoxLayout):
    """``names`` of the stops in order, ``now`` the index of the present one, ``mark`` the words above it."""

    names = ListProperty()
    now = NumericProperty(0)
    mark = StringProperty("")
    figure = ColorProperty()

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self.bind(names=self._lay, now=self._lay, figure=self._lay, mark=self._lay)

    def _lay(self, *_: object) -> None:
        self.clear_widgets()
        for index, name in enumerate(self.names):
            place = index - self.now
            mark = self.mark if place == 0 else ""
            last = index == len(self.names) - 1
            self.add_widget(Stage(name=name, mark=mark, place=place, first=index == 0, last=last, figure=self.figure))
