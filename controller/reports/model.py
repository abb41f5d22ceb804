"""The read model: follows the journal in short steps, keeps days that are over on disk, and the one that is not in memory.

It has its own connection to the journal, takes some thousand entries at a time and lets go of it between two takings, so that the
controller's log of changes can be folded into the journal whenever it likes.
"""

import copy
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import msgspec

from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import DayOpened, Entry, VisitRated
from controller.core.ledger import facts_of
from controller.core.rating_batches import RatingBatches
from controller.reports.columns import Array, Row, Words, arrays, pack
from controller.reports.rows import rows_of
from controller.reports.shelf import Shelf
from controller.reports.sqlite_blocks import OvertakenError, Reading, SqliteBlocks

_AT_ONCE: Final = 4_000
"""Entries, some ten milliseconds' worth."""
_WHENEVER: Final = datetime.min.replace(tzinfo=UTC)
_RATINGS: Final = msgspec.json.Decoder(list[VisitRated])


class Model:
    """The journal in ``folder`` and what was made of it. Raises JournalUnreadableError. Not for two threads at once.

    ``seq`` is the last entry that was read, ``closed`` the first of the last day that is over, ``words`` are those of the facts.
    """

    def __init__(self, folder: Path) -> None:
        self._journal = SqliteJournal(folder, read_only=True)
        self._blocks = SqliteBlocks(folder)
        try:
            self._begin()
        except (sqlite3.DatabaseError, msgspec.MsgspecError, UnicodeDecodeError):
            self.begin_anew()
        if not self._is_of_this_journal():
            self.begin_anew()

    def close(self) -> None:
        """Give the files free."""
        self._journal.close()
        self._blocks.close()

    def catch_up(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Read to the journal's end, or until ``go_on`` says no; whether the end was reached."""
        while entries := self._journal.after(self.seq, _AT_ONCE):
            self._read(entries)
            if not go_on():
                return self.seq >= self._journal.last()
        return True

    def begin_anew(self) -> None:
        """Throw everything away that was read."""
        self._blocks.begin_anew()
        self._begin()

    @property
    def share(self) -> float:
        """How much of the journal was read, by its numbers, from 0 to 1."""
        last = self._journal.last()
        return self.seq / last if last else 1.0

    @property
    def opened(self) -> date | None:
        """The day that is not over; None before the first one."""
        return self._entries[0].event.day if self._entries else None  # type: ignore[union-attr]

    def facts(self, kind: str, since: date, until: date) -> Mapping[str, Array]:
        """The columns of a kind's facts over some days, both included, with ``day`` beside them."""
        shelf = self._shelves.get(kind)
        if shelf is None:
            shelf = self._shelves[kind] = Shelf(kind)
        if shelf.seq < self.closed:
            shelf.keep(self._blocks.blocks(kind, shelf.seq))
            shelf.seq = self.closed
        if self.opened is not None and shelf.shown != self.seq:
            shelf.today(self.opened.toordinal(), self._today(kind))
            shelf.shown = self.seq
        return shelf.period(since.toordinal(), until.toordinal())

    def days(self, since: date, until: date) -> int:
        """How many of them the journal has."""
        known = [*self._days, *([self.opened.toordinal()] if self.opened else [])]
        return sum(since.toordinal() <= day <= until.toordinal() for day in known)

    def _begin(self) -> None:
        """As the file has it."""
        self._reading = self._blocks.reading()
        self.seq = self._reading.seq
        self.words = Words(self._blocks.words())
        self._stored_words = len(self.words.words)
        days = self._blocks.days()
        self._days = [day for _, day in days]
        self.closed = days[-1][0] if days else 0
        self._shelves: dict[str, Shelf] = {}
        self._entries: list[Entry] = []
        self._ratings = RatingBatches()
        for rated in _RATINGS.decode(self._reading.waiting or b"[]"):
            self._ratings.add(rated, _WHENEVER)  # the moment that counts is that of a fifth one
        self._now: tuple[int, Mapping[str, Sequence[Row]]] = (0, {})

    def _is_of_this_journal(self) -> bool:
        """A journal that was put back from a copy, or begun anew, may say something else under the same numbers."""
        if not self._reading.seq:
            return True
        ends = (*self._journal.after(0, 1), *self._journal.after(self._reading.seq - 1, 1))
        return [entry.at.isoformat() for entry in ends] == [self._reading.first, self._reading.latest]

    def _read(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if isinstance(entry.event, DayOpened):
                if self._entries and not self._close_day():
                    return
                self._entries = [entry]
            elif self._entries:
                self._entries.append(entry)
            self.seq = entry.seq

    def _today(self, kind: str) -> Mapping[str, Array]:
        """Made anew whenever there is another entry: a day has some thousand, and what was undone a moment ago did not happen."""
        if self._now[0] != self.seq:
            facts = facts_of(self._entries, copy.deepcopy(self._ratings), over=False)
            self._now = (self.seq, rows_of(facts))
        return arrays(kind, self._now[1][kind], self.words)

    def _close_day(self) -> bool:
        """False where another process was faster, and everything is as that has left it.

        Ratings that wait are taken on beside, and count once the day is stored: a disk that fails is asked again, and none counts twice.
        """
        ratings = copy.deepcopy(self._ratings)
        first, facts = self._entries[0], facts_of(self._entries, ratings, over=True)
        blocks = {kind: (len(rows), pack(kind, rows, self.words)) for kind, rows in rows_of(facts).items()}
        waiting = [rated for together in ratings.waiting.values() for rated in together]
        before = self._reading
        begin = before.first or self._journal.after(0, 1)[0].at.isoformat()
        now = Reading(begin, self.seq, self._entries[-1].at.isoformat(), msgspec.json.encode(waiting))
        words = list(enumerate(self.words.words))[self._stored_words :]
        try:
            self._blocks.store(before, now, first.seq, facts.day, blocks, words)
        except OvertakenError:
            self._begin()
            return False
        self._reading, self._ratings = now, ratings
        self._stored_words, self.closed = len(self.words.words), first.seq
        self._days.append(facts.day.toordinal())
        return True
