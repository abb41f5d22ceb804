"""A keyboard on the screen: large keys in rows, one happening for each touch; which keys there are is not its business.

Keys of one keyboard stand closer than other buttons do (see decision 19), and the next key is heard sooner after a key than
any other button is after a press: whoever types must not be held up, and a hand that trembles must not type twice.
"""

import time
from collections.abc import Sequence
from typing import Any, ClassVar, Final, NamedTuple

from kivy.app import App
from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from panel.measure import CAPITAL, SMALLEST_CAPITAL_MM, TOUCH_MM
from panel.press import Pressable
from panel.rules import load_rules
from panel.text import width_of

GAP_MM: Final = 3.0
"""Between two keys."""
NEXT_S: Final = 0.08
SAME_S: Final = 0.3
"""Until another key is heard, and until the same one is."""
_PORTRAIT: Final = 11
"""Columns at most on a high screen, which has room for more rows: larger keys are better than many in a row."""
_LINE: Final = 1.37
"""Height of a line of Noto Sans in parts of the font size."""


class Cap(NamedTuple):
    """One key: ``key`` is told when it is touched, none leaves the place empty; ``part`` is its share of its row."""

    key: str | None
    word: str
    part: float = 1.0
    icon: str = ""


class KeyCap(Pressable):
    """One key on the screen. ``deed``: it does something other than writing its word, and looks so."""

    text = StringProperty("")
    icon = StringProperty("")
    deed = BooleanProperty(defaultvalue=False)
    size_of_type = NumericProperty(10)
    figure = ColorProperty()

    _latest: ClassVar[tuple[str, float]] = ("", float("-inf"))
    """The key that was touched last, of all, and when it was."""

    def hears(self) -> bool:
        """Sooner than other buttons if the press before was a key's."""
        key, at = KeyCap._latest
        if Pressable.pressed_at() > at:
            return Pressable.heard()
        return time.monotonic() - at >= (SAME_S if key == self.key else NEXT_S)

    def on_press(self) -> None:
        """Remember it."""
        KeyCap._latest = self.key, Pressable.pressed_at()

    def fitting(self) -> int:
        """Pixels of the largest type for its word that it has room for, never lower than can be read."""
        app = App.get_running_app()
        largest = min(app.font("title"), int((self.height - app.mm(1)) / _LINE))
        room, wide = self.width - app.mm(3), width_of(self.text, largest)
        least = int(app.mm(SMALLEST_CAPITAL_MM / CAPITAL))
        return max(least, largest if wide <= room else int(largest * room / wide))


class Keyboard(BoxLayout):
    """``caps``: rows of ``Cap``; ``columns``: how many keys of a finger's width stand beside each other.

    It is as high as ``lines`` rows of keys, and fewer rows share that height. Fires ``on_key`` with the key's name.
    """

    caps = ObjectProperty(())
    columns = NumericProperty(1)
    lines = NumericProperty(0)
    least = NumericProperty(0)

    __events__ = ("on_key",)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        self._drawn: object = None
        super().__init__(**settings)
        self._draw_soon = Clock.create_trigger(lambda _seconds: self._draw(), -1)
        self._fit_soon = Clock.create_trigger(lambda _seconds: self._fit(), -1)
        self.bind(caps=lambda *_: self._draw_soon())
        self._draw_soon()

    def on_key(self, key: str) -> None:
        """Nothing by itself."""

    def on_width(self, *_: object) -> None:
        """More keys beside each other on a wider screen."""
        app = App.get_running_app()
        gap, least = app.mm(GAP_MM), app.mm(TOUCH_MM)
        wide, high = app.screen.millimetres
        fitting = int((self.width + gap) // (least + gap))
        self.columns = max(1, fitting if wide > high else min(fitting, _PORTRAIT))

    def _draw(self) -> None:
        rows: Sequence[Sequence[Cap]] = self.caps
        if rows == self._drawn:
            return
        if self._drawn:
            Pressable.rest()  # other keys stand there now
        self._drawn = rows
        self.clear_widgets()
        for row in rows:
            line = BoxLayout(spacing=self.spacing)
            for cap in row:
                line.add_widget(self._key(cap))
            self.add_widget(line)

    def _key(self, cap: Cap) -> Widget:
        if cap.key is None:
            return Widget(size_hint_x=cap.part)
        made = KeyCap(key=f"key:{cap.key}", text=cap.word, icon=cap.icon, deed=len(cap.key) > 1, size_hint_x=cap.part)
        made.bind(size=self._fit_soon)
        made.bind(on_press=lambda _cap: self.dispatch("on_key", cap.key))
        return made

    def _fit(self) -> None:
        """One size for all letters and one for all words."""
        made = [each for line in self.children for each in line.children if isinstance(each, KeyCap)]
        for letters in (True, False):
            alike = [each for each in made if (len(each.text) == 1) is letters]
            size = min((each.fitting() for each in alike), default=0)
            for each in alike:
                each.size_of_type = size
