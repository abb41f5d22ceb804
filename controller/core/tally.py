"""What the controller has done since its start, in counts that only grow: without a name, a number or a time of anybody.

Ratings are counted five at a time only, as everywhere (``rating_batches``): a figure that grew by one would tell what the person just
served has pressed.
"""

from collections import Counter
from typing import Final

from contract.commands import PrintState
from controller.core import events as e
from controller.core.rating_batches import LEAST

_ENDS: Final = frozenset({PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED})


class Tally:
    """Not for several threads at once."""

    def __init__(self) -> None:
        self.tickets: Counter[str] = Counter()
        """Numbers given, by field."""
        self.calls: Counter[str] = Counter()
        """First calls, by counter."""
        self.absent = 0
        self.finished = 0
        self.prints: Counter[str] = Counter()
        """Papers of tickets, by what the printer proved."""
        self.look_ups: Counter[str] = Counter()
        """By what became of them."""
        self.ratings: Counter[str] = Counter()
        """In whole batches, by score."""
        self._batch: list[str] = []

    def count(self, event: e.Event) -> None:
        """One more event that was journalled."""
        match event:
            case e.TicketIssued():
                self.tickets[event.field] += 1
            case e.TicketCalled():
                self.calls[str(event.counter)] += 1
            case e.VisitMissed():
                self.absent += 1
            case e.VisitFinished():
                self.finished += 1
            case e.TicketPrinted() if event.state in _ENDS:
                self.prints[event.state.value] += 1
            case e.FileLookedUp():
                self.look_ups[event.outcome.value] += 1
            case e.VisitRated():
                self._batch.append(event.score.value)
                if len(self._batch) == LEAST:
                    self.ratings.update(self._batch)
                    self._batch.clear()
            case _:
                pass
