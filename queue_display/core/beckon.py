"""How a new call draws the eye: its ground changes a few times, slowly, and then stands still.

WCAG 2.2, 2.3.1 allows three flashes in any second, a flash being a pair of opposing changes of luminance; here no second holds more than one,
and number and ground keep their contrast throughout. Two steps a second apart also cost a board no more than four drawn frames.
"""

from typing import Final

DIPS: Final = ((0.8, 1.2), (2.0, 2.4))
"""Seconds after a call at which its ground goes out, and is lit again."""


def lit(age: float) -> bool:
    """Whether the ground of a call is lit ``age`` seconds after it came."""
    return not any(out <= age < again for out, again in DIPS)


def changes() -> tuple[float, ...]:
    """The ages at which ``lit`` changes, in order."""
    return tuple(moment for dip in DIPS for moment in dip)
