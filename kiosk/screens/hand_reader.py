"""A barcode reader at the keyboard's plug: its keys come to the window wherever the citizen is, and become a file code."""

import time
from collections.abc import Callable
from typing import Any, Final

from kivy.clock import Clock
from kivy.core.window import Window

from kiosk.core.hand_reader import ENDS, PAUSE_S, Keys, pause, press

_CHORDS: Final = frozenset({"ctrl", "alt", "meta"})


class HandReader:
    """Calls ``heard`` on the window's thread with each text that a reader typed; keys of people go on to others."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        self._heard = heard
        self._keys = Keys()
        self._over = Clock.create_trigger(self._rest, PAUSE_S)
        Window.bind(on_key_down=self._down)

    def _down(self, _window: Any, _key: int, usage: int, _letter: str | None, held: list[str]) -> bool:
        """True takes the key from whoever else listens: the Enter behind a reader's text chooses nothing."""
        if _CHORDS.intersection(held):
            return False  # no reader types those; whoever does gets nothing by it
        mine = usage in ENDS and self._keys.fast
        self._keys, text = press(self._keys, usage, time.monotonic(), shift="shift" in held)
        self._over.cancel()
        if self._keys.text:
            self._over()
        if text is not None:
            self._heard(text)
        return mine

    def _rest(self, _seconds: float) -> None:
        self._keys, text = pause(self._keys, time.monotonic())
        if self._keys.text:
            self._over()  # the window's clock is a little ahead
        if text is not None:
            self._heard(text)
