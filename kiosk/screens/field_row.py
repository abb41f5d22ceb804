"""One field on the first screen: its letter, its name, who waits and how long; or why no number of it is given."""

from typing import Any, Final

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, StringProperty

from panel.press import Pressable
from panel.rules import load_rules

_TOLD_S: Final = 8.0
"""Time to read one sentence."""
_BESIDE: Final = 10.8
"""Width of the words at the right end, in parts of their font size."""


class FieldRow(Pressable):
    """``crowd`` and ``wait`` stand at the right end; ``told`` stands in place of all words but the letter, for a moment.

    A ``shut`` row is grey and can still be pressed: whoever wants it should learn why, there.
    """

    letter = StringProperty("")
    name = StringProperty("")
    crowd = StringProperty("")
    wait = StringProperty("")
    told = StringProperty("")
    step = StringProperty("title")
    shut = BooleanProperty(defaultvalue=False)
    few = BooleanProperty(defaultvalue=False)
    """Whether ``crowd`` says that few numbers are left."""
    able = BooleanProperty(defaultvalue=True)
    figure = ColorProperty()
    letter_width = NumericProperty(0)
    stacked = BooleanProperty(defaultvalue=False)
    """Whether what stands beside the name stands below it, shorter: words are large."""
    taken = NumericProperty(0)
    """Pixels of its width that are never for words."""
    gap = NumericProperty(0)
    """Pixels between the letter and the name: large words need their air too."""

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        self.beside = beside()
        self.stacked = App.get_running_app().large
        self._silence: Any = None
        super().__init__(**settings)

    def tell(self, sentence: str) -> None:
        """Say it here for a moment."""
        self.told = sentence
        if self._silence is not None:
            self._silence.cancel()
        self._silence = Clock.schedule_once(self._hush, _TOLD_S)

    def _hush(self, _seconds: float) -> None:
        self.told = ""


def beside() -> int:
    """Pixels of width for the words at the right end."""
    return int(App.get_running_app().font("small") * _BESIDE)
