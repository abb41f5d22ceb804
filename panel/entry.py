"""The line in which typed words appear, with a bar where the next letter comes; it never clips, it shows the end."""

from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.utils import escape_markup

from panel.rules import load_rules
from panel.text import height_of

_BAR: Final = "|"
_BEFORE: Final = "… "
_STEPS: Final = ("title", "text", "small")


class Entry(BoxLayout):
    """``typed`` so far, or ``hint`` while that is nothing. Where not all fits, only the last words are shown.

    Give it a height; its type becomes smaller before anything is left out.
    """

    typed = StringProperty("")
    hint = StringProperty("")
    step = StringProperty("title")
    shown = StringProperty("")

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self._write_soon = Clock.create_trigger(lambda _seconds: self._write(), -1)
        self.bind(typed=self._write_soon, hint=self._write_soon, size=self._write_soon)
        self._write_soon()

    def marked(self) -> str:
        """What is shown, with the bar in the colour of what can be pressed."""
        if not self.typed:
            return str(escape_markup(self.shown))
        blue = "".join(f"{round(part * 255):02x}" for part in App.get_running_app().paint.press[:3])
        return f"{escape_markup(self.shown)}[color={blue}]{_BAR}[/color]"

    def _write(self) -> None:
        words = (self.typed or self.hint).split(" ")
        self.step = next((step for step in _STEPS if self._fits(self._from(words, 0), step)), _STEPS[-1])
        first = next((n for n in range(len(words)) if self._fits(self._from(words, n), self.step)), len(words) - 1)
        self.shown = self._from(words, first)

    def _fits(self, text: str, step: str) -> bool:
        room, size = self._room(), App.get_running_app().font(step)
        return height_of(text + _BAR, size, room[0], bold=False) <= room[1]

    def _room(self) -> tuple[float, float]:
        left, above, right, below = self.padding
        return max(1.0, self.width - left - right), self.height - above - below

    @staticmethod
    def _from(words: list[str], first: int) -> str:
        return (_BEFORE if first else "") + " ".join(words[first:])
