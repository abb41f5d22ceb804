"""Keys of the tactile keypad: a finger's are one by one; what a barcode reader types among them moves nothing.

Readers type digits and an Enter as the keypad does, only faster. So a key counts when none came just before and none comes
just after; a key that is held down repeats itself as fast, and counts once.
"""

from dataclasses import dataclass
from typing import Final

ALONE_S: Final = 0.06
"""Readers need 1 to 20 ms from key to key, fingers 80 and more."""
_AFTER_BURST_S: Final = 0.3
"""A reader that stumbles has not ended: its Enter may come late."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The key that may yet count, when the last one of all went down, and whether that was one of many."""

    waiting: int | None = None
    last: float = float("-inf")
    burst: bool = False


def press(hand: Hand, usage: int, at: float) -> tuple[Hand, int | None]:
    """A key went down at ``at`` seconds; also the one before it, if its time had passed unnoticed."""
    hand, settled = settle(hand, at)
    alone = at - hand.last >= (_AFTER_BURST_S if hand.burst else ALONE_S)
    return Hand(usage if alone else None, at, not alone), settled


def settle(hand: Hand, at: float) -> tuple[Hand, int | None]:
    """No key until ``at``: the one that waited counts."""
    if hand.waiting is None or at - hand.last < ALONE_S:
        return hand, None
    return Hand(None, hand.last), hand.waiting
