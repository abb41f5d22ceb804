"""What can be read of the office: for its pages, its figures and its terminal, at one moment of a queue that stands still meanwhile."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from threading import RLock
from typing import TypeVar

from contract.ids import CounterId, DeviceId, VisitId
from contract.notices import Board, CounterState, Outlook
from controller.answers import Answers
from controller.core import views
from controller.core.alone import Spell
from controller.core.day_guard import DayGuard, SteadyClock
from controller.core.desk import Desk, desk
from controller.core.hall import Hall, hall
from controller.core.queue import Queue
from controller.core.suggestions import Suggestion
from controller.core.tally import Tally
from controller.ports import Clock
from controller.record import Record
from controller.suggestion_book import SuggestionBook
from controller.telling import Telling

_T = TypeVar("_T")


class Reading(ABC):
    """The reading half of the engine, safe to use from any thread: it changes nothing but the day, where midnight has passed."""

    def __init__(self, clock: Clock, record: Record, answers: Answers, telling: Telling, book: SuggestionBook) -> None:
        self._lock = RLock()
        self._clock = clock
        self._record, self._queue = record, record.queue
        self._answers, self._telling, self._book = answers, telling, book

    @abstractmethod
    def _open_day(self) -> None:
        """Begin a new day where midnight has passed; called with the lock held."""

    def keep_day(self, steady: SteadyClock) -> DayGuard:
        """No jump of the clock sends a waiting hall home, not even with a restart in it."""
        return self._record.keep_day(steady)

    def now(self) -> datetime:
        """The office's local time."""
        return self._clock()

    @property
    def alone(self) -> Mapping[DeviceId, Spell]:
        """Kiosks that gave numbers by themselves today while they were cut off."""
        return self._record.alone

    def tally(self) -> Tally:
        """What was done since the start; a copy."""
        with self._lock:
            return deepcopy(self._record.tally)

    def desk(self, counter: CounterId) -> Desk | None:
        """What the counter's page shows; None for a counter that the site does not have."""
        return self._look(lambda queue, at: desk(queue, counter, at) if counter in queue.counters else None)

    def hall(self) -> Hall:
        """What the head's page shows."""
        return self._look(lambda queue, at: hall(queue, at, self._telling.forecast(at)))

    def board_now(self) -> tuple[Board, Outlook]:
        """What a hall board shows."""
        return self._look(
            lambda queue, at: (views.board(queue, at), views.outlook(queue, at, self._telling.forecast(at)))
        )

    def plate_now(self, counter: CounterId) -> tuple[CounterState, datetime]:
        """What the board of one of the site's counters shows, and the time."""
        return self._look(lambda queue, at: (views.counter_state(queue, counter, at), at))

    def following(self, visit: VisitId) -> views.Following | None:
        """What a phone shows."""
        return self._look(lambda queue, at: views.following(queue, visit, at, self._telling.forecast(at)))

    def followed(self, visits: Iterable[VisitId]) -> dict[VisitId, views.Following | None]:
        """The same of several, at one moment."""
        return self._look(
            lambda queue, at: {one: views.following(queue, one, at, self._telling.forecast(at)) for one in visits}
        )

    def suggestions(self, most: int) -> Sequence[Suggestion]:
        """What the head's page of suggestions shows: the newest of all days, newest first."""
        with self._lock:
            return self._book.latest(most)

    def look(self, read: Callable[[Queue], _T]) -> _T:
        """Read the queue while nothing changes; what ``read`` returns must not be part of it."""
        return self._look(lambda queue, _: read(queue))

    def _look(self, read: Callable[[Queue, datetime], _T]) -> _T:
        with self._lock:
            self._open_day()
            return read(self._queue, self._clock())

    def address(self, visit: VisitId) -> str:
        """What the ticket's QR opens."""
        return self._answers.address(visit)
