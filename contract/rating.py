"""The rating after a visit: its faces, and what a site file says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contract.commands import Score

THREE: Final = 3
FIVE: Final = 5

FACES: Final[Mapping[int, tuple[Score, ...]]] = MappingProxyType(
    {
        THREE: (Score.VERY_SATISFIED, Score.SATISFIED, Score.NOT_SATISFIED),
        FIVE: (Score.VERY_SATISFIED, Score.SATISFIED, Score.NEUTRAL, Score.NOT_SATISFIED, Score.VERY_UNSATISFIED),
    }
)
"""The scores of each scale, best first."""

UNHAPPY: Final = frozenset({Score.NOT_SATISFIED, Score.VERY_UNSATISFIED})
"""Who presses one of these is asked why."""

OTHER_REASON: Final = "khac"
"""Offered after the office's own reasons wherever there are any; its words are the terminal's and the phone page's."""


class OfficerShown(StrEnum):
    """Whose name a sleeping rating terminal shows."""

    PLATE = "plate"
    SIGNED_IN = "signed_in"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class RatingReason:
    """``[[rating.reasons]]``: what an unhappy visitor can choose."""

    id: str
    """Short name, kept with the rating; ``khac`` (another reason) is always offered besides."""
    text: str
    """As the visitor reads it."""
    english: str = ""
    """The same in English; left out, ``text`` serves everybody."""


@dataclass(frozen=True, slots=True)
class Rating:
    """``[rating]``: the rating after a visit."""

    seconds: int = 30
    """How long a rating terminal stays awake."""
    scale: int = THREE
    """3 or 5 faces. What was rated on another scale is counted by itself."""
    officer: OfficerShown = OfficerShown.PLATE
    """On a sleeping terminal: ``plate``, the counter's ``officer``; ``signed_in``, the name of who is signed in there now; ``nobody``."""
    phone_until: str = "21:00"
    """Local time until which a phone may rate by the ticket's QR, on the day of the visit; empty: phones cannot rate."""
    reasons: tuple[RatingReason, ...] = ()
    """What the unhappy can choose, one or several; none: they are not asked."""


def face_icon(score: Score, scale: int) -> str:
    """Its key in ``contract.look.ICON``: the last of three looks like the last of five."""
    return Score.VERY_UNSATISFIED if scale != FIVE and score is Score.NOT_SATISFIED else score


def faces(scale: int) -> tuple[Score, ...]:
    """The scores of a scale, best first; three where nobody knows the scale."""
    return FACES.get(scale, FACES[THREE])
