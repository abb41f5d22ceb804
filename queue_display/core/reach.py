"""Whether the controller is within reach, so that a board never passes an old call off as a new one.

Only a pulse proves that calls can come. What is told of a break, by the own link or the controller's last will, only shortens the time
that a board waits for the next pulse; a controller, broker or cable that hangs is told by nobody.
"""

from dataclasses import dataclass, replace
from typing import Final, Self

from contract.pulse import SILENCE_S

PATIENCE_S: Final = 2.0
"""Seconds that a break of which the board was told may last before it says so: a quick restart does not flicker."""


@dataclass(frozen=True, slots=True)
class Reach:
    """``until``: when the board says that it hears nobody unless a pulse comes, on the clock that is passed in."""

    until: float

    @classmethod
    def begun(cls, now: float) -> Self:
        """A board that was switched on."""
        return cls(now + SILENCE_S)

    def heard(self, now: float) -> "Reach":
        """A pulse came."""
        return replace(self, until=now + SILENCE_S)

    def broken(self, now: float) -> "Reach":
        """The link was lost, or the broker tells that the controller's was; further news of one gap do not prolong it."""
        return replace(self, until=min(self.until, now + PATIENCE_S))

    def away(self, now: float) -> bool:
        """Whether the board must say that it hears nobody."""
        return now >= self.until

    def changes_at(self, now: float) -> float | None:
        """When ``away`` becomes true by itself; None if it does not."""
        return None if self.away(now) else self.until
