"""What is done to the kiosk itself when no citizen is there: it waits for a moment in which nobody is disturbed."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.core.happenings import ComfortChosen, Touched

Work = Callable[[], object]

QUIET_S = 5.0
"""So long nobody has touched a kiosk that nobody uses, in seconds."""


@dataclass(frozen=True, slots=True)
class Soon:
    """Something is to be done when nobody is there."""

    work: Work


class IdleWork:
    """Called by the service, on its thread. ``quiet_s``: seconds without a touch before anything is begun."""

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._quiet_s = quiet_s
        self._waiting: deque[Work] = deque()
        self._touched_at = time.monotonic() - quiet_s

    def add(self, work: Work) -> None:
        """Once, however often it is asked for before it is done."""
        if work not in self._waiting:
            self._waiting.append(work)

    def heard(self, happening: object) -> None:
        """Whoever touches the screen, or wants it otherwise, is there."""
        if isinstance(happening, Touched | ComfortChosen):
            self._touched_at = time.monotonic()

    def left_s(self, *, at_rest: bool) -> float | None:
        """Seconds until ``due`` has something; None: not before something happens."""
        if not (at_rest and self._waiting):
            return None
        return max(0.0, self._touched_at + self._quiet_s - time.monotonic())

    def due(self, *, at_rest: bool) -> Work | None:
        """What can be done now."""
        return self._waiting.popleft() if self.left_s(at_rest=at_rest) == 0.0 else None
