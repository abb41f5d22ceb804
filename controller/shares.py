"""Workers that no single device can keep for itself: what it asks for beyond its share is dropped, and asked for again by whoever needs it."""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock
from typing import Any, Final

from contract.ids import DeviceId
from controller.core.rights import Sender

_LOG: Final = logging.getLogger(__name__)
AT_ONCE: Final = 8
"""Look-ups and passwords of one device that wait or are under way: people at it wait for one."""


class Shares:
    """Over an executor that all devices have in common. Safe from any thread."""

    def __init__(self, workers: Executor) -> None:
        self._workers = workers
        self._busy: Counter[DeviceId] = Counter()
        self._lock = Lock()

    def submit(self, ask: Callable[..., object], sender: Sender, *words: Any) -> None:
        """Have a worker call ``ask(sender, *words)``."""
        with self._lock:
            if self._busy[sender.device] >= AT_ONCE:
                _LOG.warning("%s asks for more than its share", sender.device)
                return
            self._busy[sender.device] += 1
        self._workers.submit(ask, sender, *words).add_done_callback(lambda _: self._done(sender.device))

    def _done(self, device: DeviceId) -> None:
        with self._lock:
            self._busy[device] -= 1
            if self._busy[device] <= 0:
                del self._busy[device]
