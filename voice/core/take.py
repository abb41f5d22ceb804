"""Whether a recorded take will do, from what was measured of it; what is wrong has one name, and the worst is told first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOUD_ROOM_DB: Final = -40.0
"""A room louder than this (dBFS) can be heard behind every word, the words being levelled to about -21."""
CLEAR_DB: Final = 20.0
"""Speech stands at least so far above the room: below it the hiss is heard beside the words."""
HEARD_DB: Final = 10.0
"""Less than this above the room is no speech."""
FAINT_DB: Final = -42.0
"""Speech below this (dBFS) comes from too far away; raised to the target it would bring its room along."""
CLIPPED: Final = 8
"""So many samples at the top are no peak of a vowel any more but a flat roof."""
HEAD_S: Final = 0.03
TAIL_S: Final = 0.05
"""Silence that must stand before and after the words, or a part of them is missing."""
LONGEST_PAUSE_S: Final = 0.45
"""A clip is said in one go: a longer silence within it would stand in every call."""


class TakeFault(StrEnum):
    """Why a take is asked for again."""

    NOISY = "noisy"
    EMPTY = "empty"
    CLIPPED = "clipped"
    CUT = "cut"
    QUIET = "quiet"
    HALTING = "halting"


@dataclass(frozen=True, slots=True)
class TakeFigures:
    """Levels in dBFS (RMS), times in seconds; ``roof``: samples at the top of the scale."""

    floor_db: float
    speech_db: float
    roof: int
    head_s: float
    tail_s: float
    pause_s: float


def fault_of(take: TakeFigures) -> TakeFault | None:
    """None for a take that will do."""
    above = take.speech_db - take.floor_db
    rules = (
        (take.floor_db > LOUD_ROOM_DB, TakeFault.NOISY),
        (above < HEARD_DB, TakeFault.EMPTY),
        (take.roof >= CLIPPED, TakeFault.CLIPPED),
        (take.head_s < HEAD_S or take.tail_s < TAIL_S, TakeFault.CUT),
        (take.speech_db < FAINT_DB, TakeFault.QUIET),
        (above < CLEAR_DB, TakeFault.NOISY),
        (take.pause_s > LONGEST_PAUSE_S, TakeFault.HALTING),
    )
    return next((fault for broken, fault in rules if broken), None)
