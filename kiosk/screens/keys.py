"""The kiosk's keyboard: what ``kiosk.core.typing_keys`` says, drawn by ``panel.keyboard``; a touch is a ``KeyTapped``."""

from typing import Any

from kivy.app import App
from kivy.properties import ObjectProperty

from kiosk.core.typing_keys import Deed, KeyTapped, Place, Typed, lines, rows
from panel.keyboard import Cap, Keyboard


class Keys(Keyboard):
    """Give it ``typed`` of the view at each ``fill``; it keeps nothing. None draws no key."""

    typed: Typed | None = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(typed=self._set_out, columns=self._set_out)

    def on_key(self, key: str) -> None:
        """One happening for each touch."""
        App.get_running_app().doors.happen(KeyTapped(key))

    def _set_out(self, *_: object) -> None:
        typed, columns = self.typed, int(self.columns)
        self.lines = lines(typed.layout, columns) if typed else 0
        self.caps = tuple(tuple(map(self._cap, row)) for row in rows(typed, columns)) if typed else ()

    def _cap(self, place: Place) -> Cap:
        return Cap(place.key, self._word(place.key) if place.key else "", place.part)

    def _word(self, key: str) -> str:
        if len(key) == 1:
            return key.upper()
        if key == Deed.OTHER and self.typed and self.typed.other:
            key = "letters"
        return str(App.get_running_app().doors.word(f"key.{key}"))
