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
from kivy.uix.label import Label
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

    def on_size(self, *_: object) -> None:
        """Type as large as the key allows, never lower than can be read."""
        self.fit()

    def fit(self) -> None:
        """Choose the size of the word."""
        app = App.get_running_app()
        largest = min(app.font("title"), int((self.height - app.mm(1)) / _LINE))
        room = self.width - app.mm(2)
        wide = width_of(self.text, largest)
        fitting = largest if wide <= room else int(largest * room / wide)
        self.size_of_type = max(app.mm(SMALLEST_CAPITAL_MM / CAPITAL), fitting)


class Keyboard(BoxLayout):
    """``caps``: rows of ``Cap``; ``columns``: how many keys of a finger's width stand beside each other.

    Fires ``on_key`` with the key's name.
    """

    caps = ObjectProperty(())
    columns = NumericProperty(1)

    __events__ = ("on_key",)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        self._drawn: object = None
        super().__init__(**settings)
        self._draw_soon = Clock.create_trigger(lambda _seconds: self._draw(), -1)
        self.bind(caps=lambda *_: self._draw_soon())
        self._draw_soon()

    def on_key(self, key: str) -> None:
        """Nothing by itself."""

    def on_width(self, *_: object) -> None:
        """More keys beside each other on a wider screen."""
        app = App.get_running_app()
        gap, least = app.mm(GAP_MM), app.mm(TOUCH_MM)
        self.columns = max(1, int((self.width + gap) // (least + gap)))

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
        made.bind(on_press=lambda _cap: self.dispatch("on_key", cap.key))
        return made


class Entry(BoxLayout):
    """What was typed, with a bar where the next letter comes; only the end of it where all does not fit.

    ``hint`` stands there while nothing is typed.
    """

    typed = StringProperty("")
    hint = StringProperty("")
    step = StringProperty("title")
    words: Label = ObjectProperty(None)

    def __init__(self, **settings: Any) -> None:
        load_rules(__file__)
        super().__init__(**settings)
        self._write_soon = Clock.create_trigger(lambda _seconds: self._write(), -1)
        self.bind(typed=self._write_soon, hint=self._write_soon, size=self._write_soon)
        self._write_soon()

    def _write(self) -> None:
        """The end of the text that fits, cut between words."""
