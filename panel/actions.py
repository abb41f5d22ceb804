"""What is to be done next: one below the other on a tall screen, side by side on a wide one."""

from typing import Any

from kivy.clock import Clock
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.rules import load_rules


class Actions(BoxLayout):
    """Buttons and bands; those of no height take no room."""

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        self._whole: list[Widget] = []
        self._laid: list[Widget] = []
        super().__init__(**settings)
        self._lay_soon = Clock.create_trigger(self._lay, -1)
        self._lay_soon()

    def add_widget(self, widget: Widget, *_args: Any, **_settings: Any) -> None:
        """Another one below, or to the right."""
        self._whole.append(widget)
        widget.bind(height=lambda *_: self._lay_soon())

    def _lay(self, _seconds: float) -> None:
        shown = [each for each in self._whole if each.height > 0]
        if shown != self._laid:
            self._laid = shown
            super().clear_widgets()
            for each in shown:
                super().add_widget(each)
