"""What the embedded broker says of those who do not keep to its rules: enough to be found, and never so much that it drowns the rest of the log."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

_MOST: Final = 20
"""Lines about one of them in a minute."""
_EVERY_S: Final = 60.0


class Complaints:
    """``ticks`` are seconds of a clock that never goes back."""

    def __init__(self, log: logging.Logger, ticks: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._ticks = ticks
        self._since = ticks()
        self._counts: Counter[str] = Counter()

    def tell(self, who: str, words: str, *values: object) -> None:
        """A line about ``who``: a device, or the place of a stranger; the last one of a minute says that it is the last."""
        now = self._ticks()
        if now - self._since >= _EVERY_S:
            self._since = now
            self._counts.clear()
        self._counts[who] += 1
        if self._counts[who] <= _MOST:
            last = " (and more, which is not told for a minute)" if self._counts[who] == _MOST else ""
            self._log.warning(words + last, *values)
