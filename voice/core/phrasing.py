"""A sentence as a row of recorded clips: fewest clips win, and either every word is recorded or none is spoken.

A sentence half from a person and half from a machine would be two voices in one breath, so there is no partial answer.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from contract.errors import TryAgainError

WORD_GAP_S: Final = 0.05
"""Silence between two words of one group, such as the digits of a number."""
PHRASE_GAP_S: Final = 0.14
"""Silence beside a clip of more than one word: people draw breath around "đến quầy số"."""
COMMA_GAP_S: Final = 0.3
"""Silence at a comma or the end of a sentence within the text."""

Phrase = tuple[str, ...]
"""The words of a clip as ``words_of`` makes them."""

_TOKEN: Final = re.compile(r"[^\W_]+|[,.;:!?]")


class UnrecordedError(TryAgainError):
    """No row of clips says the sentence; the message names the words that no clip has."""


@dataclass(frozen=True, slots=True)
class Part:
    """One clip of a sentence, and the silence after it in seconds; none after the last."""

    phrase: Phrase
    gap_s: float


def words_of(text: str) -> Phrase:
    """The words alone, alike however the text is composed (NFC), cased, spaced or punctuated."""
    return tuple(token for token in _tokens(text) if token[0].isalnum())


def in_clips(text: str, known: Iterable[Phrase]) -> tuple[Part, ...]:
    """The clips that say ``text``, in order; raises UnrecordedError, also for a text without words."""
    words, commas = _words_and_commas(text)
    by_end = _shortest(words, _by_first(known))
    if by_end[0] is None:
        raise UnrecordedError(f"no clips for {', '.join(_unrecorded(words, known)) or text[:80]!r}")
    phrases: list[Phrase] = []
    ends: list[int] = []
    at = 0
    while at < len(words):
        phrase = by_end[at]
        assert phrase
        at += len(phrase)
        phrases.append(phrase)
        ends.append(at)
    gaps = [_gap(one, after, end in commas) for one, after, end in zip(phrases, phrases[1:], ends, strict=False)]
    return tuple(Part(phrase, gap) for phrase, gap in zip(phrases, [*gaps, 0.0], strict=True))


def _gap(one: Phrase, after: Phrase, comma: bool) -> float:  # noqa: FBT001
    if comma:
        return COMMA_GAP_S
    return PHRASE_GAP_S if len(one) > 1 or len(after) > 1 else WORD_GAP_S


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(normalize("NFC", text).casefold())


def _words_and_commas(text: str) -> tuple[Phrase, set[int]]:
    """The words, and after how many of them a comma or the like stands."""
    words: list[str] = []
    commas: set[int] = set()
    for token in _tokens(text):
        if token[0].isalnum():
            words.append(token)
        else:
            commas.add(len(words))
    return tuple(words), commas


def _by_first(known: Iterable[Phrase]) -> Mapping[str, list[Phrase]]:
    """Phrases by their first word, the longest first: among rows as short as another, the longer clip speaks first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(known, key=len, reverse=True):
        found.setdefault(phrase[0], []).append(phrase)
    return found


def _shortest(words: Phrase, known: Mapping[str, list[Phrase]]) -> list[Phrase | None]:
    """The clip to say at each word so that the rest takes fewest clips; None where the rest cannot be said."""
    chosen: list[Phrase | None] = [None] * max(1, len(words))
    clips: list[int | None] = [None] * len(words) + [0]
    for at in range(len(words) - 1, -1, -1):
        for phrase in known.get(words[at], ()):
            rest = clips[at + len(phrase)] if at + len(phrase) <= len(words) else None
            if rest is None or words[at : at + len(phrase)] != phrase:
                continue
            best = clips[at]
            if best is None or rest + 1 < best:
                clips[at], chosen[at] = rest + 1, phrase
    return chosen


def _unrecorded(words: Phrase, known: Iterable[Phrase]) -> list[str]:
    recorded = {word for phrase in known for word in phrase}
    return [word for word in dict.fromkeys(words) if word not in recorded]
