"""How a citizen wants to hear the kiosk, and where its voice comes out."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

STEPS: Final = 5
_MIDDLE: Final = 2
PACES: Final = (85, 110, 135, 180, 240)
"""Words a minute of each step; the middle one is that of the calls in the hall."""
GAINS: Final = (0.1, 0.18, 0.32, 0.56, 1.0)
"""Parts of the levelled voice, 5 dB apart (VVSG 2.0, 7.1-K asks for at most 10): the loudest is safe, the sink being set so."""


class Way(StrEnum):
    """Where the voice comes out."""

    HEADPHONES = "headphones"
    LOUDSPEAKER = "loudspeaker"


@dataclass(frozen=True, slots=True)
class Outlets:
    """What can be heard now: whether headphones are plugged in, and whether the kiosk's own loudspeaker is there."""

    headphones: bool = False
    loudspeaker: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How something is said: by which way out, in which language, at which steps of ``PACES`` and ``GAINS``."""

    way: Way
    language: str
    pace: int
    volume: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """One citizen's wishes. ``asked``: to be read to without headphones; ``dark``: the screen is black."""

    asked: bool = False
    pace: int = _MIDDLE
    volume: int = _MIDDLE
    dark: bool = False

    def way(self, outlets: Outlets) -> Way | None:
        """Headphones begin by themselves, so that nobody need find a button; the hall hears only what was asked for."""
        if outlets.headphones:
            return Way.HEADPHONES
        return Way.LOUDSPEAKER if self.asked and outlets.loudspeaker else None


def paced(hearing: Hearing, steps: int) -> Hearing:
    """Faster or slower, as far as it goes."""
    return replace(hearing, pace=_within(hearing.pace + steps))


def loud(hearing: Hearing, steps: int) -> Hearing:
    """Louder or softer, as far as it goes."""
    return replace(hearing, volume=_within(hearing.volume + steps))


def _within(step: int) -> int:
    return max(0, min(STEPS - 1, step))
