"""The office's lines at the foot of a board, one after the other in one place: they can be read without chasing them."""

from collections.abc import Sequence
from typing import Any, Final

from kivy.app import App
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from panel.rules import load_rules
from panel.text import split

_LINE: Final = 1.37
_ONE_LINE: Final = 1.5
"""Height of a line, and of one that is less than two, in parts of its font size."""


class Ticker(BoxLayout):
    """One line at a time, on up to ``high`` lines of type; what is longer is cut between words and goes on with the next ``turn``."""

    high = NumericProperty(1)

    text = StringProperty("")

    def __init__(self, lines: Sequence[str], high: int, **settings: Any) -> None:
        load_rules(__file__)
        self._room = (high - 1) * _LINE + _ONE_LINE
        self._lines, self._pieces, self._place = tuple(lines), list(lines), 0
        super().__init__(high=high, **settings)
        self.bind(width=self._cut)
        self._write()

    @property
    def lines(self) -> Sequence[str]:
        """What is told here; without any the strip takes no room."""
        return self._lines

    @lines.setter
    def lines(self, lines: Sequence[str]) -> None:
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self._cut()

    @property
    def several(self) -> bool:
        """Whether there is anything to turn to."""
        return len(self._pieces) > 1

    def turn(self) -> None:
        """The next line, and after the last one the first."""
        self._place = (self._place + 1) % max(1, len(self._pieces))
        self._write()

    def _cut(self, *_: object) -> None:
        size = App.get_running_app().font("text")
        self._pieces = [piece for line in self._lines for piece in split(line, size, self.width, size * self._room)]
        self._place %= max(1, len(self._pieces))
        self._write()

    def _write(self) -> None:
        self.text = self._pieces[self._place] if self._pieces else ""
