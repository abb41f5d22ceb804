"""When to leave a failing neighbour alone: after a few failures in a row nobody asks it for a while, then one may try."""

from dataclasses import dataclass, replace
from typing import Final

FAILURES: Final = 3
"""Failures in a row that open the breaker."""
REST_S: Final = 10.0
"""Seconds without asking; also the time that one trial may take before the next one."""


@dataclass(frozen=True, slots=True)
class Breaker:
    """``rests_until``: nobody asks before that second; times are of one clock that never goes back."""

    failures: int = 0
    rests_until: float = 0.0

    def ask(self, at: float) -> tuple["Breaker", bool]:
        """Whether one may ask now; while the neighbour is failing this takes the only turn until it is used up."""
        if self.failures < FAILURES:
            return self, True
        if at < self.rests_until:
            return self, False
        return replace(self, rests_until=at + REST_S), True

    def worked(self) -> "Breaker":
        """All is well again."""
        return Breaker()

    def failed(self, at: float) -> "Breaker":
        """One more failure in a row."""
        return Breaker(self.failures + 1, at + REST_S)
