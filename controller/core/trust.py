"""How far what tickets say today can be trusted: the day's own errors make the range.

Errors are counted as the logarithm of what was waited over what was said, in working time. Their usual size for so many services
ahead makes them comparable; where nine in ten and one in ten of the day's latest lie is where the ends of the next range are put
(split conformal prediction over a window, with a prior for the morning).
"""

from bisect import insort
from dataclasses import dataclass, field
from functools import cache
from math import exp, log, log2
from typing import Final, NamedTuple

_SOFT_S: Final = 60.0
"""Added to both waits, so that half a minute more or less counts little."""
_AT_ONCE_S: Final = 30.0
"""Who would wait less finds a free counter."""
_SIZES: Final = ((0.95, 1.30), (1.0, 1.05), (0.80, 0.75), (0.58, 0.57), (0.42, 0.45), (0.30, 0.38), (0.27, 0.22))
"""Usual errors, downwards and upwards, with 0, 1, 3, 7, 15, 31 and 63 people ahead."""
_FREE: Final = (0.12, 1.30)
"""The same at a free counter."""
_PRIOR: Final = (-1.6, -1.15, -0.85, -0.7, -0.55, -0.42, -0.3, -0.18, -0.08, 0.0)
_MORNING: Final = (*_PRIOR, *(-one for one in reversed(_PRIOR)))
"""Scores that the day begins with; one in ten lies below -1."""
_STRANGEST: Final = 2.0
"""A score beyond this, up or down, was a forgotten counter or a clock; it counts as this."""
_WIDEST: Final = (3.0, 900.0)
"""However strange the day: no range reaches beyond so many times the wait and so many seconds more."""
_WINDOW: Final = 300
_TAIL: Final = 0.09
"""Slightly less than one in ten: neighbours in a line err together, so that the latest tell less than their number."""


@dataclass(slots=True)
class Scores:
    """The latest scores, in order of time and of size."""

    prior: tuple[float, ...]
    latest: list[float] = field(default_factory=list)
    ordered: list[float] = field(default_factory=list)

    def add(self, score: float) -> None:
        """The oldest of a full window goes."""
        self.ordered = self.ordered or list(self.prior)
        self.latest.append(score)
        insort(self.ordered, score)
        if len(self.latest) > _WINDOW:
            self.ordered.remove(self.latest.pop(0))

    def at(self, share: float) -> float:
        """The score below which such a share lies."""
        ordered = self.ordered or self.prior
        place = share * (len(ordered) + 1) - 1
        below = min(max(int(place), 0), len(ordered) - 2)
        return ordered[below] + (ordered[below + 1] - ordered[below]) * min(max(place - below, 0.0), 1.0)


@dataclass(slots=True)
class Trust:
    """What the tickets of the day said and what came."""

    scores: Scores = field(default_factory=lambda: Scores(_MORNING))
    at_once: Scores = field(default_factory=lambda: Scores(_MORNING))

    def ranges(self) -> "Ranges":
        """As the day stands."""
        ends = [scores.at(share) for scores in (self.scores, self.at_once) for share in (_TAIL, 1 - _TAIL)]
        return Ranges(*ends)

    def learn(self, said: float, waited: float, ahead: int) -> None:
        """A ticket that ``said`` so many seconds was called after it had ``waited``."""
        scores, (down, up) = (self.at_once, _FREE) if said < _AT_ONCE_S else (self.scores, _size(ahead))
        error = log((waited + _SOFT_S) / (said + _SOFT_S))
        scores.add(min(max(error / (down if error < 0 else up), -_STRANGEST), _STRANGEST))


class Ranges(NamedTuple):
    """Scores at which ranges end now: of waits in line, and at a free counter."""

    low: float
    high: float
    at_once_low: float
    at_once_high: float

    def say(self, seconds: float, ahead: int) -> tuple[float, float]:
        """Low and high for an expected wait of working ``seconds`` with so many people ahead in the line."""
        low, high = self.low, self.high
        if seconds < _AT_ONCE_S:
            low, high = self.at_once_low, self.at_once_high
            down, up = _FREE
        else:
            down, up = _size(ahead)
        soft = seconds + _SOFT_S
        shortest = soft * exp(low * (down if low < 0 else up)) - _SOFT_S
        longest = soft * exp(high * (down if high < 0 else up)) - _SOFT_S
        times, more = _WIDEST
        return max(0.0, min(shortest, seconds)), max(seconds, min(longest, seconds * times + more))


@cache
def _size(ahead: int) -> tuple[float, float]:
    """Usual errors with so many people ahead, between the rows of the table."""
    step = min(log2(ahead + 1), len(_SIZES) - 1.0)
    row = min(int(step), len(_SIZES) - 2)
    (down, up), (farther_down, farther_up) = _SIZES[row], _SIZES[row + 1]
    return down + (farther_down - down) * (step - row), up + (farther_up - up) * (step - row)
