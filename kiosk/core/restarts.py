"""When a window that died is started again: at once, unless it dies again and again soon after its start."""

from typing import Final

QUICK_S: Final = 20.0
"""A window that lived shorter than this died quickly, in seconds."""
_AT_ONCE: Final = 4
"""So many quick deaths in a row are an accident; more of them have a cause that a pause may outlive."""
_LONGEST_S: Final = 30.0


def after_death(quick: int, lived_s: float) -> tuple[int, float]:
    """Quick deaths in a row, and seconds to wait before the next start.

    ``quick`` is how many there were before this one, ``lived_s`` how many seconds the window lived.
    """
    if lived_s >= QUICK_S:
        return 0, 0.0
    quick += 1
    if quick <= _AT_ONCE:
        return quick, 0.0
    return quick, float(min(_LONGEST_S, 2 ** (quick - _AT_ONCE - 1)))
