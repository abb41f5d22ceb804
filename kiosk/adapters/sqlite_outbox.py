"""The outbox in SQLite: WAL with synchronous=FULL, so that a tap survives the power cut that follows it.

A rating and somebody's own words are overwritten as soon as they are answered, in the log of changes too: whoever takes the terminal's
memory card home finds nobody's.
"""

import contextlib
import fcntl
import logging
import sqlite3
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import tzinfo
from pathlib import Path
from threading import Lock
from typing import Any, Final

from contract.codec import decode_notice, decode_request
from contract.commands import LeaveSuggestion, RateVisit
from contract.errors import CallAPersonError, MalformedMessageError
from contract.ids import RequestId
from contract.notices import Notice, Receipt
from kiosk.adapters.sqlite_held import SqliteHeld
from kiosk.ports import OwedPaper

_LOG: Final = logging.getLogger(__name__)
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS requests (
    place INTEGER PRIMARY KEY, request TEXT NOT NULL UNIQUE, at REAL NOT NULL, payload BLOB NOT NULL,
    answer BLOB, paper TEXT NOT NULL DEFAULT 'owed'
) STRICT;
CREATE INDEX IF NOT EXISTS requests_pending ON requests (place) WHERE answer IS NULL;
CREATE INDEX IF NOT EXISTS requests_owed ON requests (place) WHERE answer IS NOT NULL AND paper != 'ended';
"""
_CACHE_KB: Final = 256
"""Of pages in memory: what is asked for stands at the end of the table, and a month's requests need not lie there too."""
KEEP_DAYS: Final = 30
"""Answered requests older than this are forgotten at start."""
_BROKEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class OutboxInUseError(CallAPersonError):
    """The same terminal runs already; a second one would print its tickets again."""


class SqliteOutbox:
    """``outbox.sqlite`` in ``folder``; for one process, any number of threads. Raises OutboxInUseError.

    A file that is no database any more is put aside, so that a worn memory card does not end the terminal for good.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "outbox.sqlite"
        self._lock = Lock()
        self._own = (folder / "outbox.lock").open("a")
        try:
            fcntl.flock(self._own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            self._own.close()
            raise OutboxInUseError(f"{path} is written by another program") from fault
        try:
            self._db = _opened(path)
        except sqlite3.DatabaseError as fault:
            if fault.sqlite_errorcode & 0xFF not in _BROKEN:  # the upper bits only say where
                raise
            _LOG.exception("%s is broken and put aside", path)
            _put_aside(path)
            self._db = _opened(path)

    def close(self) -> None:
        """Close the file, and leave it to another program."""
        with self._lock:
            self._db.close()
            self._own.close()

    def held(self, zone: tzinfo) -> SqliteHeld:
        """The numbers that the kiosk holds, in the same file; ``zone`` is the office's."""
        return SqliteHeld(self._db, self._lock, zone)

    def put(self, request: RequestId, payload: bytes) -> None:
        """Store a request; the same one twice is stored once."""
        self._do(
            "INSERT OR IGNORE INTO requests (request, at, payload) VALUES (?, ?, ?)", request, time.time(), payload
        )

    def pending(self) -> Sequence[tuple[RequestId, bytes]]:
        """Requests without an answer, oldest first."""
        rows = self._all("SELECT request, payload FROM requests WHERE answer IS NULL ORDER BY place")
        return [(RequestId(request), payload) for request, payload in rows]

    def settle(self, request: RequestId, answer: bytes) -> bool:
        """Store the first answer and its time; False when the request was answered before or is not ours.

        What was asked for is forgotten: it may be somebody's own words.
        """
        paper = "owed" if isinstance(decode_notice(answer), Receipt) else "ended"
        asked = self._all("SELECT payload FROM requests WHERE request = ? AND answer IS NULL", request)
        first = bool(
            self._do(
                "UPDATE requests SET answer = ?, paper = ?, at = ?, payload = x'' WHERE request = ? AND answer IS NULL",
                answer,
                paper,
                time.time(),
                request,
            )
        )
        if any(_is_private(payload) for (payload,) in asked):
            with self._lock:
                _overwrite(self._db)
        return first

    def begin_paper(self, request: RequestId) -> None:
        """From here on the printer may have got some of it."""
        self._do("UPDATE requests SET paper = 'begun' WHERE request = ?", request)

    def end_paper(self, request: RequestId, *, held: bool) -> None:
        """The paper's end was reported."""
        self._do("UPDATE requests SET paper = ? WHERE request = ?", "ended" if held else "missing", request)

    def owed(self) -> Sequence[OwedPaper]:
        """Answered taps whose paper has no end, oldest first."""
        return [one for paper, one in self._without_paper() if paper != "missing"]

    def unheld(self, within_s: float) -> Receipt | None:
        """The latest number that was given so lately and whose paper came to nothing, as far as is known."""
        lately = [one for paper, one in self._without_paper() if paper == "missing" and one.age_s <= within_s]
        return lately[-1].receipt if lately else None

    def _without_paper(self) -> list[tuple[str, OwedPaper]]:
        rows = self._all(
            "SELECT answer, paper, at FROM requests WHERE answer IS NOT NULL AND paper != 'ended' ORDER BY place"
        )
        found = []
        for answer, paper, at in rows:
            receipt = _read(answer)
            if isinstance(receipt, Receipt):
                found.append((paper, OwedPaper(receipt, paper == "begun", time.time() - at)))
        return found

    def _do(self, statement: str, *values: object) -> int:
        with self._lock:
            return self._db.execute(statement, values).rowcount

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement, values).fetchall()


def _read(answer: bytes) -> Notice | None:
    """None for what another version of this program has left."""
    try:
        return decode_notice(answer)
    except MalformedMessageError:
        return None


def _is_private(payload: bytes) -> bool:
    """Whether it says what somebody thinks; also of what another version of this program has stored."""
    try:
        return isinstance(decode_request(payload).command, RateVisit | LeaveSuggestion)
    except MalformedMessageError:
        return True


def _overwrite(db: sqlite3.Connection) -> None:
    """Fold the log of changes in and cut it to nothing; a disk that fails is asked again with the next one."""
    with contextlib.suppress(sqlite3.OperationalError):
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _opened(path: Path) -> sqlite3.Connection:
    """Ready for use; all that a start needs has been read once."""
    with ExitStack() as broken:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        broken.callback(db.close)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA secure_delete=ON")
        db.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        db.executescript(_SCHEMA)
        old = time.time() - KEEP_DAYS * 86400
        db.execute("DELETE FROM requests WHERE answer IS NOT NULL AND at < ?", (old,))
        db.execute("SELECT * FROM requests WHERE answer IS NULL OR paper != 'ended'").fetchall()
        _overwrite(db)  # of a run that a power cut ended
        broken.pop_all()
    return db


def _put_aside(path: Path) -> None:
    mark = f"broken-{time.time_ns()}"
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if part.exists():
            part.rename(part.with_name(f"{part.name}.{mark}"))
