"""How a wait is told: a range of minutes that people can believe, the same on paper, kiosk, board and page."""

from collections.abc import Mapping
from typing import Final

from contract.notices import Wait

_SHORT_MIN: Final = 5
"""A wait that ends within so many minutes is told as less than that: nobody needs a range of three minutes."""
_LONG_MIN: Final = 90
"""From a lower end like this on hours say it better."""
_FIVES_MIN: Final = 10
"""From here on minutes are told in fives: more would be a promise."""


def minutes(wait: Wait) -> tuple[int, int]:
    """The range in minutes: low rounded down, high up, to whole minutes below ten and to fives above; high > low >= 0."""
    low = _down(max(0, wait.low) // 60)
    high = _up(-(-wait.high // 60))
    return low, high if high > low else _up(low + 1)


def told(wait: Wait) -> tuple[str, Mapping[str, int]]:
    """Which sentence tells it, and its numbers: ``under`` (high), ``range`` or ``hours`` (low and high)."""
    low, high = minutes(wait)
    if high <= _SHORT_MIN or low == 0:
        return "under", {"high": max(high, _SHORT_MIN)}
    if low >= _LONG_MIN:
        return "hours", {"low": low // 60, "high": -(-high // 60)}
    return "range", {"low": low, "high": high}


def wait_words(wait: Wait, texts: Mapping[str, str]) -> str:
    """The range as a short phrase of the shared texts ``wait.*``, to stand in a sentence or alone."""
    kind, numbers = told(wait)
    return texts[f"wait.{kind}"].format(**numbers)


def _down(whole: int) -> int:
    return whole if whole < _FIVES_MIN else whole // 5 * 5


def _up(whole: int) -> int:
    return whole if whole <= _FIVES_MIN else -(-whole // 5) * 5
