"""How long nobody's PIN is looked at after wrong ones: guessing six digits takes longer than an office is open."""

from typing import Final

_FREE: Final = 5
"""So many may be wrong without a wait: staff mistypes."""
_FIRST_S: Final = 30
_LONGEST_S: Final = 3600


def wait_after(wrong: int) -> int:
    """Seconds until the next PIN is looked at, after so many wrong ones in a row."""
    if wrong < _FREE:
        return 0
    return int(min(_LONGEST_S, _FIRST_S * 2 ** min(wrong - _FREE, 10)))
