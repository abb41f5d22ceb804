"""Alerts on their way to the webhook: in order, kept over restarts, each sent once as far as a receiver allows.

What cannot be sent is tried again, ever more seldom, until it is too old to be of use. Where the line is full the oldest gives way, for the
newest says how things are.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from contract.errors import TryAgainError
from controller.ports import Clock

_LOG: Final = logging.getLogger(__name__)
FIRST_RETRY_S: Final = 5.0
LAST_RETRY_S: Final = 600.0
MOST: Final = 200
"""Alerts that wait at most."""
LONGEST: Final = timedelta(days=4)
"""Over a long weekend without a network; later nobody wants to know."""
_ODD: Final = 10
"""Tries of an alert at which the program itself fails: it must not hold up all others for ever."""


class AlertNotSentError(TryAgainError):
    """The webhook did not take it."""


_NEEDED: Final = {"id", "at", "text"}

Alert = dict[str, str]
"""What is sent. ``id`` is the same however often it is tried; ``at`` is ISO 8601 with the zone."""
Send = Callable[[Alert], None]
"""One try; raises AlertNotSentError."""


def forget(_waiting: Sequence[Alert]) -> None:
    """Nothing is kept over restarts."""


class AlertLine:
    """``waiting``: what an earlier run left, oldest first. ``keep`` has all that waits on the disk when it returns, and never raises."""

    def __init__(
        self,
        send: Send,
        clock: Clock,
        waiting: Iterable[Alert] = (),
        keep: Callable[[Sequence[Alert]], object] = forget,
        retry_s: tuple[float, float] = (FIRST_RETRY_S, LAST_RETRY_S),
    ) -> None:
        self._send, self._clock, self._keep, self._retry_s = send, clock, keep, retry_s
        self._line = deque((one for one in waiting if one.keys() >= _NEEDED), MOST)
        self._wake, self._stop = threading.Condition(), threading.Event()
        self._thread = threading.Thread(target=self._deliver, name="webhook", daemon=True)

    def start(self) -> None:
        """Send from now on."""
        self._thread.start()

    def stop(self) -> None:
        """What was not sent is on the disk; a try may be within its deadline of seconds still."""
        self._stop.set()
        with self._wake:
            self._wake.notify_all()

    def add(self, alert: Alert) -> None:
        """On the disk when the call returns; one that waits already is not there twice."""
        with self._wake:
            if any(one["id"] == alert["id"] for one in self._line):
                return
            if len(self._line) == MOST:
                _LOG.error("an alert was never sent: %s", self._line[0]["text"])
            self._line.append(alert)
            self._keep(tuple(self._line))
            self._wake.notify_all()

    @property
    def waiting(self) -> tuple[Alert, ...]:
        """What was not sent yet, oldest first."""
        with self._wake:
            return tuple(self._line)

    def _deliver(self) -> None:
        wait_s, odd = self._retry_s[0], 0
        while (alert := self._next()) is not None:
            began = time.monotonic()
            try:
                fault = self._fault(alert)
            except Exception:  # noqa: BLE001 - the thread's edge: whatever one try fails with, alerts go on
                odd += 1
                _LOG.exception("an alert could not be sent; the program itself failed, %d of %d times", odd, _ODD)
                fault = "an error" if odd < _ODD else ""
            if not fault:
                wait_s, odd = self._retry_s[0], 0
                self._leave(alert)
                continue
            _LOG.warning("an alert could not be sent, tried again in %.0f s: %s", wait_s, fault)
            self._stop.wait(max(0.0, began + wait_s - time.monotonic()))
            wait_s = min(wait_s * 2, self._retry_s[1])

    def _fault(self, alert: Alert) -> str:
        """Why one try came to nothing; empty: it is sent, or not worth another one."""
        if self._is_old(alert):
            return ""
        try:
            self._send(alert)
        except AlertNotSentError as fault:
            return str(fault) or "no reason"
        return ""

    def _next(self) -> Alert | None:
        """The oldest, as soon as there is one; None when it is over."""
        with self._wake:
            self._wake.wait_for(lambda: self._line or self._stop.is_set())
            return None if self._stop.is_set() else self._line[0]

    def _leave(self, alert: Alert) -> None:
        with self._wake:
            if self._line and self._line[0] is alert:
                self._line.popleft()
                self._keep(tuple(self._line))

    def _is_old(self, alert: Alert) -> bool:
        try:
            old = self._clock() - datetime.fromisoformat(alert["at"]) > LONGEST
        except (ValueError, TypeError):
            old = True
        if old:
            _LOG.error("an alert was never sent: %s", alert["text"])
        return old
