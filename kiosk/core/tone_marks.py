"""Vietnamese tone marks: which vowel of a word bears the mark, as the word grows letter by letter.

The rules are those of every Vietnamese input method. They differ in one point, kept open here: in *oa, oe, uy* at the end of a
word the older spelling marks the first vowel (hòa, thủy), the newer one the second (hoà, thuỷ).
"""

import unicodedata
from enum import Enum
from typing import Final


class Tone(Enum):
    """The five marks; the value is the combining character."""

    ACUTE = "\u0301"  # sắc
    GRAVE = "\u0300"  # huyền
    HOOK = "\u0309"  # hỏi
    TILDE = "\u0303"  # ngã
    DOT = "\u0323"  # nặng


class Spelling(Enum):
    """Where the mark stands in oa, oe and uy at the end of a word."""

    OLDER = 0
    NEWER = 1


_VOWELS: Final = frozenset("aăâeêioôơuưy")
_SHAPED: Final = frozenset("ăâêôơư")
_GLIDING: Final = ("oa", "oe", "uy")
_MARKS: Final = {tone.value: tone for tone in Tone}


def tone_of(word: str) -> Tone | None:
    """The first mark in a word."""
    return next((_MARKS[each] for each in unicodedata.normalize("NFD", word) if each in _MARKS), None)


def without_tone(word: str) -> str:
    """The word in NFC without its marks; the shapes of its letters (ă, ê, ơ) stay."""
    split = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(each for each in split if each not in _MARKS))


def with_tone(word: str, tone: Tone | None, spelling: Spelling = Spelling.OLDER) -> str:
    """The word with this mark and no other, in NFC and of the same length; a word without a vowel bears none."""
    bare = without_tone(word)
    place = _place(bare.lower(), spelling)
    if tone is None or place is None:
        return bare
    return bare[:place] + unicodedata.normalize("NFC", bare[place] + tone.value) + bare[place + 1 :]


def _place(word: str, spelling: Spelling) -> int | None:
    """Index of the letter that bears the mark."""
    first, end = _vowels(word)
    group = word[first:end]
    shaped = [first + n for n, letter in enumerate(group) if letter in _SHAPED]
    if shaped:
        return shaped[-1]  # tiếng, mười
    if len(group) < 2:
        return first if group else None
    if len(group) > 2 or end < len(word):
        return first + 1  # ngoài, hoàn
    return first + (spelling.value if group in _GLIDING else 0)  # mía, hòa or hoà


def _vowels(word: str) -> tuple[int, int]:
    """Where the last vowels begin and end; the u of *qu* and the i of *gi* belong to the consonant if a vowel follows."""
    end = len(word)
    while end and word[end - 1] not in _VOWELS:
        end -= 1
    first = end
    while first and word[first - 1] in _VOWELS:
        first -= 1
    if first and end - first > 1 and word[first - 1 : first + 1] in ("qu", "gi"):
        first += 1
    return first, end
