"""A finger that is there at once: XTEST over a connection that stays open, where starting xdotool takes milliseconds."""

import ctypes
import ctypes.util
import time
from typing import Self

_LEFT = 1


class Finger:
    """Touches the screen ``display``, e.g. ``:7``; raises OSError where there is none."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._server = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        if not self._server:
            raise OSError(f"no X server at {display}")

    def down(self, place: tuple[int, int]) -> float:
        """Move there and press; ``time.monotonic`` when it was sent."""
        self._test.XTestFakeMotionEvent(self._server, -1, *place, ctypes.c_ulong(0))
        return self._press(pressed=True)

    def up(self) -> float:
        """Let go; ``time.monotonic`` when it was sent."""
        return self._press(pressed=False)

    def tap(self, place: tuple[int, int]) -> float:
        """Press and let go at once."""
        self.down(place)
        return self.up()

    def _press(self, *, pressed: bool) -> float:
        at = time.monotonic()
        self._test.XTestFakeButtonEvent(self._server, _LEFT, int(pressed), ctypes.c_ulong(0))
        self._x11.XFlush(self._server)
        return at

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._x11.XCloseDisplay(self._server)
