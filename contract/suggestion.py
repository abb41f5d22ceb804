"""Suggestions and complaints that citizens leave at a kiosk: their kinds, their states, and the number to ask by.

The number is made from the request's id, by the kiosk and by the controller alike: so it can be told while the controller is
away, and whoever does not know it cannot guess it. Nine figures and a check figure are read aloud as a telephone number is.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from contract.ids import RequestId, SuggestionNumber


class SuggestionKind(StrEnum):
    """What it is about: how people behaved, what the rules ask for, or an idea."""

    CONDUCT = "conduct"
    RULES = "rules"
    IDEA = "idea"


class SuggestionState(StrEnum):
    """How far the office has come with it."""

    RECEIVED = "received"
    LOOKED_AT = "looked_at"
    ANSWERED = "answered"


TOPICS: Final[Mapping[SuggestionKind, tuple[str, ...]]] = MappingProxyType(
    {
        SuggestionKind.CONDUCT: ("delay", "trouble", "papers", "not_displayed"),
        SuggestionKind.RULES: ("unreasonable", "inconsistent", "outdated"),
        SuggestionKind.IDEA: (),
    }
)
"""What may be complained of, as the law lists it; their words stand in ``contract/texts``."""

LONGEST: Final = 400
"""Characters of a suggestion's words."""
LONGEST_ANSWER: Final = 600
"""Characters of the office's answer."""


@dataclass(frozen=True, slots=True)
class TopicInfo:
    """One thing that a suggestion can be about; without ``text`` it is one of ``TOPICS``. ``english``: the same for others."""

    id: str
    kind: SuggestionKind
    text: str = ""
    english: str = ""


def clean_words(text: str, most: int = LONGEST) -> str | None:
    """The words in NFC with single spaces; None where they are too long or hold what is no printable character."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return words if len(words) <= most and words.isprintable() else None


_DAMM: Final = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip
"""H. Michael Damm's table of 2004: finds every wrong figure and every two that were swapped."""
_FIGURES: Final = 9


def suggestion_number(request: RequestId) -> SuggestionNumber:
    """Ten figures, the same for the same request; two requests have the same one once in a thousand million times."""
    figures = f"{int.from_bytes(sha256(request.encode()).digest()) % 10**_FIGURES:0{_FIGURES}d}"
    return SuggestionNumber(figures + _check(figures))


def read_number(typed: str) -> SuggestionNumber | None:
    """A number as somebody typed it, with whatever between its figures; None where a figure must be wrong."""
    figures = "".join(each for each in typed if each in "0123456789")
    right = len(figures) == _FIGURES + 1 and _check(figures) == "0"
    return SuggestionNumber(figures) if right else None


def spoken_number(number: str) -> str:
    """As it is shown, written and said: ``482 719 3655``."""
    return " ".join(part for part in (number[:3], number[3:6], number[6:]) if part)


def _check(figures: str) -> str:
    state = "0"
    for each in figures:
        state = _DAMM[int(state)][int(each)]
    return state
