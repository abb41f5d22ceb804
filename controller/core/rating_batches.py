"""What may be shown of ratings: nothing of one, only batches of five, so that no two figures differ by fewer.

Ratings of one cell, that is of the same counter, officer, field and scale, are released five at a time, in the journal's order, at the
moment and on the day of the fifth. A batch is never taken apart and never changes. Whatever is shown, of a day, an officer or the
whole office, is a sum of whole batches: then neither one day's figures taken from the next, nor the counters' from the office's,
nor a page read before a visit and again after it, come down to fewer than five people.
"""

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from contract.commands import RateVisit, Score
from contract.ids import CounterId, FieldId, OfficerId
from contract.notices import Reason
from controller.core.events import CommandRefused, Entry, VisitRated

LEAST: Final = 5
"""Ratings in a batch."""
_CHEATING: Final = frozenset({Reason.NOT_ALLOWED, Reason.NO_RIGHT})


@dataclass(frozen=True, slots=True)
class Cell:
    """Whose ratings count together; ``officer`` None where an older controller did not keep it."""

    counter: CounterId
    officer: OfficerId | None
    field: FieldId
    scale: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Exactly ``LEAST`` ratings of a cell, released at ``at``. Of ``reasons`` each rating may have given several."""

    cell: Cell
    at: datetime
    scores: Mapping[Score, int]
    reasons: Mapping[str, int]


@dataclass(slots=True)
class RatingBatches:
    """Reads ratings in the journal's order; ``waiting`` holds those that are not enough yet, at most four a cell, and is shown to nobody."""

    waiting: dict[Cell, list[VisitRated]] = field(default_factory=dict)

    def add(self, event: VisitRated, at: datetime) -> Batch | None:
        """The batch that this rating makes full."""
        cell = Cell(event.counter, event.officer, event.field, event.scale)
        together = self.waiting.setdefault(cell, [])
        together.append(event)
        if len(together) < LEAST:
            return None
        del self.waiting[cell]
        scores = Tally(one.score for one in together)
        reasons = Tally(reason for one in together for reason in one.reasons)
        return Batch(cell, at, dict(scores), dict(reasons))


def is_told(entry: Entry) -> bool:
    """Whether a story or a list of commands may name this entry: no rating, nor a try at one, unless somebody cheated."""
    event = entry.event
    if isinstance(event, CommandRefused) and event.command == RateVisit.__name__:
        return event.reason in _CHEATING
    return not isinstance(event, VisitRated)
