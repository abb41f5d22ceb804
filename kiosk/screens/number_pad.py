"""Ten figures to type a few digits with: as on a telephone, or in two rows where the screen is low or the words are large."""

from typing import Any, Final

from kivy.app import App
from kivy.properties import BooleanProperty

from kiosk.core.typing_keys import Deed, KeyTapped
from panel.keyboard import Cap, Keyboard

_TALL: Final = ("123", "456", "789")
_LOW: Final = ("12345", "67890")


class NumberPad(Keyboard):
    """Fires ``KeyTapped``; it keeps nothing. ``low``: two rows of keys. Not ``live`` it takes no room."""

    low = BooleanProperty(defaultvalue=False)
    live = BooleanProperty(defaultvalue=True)

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.bind(low=self._set_out, live=self._set_out)
        self._set_out()

    def on_key(self, key: str) -> None:
        """One happening for each touch."""
        App.get_running_app().doors.happen(KeyTapped(key))

    def _set_out(self, *_: object) -> None:
        rows = [[Cap(key, key) for key in row] for row in (_LOW if self.low else _TALL)]
        delete, clear = (Cap(deed, self._word(deed), 1.6 if self.low else 1.0) for deed in (Deed.DELETE, Deed.CLEAR))
        if self.low:
            rows[0].append(delete)
            rows[1].append(clear)
        else:
            rows.append([clear, Cap("0", "0"), delete])
        self.caps = tuple(map(tuple, rows)) if self.live else ()
        self.lines = len(self.caps)

    def _word(self, deed: Deed) -> str:
        return str(App.get_running_app().doors.word(f"key.{deed}"))
