"""Search among procedures while somebody types: without marks, by beginnings of words, and with one wrong letter in a word.

Every typed word must be found in a procedure, in its name, its other words, its field or its five parts; the better the place
and the closer the word, the further up it stands. Where no procedure has all words, those that have most of them are shown.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from contract.ids import FieldId
from contract.procedure import Part, Procedure
from kiosk.core.vietnamese import readings, words

_NAME, _KEYWORD, _FIELD, _PART = 8.0, 5.0, 3.0, 1.0
"""What a word is worth by the place where it stands."""
_EXACT, _BEGUN, _NEARLY = 1.0, 0.75, 0.4
"""And by how close it comes to what was typed."""
_OTHER_READING: Final = 0.95
_STARTS, _HOLDS = 6.0, 4.0
"""A name that begins with all that was typed, or has it in one piece."""
_WORTH_SHOWING: Final = 0.25
"""Of what the best one is worth: a word that a procedure only mentions is not what somebody looks for who has found its name."""
_REMEMBERED: Final = 400
"""Typed words: with every key but one word is new."""
_LEAST_NEARLY: Final = 3
"""Letters of a word in which one may be wrong, and one more of the longer of the two; else every short word would be near."""

Found = dict[int, float]
"""How much a typed word is worth in each procedure that has it, by the procedure's place."""


class ProcedureIndex:
    """The words of some procedures, made once; ``fields`` are the names of their fields."""

    def __init__(self, procedures: Sequence[Procedure], fields: Mapping[str, str]) -> None:
        self._procedures = tuple(procedures)
        self._names = [" ".join(words(one.name)) for one in self._procedures]
        self._places: dict[str, Found] = {}
        for place, one in enumerate(self._procedures):
            self._enter(place, _NAME, one.name, one.code)
            self._enter(place, _KEYWORD, *one.keywords)
            self._enter(place, _FIELD, fields.get(one.field, ""))
            for part in Part:
                self._enter(place, _PART, *one.part(part))
        self._words = sorted(self._places)
        self._found: dict[str, Found] = {}
        self._near: dict[str, list[str]] = {}
        for word in self._words:
            for shorter in _without_one(word):
                self._near.setdefault(shorter, []).append(word)

    def find(self, text: str) -> tuple[Procedure, ...]:
        """Best first; all of them for a text without words, none where nothing comes near."""
        typed = words(text)
        found = [self._word(word) for word in typed]
        counts: dict[int, int] = {}
        worth: dict[int, float] = {}
        for one in found:
            for place, value in one.items():
                counts[place] = counts.get(place, 0) + 1
                worth[place] = worth.get(place, 0.0) + value
        if not typed:
            return self._procedures
        most = max(counts.values(), default=0)
        if most * 2 <= len(typed):
            return ()
        phrase = " ".join(self._meant(word) for word in typed)
        kept = [place for place, count in counts.items() if count == most]
        whole = {place: worth[place] + self._in_one_piece(place, phrase) for place in kept}
        enough = max(whole.values()) * _WORTH_SHOWING
        order = sorted(kept, key=lambda place: (-whole[place], len(self._names[place]), place))
        return tuple(self._procedures[place] for place in order if whole[place] >= enough)

    def of_field(self, field: FieldId) -> tuple[Procedure, ...]:
        """Those of one field, in the order of the office's file."""
        return tuple(one for one in self._procedures if one.field == field)

    def _enter(self, place: int, value: float, *texts: str) -> None:
        for text in texts:
            for word in words(text):
                here = self._places.setdefault(word, {})
                here[place] = max(value, here.get(place, 0.0))

    def _word(self, typed: str) -> Found:
        if typed not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            self._found[typed] = self._look(typed)
        return self._found[typed]

    def _look(self, typed: str) -> Found:
        best: Found = {}
        for reading in readings(typed):
            share = 1.0 if reading == typed else _OTHER_READING
            for word, closeness in self._alike(reading):
                factor = share * closeness
                for place, value in self._places[word].items():
                    if value * factor > best.get(place, 0.0):
                        best[place] = value * factor
        return best

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        for known in self._begun(word):
            yield known, _EXACT if known == word else _BEGUN
        if len(word) >= _LEAST_NEARLY:
            close = {known for shorter in _without_one(word) for known in self._near.get(shorter, ())}
            yield from ((known, _NEARLY) for known in close if _long_enough(word, known) and one_wrong(word, known))

    def _begun(self, word: str) -> Iterator[str]:
        at = bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word):
            yield self._words[at]
            at += 1

    def _meant(self, typed: str) -> str:
        """The first reading that any word begins with."""
        return next((one for one in readings(typed) if next(self._begun(one), None)), typed)

    def _in_one_piece(self, place: int, phrase: str) -> float:
        name = self._names[place]
        if name.startswith(phrase):
            return _STARTS
        return _HOLDS if f" {phrase}" in name else 0.0


def _without_one(word: str) -> set[str]:
    """The word itself, and without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _long_enough(word: str, other: str) -> bool:
    shorter, longer = sorted((len(word), len(other)))
    return shorter >= _LEAST_NEARLY and longer > _LEAST_NEARLY


def one_wrong(word: str, other: str) -> bool:
    """Whether one letter more, less or other, or two that changed places, make one word of the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, remainder = word[same:], other[same:]
    if len(word) == len(other):
        return rest[1:] == remainder[1:] or (rest[:2] == remainder[1::-1] and rest[2:] == remainder[2:])
    return rest[1:] == remainder if len(rest) > len(remainder) else rest == remainder[1:]
