"""The trace: what stands on the screen and where it can be touched, one JSON line after the frame that shows it.

Tests and the demo follow it instead of guessing; a kiosk in a hall runs without.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kivy.clock import Clock

from panel.fit import Box, targets


class Trace:
    """Appends ``{"view", "facts", "at", "targets"}`` to a file; writes nothing when ``path`` is empty.

    ``at`` is ``time.monotonic_ns()`` in milliseconds, so that other processes of the machine can subtract;
    ``targets`` are boxes ``[left, top, width, height]`` in pixels by the buttons' keys.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        self._window: Any = None
        self._view = ""
        self._facts: dict[str, str] = {}
        self._new = False
        self._last: dict[str, Box] = {}
        self._flying: dict[str, Any] | None = None

    def watch(self, window: Any) -> None:
        """Follow this window's frames."""
        if self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._window = window
            window.bind(on_flip=self._flipping)

    def show(self, view: str, facts: Mapping[str, str] | None = None) -> None:
        """Note what the next frame shows, with facts such as a number; nothing of a person."""
        self._view, self._facts, self._new = view, dict(facts or {}), True
        if self._window:
            self._window.canvas.ask_update()  # a view that changes no pixel is a view all the same

    def _flipping(self, *_: object) -> None:
        """Kivy tells of a flip just before it flips: what it shows is read here, when it stands is known after it.

        Between the two another thread may have ordered the next view, which this frame does not show.
        """
        if not self._view:
            return
        places: dict[str, Box] = {}
        for root in self._window.children:
            places.update(targets(root))
        if self._new or places != self._last:
            self._new, self._last = False, places
            self._flying = {"view": self._view, "facts": self._facts, "at": 0.0, "targets": places}
            Clock.schedule_once(self._flipped, 0)

    def _flipped(self, _seconds: float) -> None:
        line, self._flying = self._flying, None
        if line and self._path:
            line["at"] = round(time.monotonic_ns() / 1e6, 3)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
