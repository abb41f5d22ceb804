"""Which clips an office must record so that every call can be spoken: about 45 in Vietnamese, 60 in English.

They follow from the words themselves: the pieces of the call's sentence, the names of letters and digits, and every word that
counting to 999 needs; a language that is taught to count (``voice/texts``) has its list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final

from voice.core.numerals import Words, cardinal
from voice.core.phrasing import words_of

HIGHEST: Final = 999
"""The highest counter and the highest ticket of a series."""

_GAP: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Clip:
    """``words``: what is said; ``name``: of its file, without ending; ``kind``: phrase, digit, letter or count."""

    words: str
    name: str
    kind: str


def clip_list(words: Words, sentences: Iterable[str]) -> tuple[Clip, ...]:
    """The clips of a ``voice.vocabulary`` and of ``sentences`` with gaps (``Mời số {number} đến quầy số {counter}``).

    What sounds alike is recorded once: the first name stays.
    """
    found: dict[tuple[str, ...], Clip] = {}
    for clip in (*_phrases(sentences), *_digits(words), *_counts(words), *_letters(words)):
        found.setdefault(words_of(clip.words), clip)
    return tuple(found.values())


def _phrases(sentences: Iterable[str]) -> Iterator[Clip]:
    pieces = (piece.strip(" ,.;:!?") for sentence in sentences for piece in _GAP.split(sentence))
    for place, piece in enumerate(dict.fromkeys(filter(words_of, pieces)), start=1):
        yield Clip(piece, f"phrase-{place}", "phrase")


def _digits(words: Words) -> Iterator[Clip]:
    for digit in range(10):
        yield Clip(words[f"digit.{digit}"], f"digit-{digit}", "digit")


def _counts(words: Words) -> Iterator[Clip]:
    """Word by word, in the order in which counting comes upon them."""
    counted = (word for value in range(HIGHEST + 1) for word in cardinal(value, words).split())
    for place, word in enumerate(dict.fromkeys(counted)):
        yield Clip(word, f"count-{place:02}", "count")


def _letters(words: Words) -> Iterator[Clip]:
    for letter in ascii_uppercase:
        yield Clip(words[f"letter.{letter}"], f"letter-{letter.lower()}", "letter")
