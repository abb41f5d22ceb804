"""A screen whose pixels lie in a file in memory: looking at them costs microseconds, so that a change is seen when it happens."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

import numpy as np

from demo.screen import VirtualScreen

_LOOK_S: Final = 0.0005
_PIXEL: Final = 4
_SIXTH: Final = 6
_COLOURS: Final = 4
Box = tuple[int, int, int, int]


class WatchedScreen:
    """An Xvfb of ``size`` pixels, every sixth of every sixth row of which is watched."""

    def __init__(self, size: tuple[int, int]) -> None:
        width, height = size
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-screen-")
        self._screen = VirtualScreen(width, height, "-fbdir", self._folder.name)
        # a header and colours in X's window dump format, then the pixels
        file = Path(self._folder.name) / "Xvfb_screen0"
        pixels = np.memmap(file, np.uint32, "r", file.stat().st_size - width * height * _PIXEL, (height, width))
        self._watched = pixels[::_SIXTH, ::_SIXTH]

    @property
    def env(self) -> Mapping[str, str]:
        """For the programs that draw on it."""
        return self._screen.env

    @property
    def display(self) -> str:
        """Its name, e.g. ``:7``."""
        return self._screen.display

    def look(self, without: Box | None = None) -> bytes:
        """The watched pixels as they are, but for those of a box: left, top, width and height in pixels."""
        if without is None:
            return self._watched.tobytes()
        left, top, width, height = without
        rows = slice(top // _SIXTH, -(-(top + height) // _SIXTH) + 1)
        columns = slice(left // _SIXTH, -(-(left + width) // _SIXTH) + 1)
        seen = self._watched.copy()
        seen[rows, columns] = 0
        return seen.tobytes()

    def wait_change(self, before: bytes, seconds: float, without: Box | None = None) -> float:
        """``time.monotonic`` when the pixels differ from ``before``, a look at the same ones; raises TimeoutError."""
        until = time.monotonic() + seconds
        while self.look(without) == before:
            if time.monotonic() > until:
                raise TimeoutError(f"no pixel changed within {seconds} s")
            time.sleep(_LOOK_S)
        return time.monotonic()

    def wait_picture(self, seconds: float, *, gone: bool = False) -> float:
        """``time.monotonic`` when something is drawn, or nothing any more; raises TimeoutError.

        A window that has opened and is not drawn yet is of one colour; type has many.
        """
        until = time.monotonic() + seconds
        while (len(np.unique(self._watched)) < _COLOURS) is not gone:
            if time.monotonic() > until:
                raise TimeoutError(f"no {'blank screen' if gone else 'picture'} within {seconds} s")
            time.sleep(_LOOK_S * 4)
        return time.monotonic()

    def wait_calm(self, calm_s: float, seconds: float) -> bytes:
        """The pixels once they have not changed for ``calm_s``; raises TimeoutError."""
        until = time.monotonic() + seconds
        before, since = self.look(), time.monotonic()
        while time.monotonic() - since < calm_s:
            now = self.look()
            if now != before:
                before, since = now, time.monotonic()
            if time.monotonic() > until:
                raise TimeoutError(f"the picture never stands still for {calm_s} s")
            time.sleep(_LOOK_S * 10)
        return before

    def stop(self) -> None:
        """Switch it off."""
        self._screen.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
