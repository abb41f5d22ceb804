"""What hall boards show besides calls and lines, as the site file says it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_LINE: Final = 160
"""Characters of a line at the foot."""


class Side(StrEnum):
    """A side of the screen."""

    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class HallBoard:
    """``[board]``: what every hall board shows besides calls and lines."""

    ticker: tuple[str, ...] = ()
    """Lines of the office at the board's foot, one after the other; each has at most 160 characters."""
    media: str = "media"
    """Folder with guide slides, pictures and videos on the board's own machine; relative: beside its profile. See ``board-media.md``.
    A folder that is not there or empty: the board has no such panel."""
    side: Side = Side.RIGHT
    """Where lines and media stand beside the calls: on the ``right`` or on the ``left``."""
    calm: bool = False
    """Whether a new call stands still from its first moment, instead of drawing the eye by two slow changes of its ground."""
