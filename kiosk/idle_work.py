"""What is done to the kiosk itself when no citizen is there: it waits for a moment in which nobody is disturbed."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from kiosk.core.happenings import ComfortChosen, Touched
from kiosk.core.journey import Happening, View
from kiosk.waiting import Waiting

_LOG: Final = logging.getLogger(__name__)

Work = Callable[[], object]

QUIET_S: Final = 5.0
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

    def heard(self, happening: object) -> None:
        """Whoever touches the screen, or wants it otherwise, is there."""
        if isinstance(happening, Touched | ComfortChosen):
            self._touched_at = time.monotonic()

    def next(
        self, inbox: SimpleQueue[Happening | Soon | None], waiting: Waiting, view: View, at_rest: Callable[[], bool]
    ) -> Happening | None:
        """What happens, or that nothing did; None: it is over. What waits is done on the way, once ``at_rest``."""
        while True:
            self._do(at_rest=at_rest())
            moments = [one for one in (waiting.left_s(), self._left_s(at_rest=at_rest())) if one is not None]
            try:
                happening = inbox.get(timeout=min(moments, default=None))
            except Empty:
                if waiting.left_s() == 0.0:
                    return waiting.over(view)
                continue
            if not isinstance(happening, Soon):
                return happening
            if happening.work not in self._waiting:
                self._waiting.append(happening.work)

    def _left_s(self, *, at_rest: bool) -> float | None:
        """Seconds until something can be done; None: not before something happens."""
        if not (at_rest and self._waiting):
            return None
        return max(0.0, self._touched_at + self._quiet_s - time.monotonic())

    def _do(self, *, at_rest: bool) -> None:
        """Everything for which the moment has come."""
        while self._left_s(at_rest=at_rest) == 0.0:
            work = self._waiting.popleft()
            try:
                work()
            except Exception:  # noqa: BLE001 - the kiosk must outlive whatever is done to it
                _LOG.exception("what was to be done while nobody is there failed")
