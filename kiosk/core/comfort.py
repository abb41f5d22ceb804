"""How a citizen wants the screen: its language, the size of its words, and how low its buttons stand."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from kiosk.core.hearing import Hearing


class TextSize(IntEnum):
    """Sizes of words, in steps of ``SCALE``."""

    NORMAL = 0
    LARGE = 1
    LARGEST = 2


SCALE: Final = (1.0, 1.5, 2.0)
"""Parts of the normal size; up to 200 % (WCAG 2.2, 1.4.4)."""


@dataclass(frozen=True, slots=True)
class Comfort:
    """``language`` as in the names of the text files. ``reach``: everything to touch is low enough for a wheelchair.

    ``hearing``: how the screen is heard, which changes nothing that is seen but the dark.
    """

    language: str = "vi"
    size: TextSize = TextSize.NORMAL
    reach: bool = False
    hearing: Hearing = Hearing()  # noqa: RUF009 (frozen)

    @property
    def scale(self) -> float:
        """Size of words in parts of the normal one."""
        return SCALE[self.size]


def next_language(comfort: Comfort, languages: tuple[str, ...]) -> str:
    """The language that the button leads to: the one after the present one, the first after the last."""
    return languages[(languages.index(comfort.language) + 1) % len(languages)]


def next_size(comfort: Comfort) -> TextSize:
    """One size larger, and after the largest the normal one."""
    return TextSize((comfort.size + 1) % len(TextSize))
