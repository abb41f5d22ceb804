"""``reports.sqlite``: the facts of every day that is over, as blocks of columns.

All of it is derived from the journal: it is never brought up from an older version, but begun anew whenever it cannot be trusted. Where the folder cannot be written it lies in memory.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

_VERSION: Final = 1
"""Of tables, columns and definitions together: whatever changes what a block means makes it another one."""
_BUSY_S: Final = 5.0
_MEMORY: Final = ":memory:"
_TABLES: Final = (
    "CREATE TABLE reading (version INTEGER, first TEXT, seq INTEGER, latest TEXT, waiting BLOB) STRICT",
    "CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT",
    "CREATE TABLE days (seq INTEGER PRIMARY KEY, day INTEGER NOT NULL) STRICT",
    """CREATE TABLE blocks (kind TEXT, seq INTEGER, count INTEGER, block BLOB, PRIMARY KEY (kind, seq)) STRICT""",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the journal was read: to the entry before the latest day's ``DayOpened``.

    ``first`` and ``latest`` are the moments of the journal's first and last entry that was read, which tell it from another one;
    ``waiting`` are ratings that are not shown yet, encoded.
    """

    first: str = ""
    seq: int = 0
    latest: str = ""
    waiting: bytes = b""


@dataclass(frozen=True, slots=True)
class Block:
    """Facts of one kind of one day, which ``seq`` orders among the others."""

    seq: int
    day: int
    count: int
    block: bytes


class OvertakenError(Exception):
    """Another process has written the same days meanwhile."""


class SqliteBlocks:
    """The file in ``folder``; raises sqlite3.Error where it cannot be read. Not for two threads at once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "reports.sqlite"
        self._in_memory = False
        try:
            self._open(str(self._path))
        except sqlite3.OperationalError:  # nobody may write here, so nothing can be kept
            self._in_memory = True
            self._open(_MEMORY)
        except sqlite3.DatabaseError:
            self.begin_anew()

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    def begin_anew(self) -> None:
        """Throw everything away."""
        self._db.close()
        if not self._in_memory:
            for end in ("", "-wal", "-shm"):
                Path(f"{self._path}{end}").unlink(missing_ok=True)
        self._open(_MEMORY if self._in_memory else str(self._path))

    def reading(self) -> Reading:
        """As it stands now, perhaps by another process."""
        return Reading(*self._db.execute("SELECT first, seq, latest, waiting FROM reading").fetchone())

    def words(self) -> Sequence[str]:
        """By number, from 0."""
        return [row[0] for row in self._db.execute("SELECT word FROM words ORDER BY number")]

    def days(self) -> Sequence[tuple[int, int]]:
        """Numbers of first entries, and days as ordinals, in the journal's order."""
        return self._db.execute("SELECT seq, day FROM days ORDER BY seq").fetchall()

    def blocks(self, kind: str, after: int) -> Iterator[Block]:
        """Behind one, in the journal's order."""
        asked = (
            "SELECT seq, day, count, block FROM blocks JOIN days USING (seq) WHERE kind = ? AND seq > ? ORDER BY seq"
        )
        return (Block(*row) for row in self._db.execute(asked, (kind, after)))

    def store(
        self,
        before: Reading,
        now: Reading,
        first: int,
        day: date,
        blocks: Mapping[str, tuple[int, bytes]],
        words: Sequence[tuple[int, str]],
    ) -> None:
        """One more day, whole or not at all; raises OvertakenError where the file does not stand at ``before`` any more."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            if self.reading().seq != before.seq:
                raise OvertakenError
            self._db.execute("INSERT INTO days VALUES (?, ?)", (first, day.toordinal()))
            self._db.executemany("INSERT INTO words VALUES (?, ?)", words)
            rows = [(kind, first, count, block) for kind, (count, block) in blocks.items() if count]
            self._db.executemany("INSERT INTO blocks VALUES (?, ?, ?, ?)", rows)
            values = (now.first, now.seq, now.latest, now.waiting)
            self._db.execute("UPDATE reading SET first = ?, seq = ?, latest = ?, waiting = ?", values)

    def _open(self, address: str) -> None:
        self._db = sqlite3.connect(address, isolation_level=None, timeout=_BUSY_S)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")  # a power cut may cost the latest days, and spoils nothing
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            if not self._db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'reading'").fetchone():
                for table in _TABLES:
                    self._db.execute(table)
                self._db.execute("INSERT INTO reading VALUES (?, '', 0, '', x'')", (_VERSION,))
                self._db.execute("INSERT INTO words VALUES (0, '')")
        if self._db.execute("SELECT version FROM reading").fetchone() != (_VERSION,):
            raise sqlite3.DatabaseError("of another version")
