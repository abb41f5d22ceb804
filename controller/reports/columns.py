"""Facts as columns of numbers: a day's facts of one kind are one block of bytes, which numpy reads without copying.

Words, such as the names of fields, are numbered as they come (``Words``); flags are 0 and 1, and a duration that there is not is 0
beside a flag that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Row: TypeAlias = tuple[int | str, ...]
"""A fact, in the order of its columns; words as words."""

_TYPES: Final[Mapping[str, np.dtype[Any]]] = {
    "flag": np.dtype("u1"),
    "small": np.dtype("u2"),
    "word": np.dtype("u2"),
    "long": np.dtype("i4"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """A kind of facts; those of its columns that are in ``words`` hold numbers of words."""

    types: Mapping[str, np.dtype[Any]]
    words: frozenset[str]


def _columns(told: str) -> Columns:
    pairs = [one.split(":") for one in told.split()]
    return Columns(
        MappingProxyType({name: _TYPES[kind] for name, kind in pairs}),
        frozenset(name for name, kind in pairs if kind == "word"),
    )


COLUMNS: Final[Mapping[str, Columns]] = MappingProxyType(
    {
        "visits": _columns(
            "letter:flag place:small field:word came:long device:word language:word receipt:flag booked:flag by_law:flag"
            " served:flag absent:flag cancelled:flag unserved:flag called:flag waited:long ahead:small told:flag"
            " inside:flag sooner:flag later:flag error:long counter:small officer:word service:long end:word"
        ),
        "stays": _columns(
            "field:word counter:small officer:word joined:long called:long first:flag waited:long in_time:flag served:flag"
            " service:long busy:long missed:flag came_back:flag"
        ),
        "grants": _columns("at:long officer:word device:word priority:word field:word with_ticket:flag later:flag"),
        "transfers": _columns(
            "at:long field:word to_field:word counter:small to_counter:small officer:word front:flag end:flag original:flag"
        ),
        "ratings": _columns(
            "counter:small officer:word field:word scale:flag ratings:flag very_satisfied:flag satisfied:flag neutral:flag"
            " not_satisfied:flag very_unsatisfied:flag content:flag"
        ),
        "reasons": _columns("counter:small officer:word field:word scale:flag reason:word times:flag"),
        "refusals": _columns("at:long reason:word field:word device:word"),
        "papers": _columns("at:long device:word trouble:word printed:flag unconfirmed:flag failed:flag again:flag"),
        "scans": _columns("at:long device:word outcome:word status:small verdict:word"),
        "troubles": _columns("device:word condition:word since:long seconds:long"),
        "seats": _columns("counter:small officer:word since:long open:long paused:long busy:long"),
    }
)
"""By kind."""


class Words:
    """Every word that facts have used, by its number; the first is the empty one."""

    def __init__(self, known: Sequence[str] = ("",)) -> None:
        self.words = list(known)
        self._numbers = {word: number for number, word in enumerate(self.words)}

    def number(self, word: str) -> int:
        """That of a word, a new one where it is new."""
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self.words)
            self.words.append(str(word))  # not a member of an enumeration
        return found

    def find(self, word: str) -> int | None:
        """None for a word that no fact has used."""
        return self._numbers.get(word)


def pack(kind: str, rows: Sequence[Row], words: Words) -> bytes:
    """The block of a day's facts."""
    return b"".join(column.tobytes() for column in arrays(kind, rows, words).values())


def arrays(kind: str, rows: Sequence[Row], words: Words) -> dict[str, Array]:
    """The same as arrays, by column."""
    columns, number = COLUMNS[kind], words.number
    turned: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns.types)
    return {
        name: np.array([number(one) for one in values] if name in columns.words else values, columns.types[name])
        for (name, values) in zip(columns.types, turned, strict=True)
    }


def unpack(kind: str, count: int, block: bytes) -> dict[str, Array]:
    """The columns of a block of ``count`` facts, which share its memory."""
    found, place = {}, 0
    for name, dtype in COLUMNS[kind].types.items():
        found[name] = np.frombuffer(block, dtype, count, place)
        place += count * dtype.itemsize
    return found
