"""The waiting list: which fields it shows and on which leaf, how many wait in each, and how long a newcomer would."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from contract.ids import FieldId
from contract.notices import Board, Outlook, Wait


@dataclass(frozen=True, slots=True)
class Crowd:
    """One row; ``wait`` is none where nothing can be said."""

    field: FieldId
    waiting: int
    wait: Wait | None = None


def crowds(board: Board, outlook: Outlook | None) -> tuple[Crowd, ...]:
    """The board's fields in the office's order; the number of people is that of the later notice."""
    known = {one.field: one for one in outlook.fields} if outlook else {}
    later = outlook is not None and outlook.at > board.at
    rows = []
    for one in board.fields:
        now = known.get(one.field)
        rows.append(Crowd(one.field, now.waiting if now and later else one.waiting, now.wait if now else None))
    return tuple(rows)


def worth_a_row(crowd: Sequence[Crowd], offered: Collection[FieldId]) -> tuple[Crowd, ...]:
    """Where people are only led on to, such as the fee counter, nobody looks for a row unless somebody waits."""
    return tuple(one for one in crowd if one.waiting or one.field in offered)


def leaves(heights: Sequence[float], room: float) -> tuple[range, ...]:
    """Rows by their place, as many on each leaf as ``room`` is high, in order; a row higher than that has a leaf of its own.

    Leaves are as even as their order allows, so that none holds a single row that nobody expects there.
    """
    fewest = _filled(heights, room)
    lowest, highest = (sum(heights) / len(fewest) if fewest else 0.0), room
    while highest - lowest > 1:
        middle = (lowest + highest) / 2
        lowest, highest = (lowest, middle) if len(_filled(heights, middle)) <= len(fewest) else (middle, highest)
    return _filled(heights, highest)


def _filled(heights: Sequence[float], room: float) -> tuple[range, ...]:
    ends, used = [0], 0.0
    for place, height in enumerate(heights):
        if used and used + height > room:
            ends.append(place)
            used = 0.0
        used += height
    return tuple(range(first, last) for first, last in pairwise([*ends, len(heights)]) if first < last)
