"""Builds screens and sweeps memory while nobody touches, so that no citizen waits for either."""

import gc
from collections.abc import Callable
from typing import Final

from kivy.clock import Clock

from panel.window import give_back

_FIRST_S: Final = 0.3
"""After a frame that somebody waited for."""
_NEXT_S: Final = 0.1
_CALM_S: Final = 2.0
"""So soon after a touch nothing is built: whoever touches once touches again."""
_TIDY_S: Final = 0.15
"""After screens were thrown away: no press is heard so soon after another (``panel.press.DEBOUNCE_S``), so nobody waits."""
_PATIENCE_S: Final = 60.0
"""What a visit left is swept away so soon at the latest, however many come; that takes less than a frame."""
_NEVER: Final = 1_000_000
"""Collections of the middle generation before one of all."""


class Caretaker:
    """``touched_at``: when the latest touch was, by Kivy's clock; ``build``: build a screen that is missing, False where none is.

    To sweep all memory takes as long as several frames, with as many widgets as there are, so it never happens by itself. Once
    swept, the screens that stay (``stays``: whether those of now do) are set aside, and what a visit leaves is swept without
    looking at them: so the next screens of another size find the room of the last ones free.
    """

    def __init__(self, touched_at: Callable[[], float], build: Callable[[], bool], stays: Callable[[], bool]) -> None:
        self._touched_at, self._build, self._stays = touched_at, build, stays
        self._litter = True
        self._since: float | None = None
        self._tidy = Clock.create_trigger(lambda _seconds: self._sweep(), _TIDY_S)
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)

    def begin(self, *, litter: bool = False) -> None:
        """Soon; ``litter``: screens were thrown away, or made that will be."""
        if litter:
            self._litter = True
            self._tidy()
        if self._since is None:
            self._since = Clock.get_time()
        self._soon(_FIRST_S)

    def _soon(self, seconds: float) -> None:
        Clock.unschedule(self._work)
        Clock.schedule_once(self._work, seconds)

    def _work(self, _seconds: float) -> None:
        now = Clock.get_time()
        if now - self._touched_at() < _CALM_S:
            if self._since is not None and now - self._since > _PATIENCE_S:
                self._sweep()
            self._soon(_CALM_S)
        elif self._build():
            self._soon(_NEXT_S)
        else:
            sweep = self._sweep_all if self._litter and self._stays() else self._sweep
            sweep()

    def _sweep_all(self) -> None:
        self._litter = False
        gc.unfreeze()
        self._sweep()
        gc.freeze()

    def _sweep(self) -> None:
        self._since = None
        gc.collect()
        give_back()
