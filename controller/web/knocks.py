"""Who keeps guessing passwords at the pages: after so many a minute an address is not listened to.

Checking a password takes a tenth of a second of a core and every refusal is a line of the journal for ever, so that one phone of the hall
could otherwise keep the whole office from signing in and fill the disk.
"""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from controller.ports import Clock

MOST: Final = 30
"""Wrong or unanswered tries of one address within a minute; behind a proxy the whole office is one address."""
_MINUTE: Final = timedelta(minutes=1)


class Knocks:
    """The tries of the last minute by address. Safe to use from any thread: some pages are made on workers."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._wrong: deque[tuple[datetime, str]] = deque()
        self._counts: Counter[str] = Counter()

    def too_many(self, address: str) -> bool:
        """Whether the next try has to wait; tries are forgotten after a minute, and where the clock was set back."""
        with self._lock:
            now = self._clock()
            while self._wrong and not timedelta() <= now - self._wrong[0][0] < _MINUTE:
                self._forget(self._wrong.popleft()[1])
            return self._counts[address] >= MOST

    @contextmanager
    def knocking(self, address: str) -> Iterator[None]:
        """A try that is being checked counts as well."""
        with self._lock:
            self._counts[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._forget(address)

    def was_wrong(self, address: str) -> None:
        """So was this one."""
        with self._lock:
            self._wrong.append((self._clock(), address))
            self._counts[address] += 1

    def _forget(self, address: str) -> None:
        self._counts[address] -= 1
        if self._counts[address] <= 0:
            del self._counts[address]
