"""What a citizen is offered before queueing: whether numbers of a field are given, who waits, for how long, how many are left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contract.ids import FieldId
from contract.notices import Board, Door, Outlook, Wait

FEW: Final = 10
"""So many numbers left are worth a word: whoever comes later may come in vain."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One field; None where it is not known or, for ``left``, where enough are left.

    ``opens_at``: when numbers are given again. ``words`` say why the office is closed that day.
    """

    door: Door = Door.OPEN
    waiting: int | None = None
    wait: Wait | None = None
    left: int | None = None
    opens_at: datetime | None = None
    words: str | None = None
    alone: bool = False
    """Whether the kiosk gives a number of its own, because the controller is away."""

    @property
    def shut(self) -> bool:
        """Whether a press would be refused."""
        return self.door is not Door.OPEN


UNKNOWN: Final = Offer()
"""A field of which nothing was heard: its number may be asked for, and the controller decides."""


ALONE: Final = Offer(alone=True)
"""A field of which the kiosk has a number of its own; more is not known."""


def offers(outlook: Outlook | None, board: Board | None) -> Mapping[FieldId, Offer]:
    """By field, from the latest notices of either kind; the number of people is that of the later one."""
    counts = {one.field: one.waiting for one in board.fields} if board else {}
    if outlook is None:
        return {field: Offer(waiting=count) for field, count in counts.items()}
    later = counts if board is not None and board.at > outlook.at else {}
    return {
        one.field: Offer(
            one.door,
            later.get(one.field, one.waiting),
            one.wait,
            one.left if one.left is not None and one.left <= FEW else None,
            one.opens_at,
            outlook.words,
        )
        for one in outlook.fields
    }


def whole_office(fields: Mapping[FieldId, Offer]) -> Offer | None:
    """What keeps the whole office from giving numbers, if it is the same for every field; then it is said once, above all."""
    reasons = {(one.door, one.opens_at) for one in fields.values()}
    one = next(iter(fields.values()), UNKNOWN)
    return one if len(reasons) == 1 and one.shut else None
