"""A band: one message with its sign and colour, never colour alone."""

from typing import Any

from kivy.properties import ColorProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules


class Band(BoxLayout):
    """``tone`` is a name of ``panel.paint.Paint``: ink, done, soon or overdue. An empty ``text`` takes no room."""

    tone = StringProperty("ink")
    icon = StringProperty("info")
    text = StringProperty("")
    step = StringProperty("text")
    figure = ColorProperty()

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
