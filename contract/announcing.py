"""How an office speaks to its hall, as the site file says it: how numbers are said, in which languages, when, and how loud."""

import re
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Final


class NumberForm(StrEnum):
    """How the number on a ticket is said."""

    DIGITS = "digits"
    """``B012``: "bê không một hai"."""
    CARDINAL = "cardinal"
    """``B012``: "bê mười hai"."""


@dataclass(frozen=True, slots=True)
class Announcing:
    """``[announcing]``: what all loudspeakers of the office say, when, and how loud."""

    numbers: NumberForm = NumberForm.DIGITS
    """``digits``: sign by sign, as it stands on the ticket; ``cardinal``: the letter, then the number counted."""
    second_language: bool = True
    """Whether a number that was taken in another language is called in that one too, after the Vietnamese."""
    repeat_after_s: float = 8.0
    """Seconds after which a first call is spoken once more where nothing else waits and the counter still calls it; 0: never."""
    quiet: tuple[str, ...] = ()
    """Local times of every day in which nothing is called aloud: ``["11:30-13:00"]``; boards show the calls all the same."""
    volumes: dict[str, float] = field(default_factory=dict)
    """From which local time on how loud, in dB: ``{ "07:00" = 0, "11:30" = -10 }``; 0 is full, -10 sounds half as loud."""


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """``[devices.loudspeaker]`` of a speaker: where it differs from the others."""

    gain_db: float = 0.0
    """Added to the office's ``volumes``; a near one is turned down with -6, none is turned above 0 in sum."""
    quiet: tuple[str, ...] = ()
    """Its own quiet times besides the office's."""


_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def clock(text: str) -> time:
    """A local time such as ``07:30``; raises ValueError for anything else."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(f"no time of day: {text}")
    return time.fromisoformat(text)


def span(text: str) -> tuple[time, time]:
    """From and to, as in ``11:30-13:00``; ``22:00-06:00`` passes midnight. Raises ValueError for anything else."""
    begins, _, ends = text.partition("-")
    found = clock(begins), clock(ends)
    if found[0] == found[1]:
        raise ValueError(f"no time between: {text}")
    return found
