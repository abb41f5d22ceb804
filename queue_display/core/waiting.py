"""The waiting list: which fields it shows, how many wait in each, and how long a newcomer would."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

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


def worth_a_row(
    crowd: Sequence[Crowd], offered: Collection[FieldId], heights: Mapping[FieldId, float], room: float
) -> tuple[Crowd, ...]:
    """In the office's order, as many as the room is high; where that is not all, those where most people wait.

    Where people are only led on to, such as the fee counter, nobody looks for a row unless somebody waits.
    """
    shown = [one for one in crowd if one.waiting or one.field in offered]
    while shown and sum(heights[one.field] for one in shown) > room:  # below zero before the screen is laid out
        quietest = min(range(len(shown)), key=lambda place: (shown[place].waiting, -place))
        del shown[quietest]
    return tuple(shown)
