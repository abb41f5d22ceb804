"""A finger held on the office's name for long: the way to the maintenance screen, which nobody finds by chance."""

from collections.abc import Callable
from typing import Any, Final

from kivy.clock import Clock
from kivy.core.window import Window

HOLD_S: Final = 5.0
_SLIP_MM: Final = 8.0
"""A finger may tremble so far."""


class LongHold:
    """``place`` tells whether a spot of the window counts; ``held`` is called once a finger has stayed there, alone.

    ``mm`` turns millimetres into pixels.
    """

    def __init__(
        self, place: Callable[[float, float], bool], held: Callable[[], object], mm: Callable[[float], int]
    ) -> None:
        self._place, self._held, self._slip = place, held, mm(_SLIP_MM)
        self._finger: Any = None
        self._wait: Any = None
        Window.bind(on_touch_down=self._down, on_touch_move=self._moved, on_touch_up=self._up)

    def _down(self, _window: object, touch: Any) -> None:
        other = self._finger is not None
        self._forget()
        if not other and getattr(touch, "button", "left") == "left" and self._place(*touch.pos):
            self._finger = touch
            self._wait = Clock.schedule_once(self._long, HOLD_S)

    def _moved(self, _window: object, touch: Any) -> None:
        if touch is self._finger and max(abs(touch.x - touch.ox), abs(touch.y - touch.oy)) > self._slip:
            self._forget()

    def _up(self, _window: object, touch: Any) -> None:
        if touch is self._finger:
            self._forget()

    def _long(self, _seconds: float) -> None:
        self._forget()
        self._held()

    def _forget(self) -> None:
        if self._wait is not None:
            self._wait.cancel()
        self._finger = self._wait = None
