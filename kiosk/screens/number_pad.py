"""Ten figures to type a few digits with: as on a telephone, or in fewer rows where the screen is low or the words are large."""

from typing import Any, Final

from kivy.app import App
from kivy.properties import BooleanProperty, StringProperty

from kiosk.core.typing_keys import Deed, KeyTapped
from panel.keyboard import Cap, Keyboard

_ROWS: Final = {"tall": ("123", "456", "789", "<0>"), "square": ("1234", "5678", "90>"), "low": ("12345>", "67890<")}
"""By shape; ``>`` deletes the last digit, ``<`` all."""
_DEEDS: Final = {">": Deed.DELETE, "<": Deed.CLEAR}


class NumberPad(Keyboard):
    """Fires ``KeyTapped``; it keeps nothing. ``shape``: tall, square or low. Not ``live`` it takes no room."""

    shape = StringProperty("tall")
    live = BooleanProperty(defaultvalue=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(shape=self._set_out, live=self._set_out)
        self._set_out()

    def on_key(self, key: str) -> None:
        """One happening for each touch."""
        App.get_running_app().doors.happen(KeyTapped(key))

    def _set_out(self, *_: object) -> None:
        rows = _ROWS[self.shape] if self.live else ()
        self.caps = tuple(tuple(map(self._cap, row)) for row in rows)
        self.lines = len(rows)

    def _cap(self, key: str) -> Cap:
        if key not in _DEEDS:
            return Cap(key, key)
        return Cap(_DEEDS[key], self._word(_DEEDS[key]), 1.0 if self.shape == "tall" else 1.6)

    def _word(self, deed: Deed) -> str:
        return str(App.get_running_app().doors.word(f"key.{deed}"))
