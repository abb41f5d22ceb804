"""The journal in SQLite: WAL with synchronous=FULL, because a number that a power cut takes back is given twice."""

import fcntl
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final, TextIO, cast

import msgspec

from contract.codec import decode_notice, encode_notice
from contract.errors import CallAPersonError
from contract.ids import DeviceId, RequestId, TicketNumber, VisitId
from contract.notices import Answer
from controller.core.events import KINDS, DayOpened, Entry, Event, TicketIssued

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, request TEXT, visit TEXT,
    type TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_visit ON events (visit) WHERE visit IS NOT NULL;
CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tickets (
    number TEXT NOT NULL, visit TEXT NOT NULL, PRIMARY KEY (number, visit)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (request TEXT PRIMARY KEY, answer BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""
_VERSION: Final = 1


class JournalInUseError(CallAPersonError):
    """Another controller already writes this journal."""


class JournalUnreadableError(CallAPersonError):
    """The journal cannot be read: a broken disk, or a newer controller has written it. It is never begun anew by itself."""


class SqliteJournal:
    """``journal.sqlite`` in ``folder``; one writer at a time, any number of readers. Not for two threads at once.

    Raises JournalInUseError and JournalUnreadableError.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._path = folder / "journal.sqlite"
        self._lock: TextIO | None = None
        try:
            if read_only:
                self._db = sqlite3.connect(
                    f"{self._path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False
                )
            else:
                self._own(folder)
        except (OSError, sqlite3.Error) as fault:
            raise JournalUnreadableError(f"{self._path}: {fault}") from fault

    def _own(self, folder: Path) -> None:
        """Lock the journal and get it ready for writing."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = (folder / "journal.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise JournalInUseError(f"{self._path} is written by another controller") from fault
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Give the journal free for another controller."""
        self._db.close()
        if self._lock:
            self._lock.close()

    def answered(self, request: RequestId) -> Answer | None:
        """The stored answer of a request that was decided before."""
        row = self._db.execute("SELECT answer FROM answers WHERE request = ?", (request,)).fetchone()
        return cast(Answer, decode_notice(row[0])) if row else None

    def append(self, entries: Sequence[Entry], request: RequestId | None, answer: Answer | None) -> None:
        """Store the entries and the answer in one durable transaction, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for entry in entries:
                self._write(entry)
            if request is not None and answer is not None:
                self._db.execute("INSERT INTO answers VALUES (?, ?)", (request, encode_notice(answer)))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def latest_day(self) -> Iterator[Entry]:
        """Entries since the last ``DayOpened``, in order; all of them in a journal without one."""
        return self._read("WHERE seq >= ifnull((SELECT max(seq) FROM days), 0) ORDER BY seq")

    def days(self) -> Sequence[date]:
        """Every day that was opened, in the order of opening."""
        return [date.fromisoformat(row[0]) for row in self._db.execute("SELECT day FROM days ORDER BY seq")]

    def story(self, visit: VisitId) -> Sequence[Entry]:
        """All that happened to one visit, in order."""
        return list(self._read("WHERE visit = ? ORDER BY seq", visit))

    def visits(self, number: TicketNumber) -> Sequence[VisitId]:
        """Every day's visit with this number, newest first."""
        rows = self._db.execute("SELECT visit FROM tickets WHERE number = ? ORDER BY visit DESC", (number,))
        return [VisitId(row[0]) for row in rows]

    def _write(self, entry: Entry) -> None:
        event = entry.event
        self._db.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.seq,
                entry.at.isoformat(),
                entry.by,
                entry.request,
                getattr(event, "visit", None),
                type(event).__name__,
                _VERSION,
                msgspec.json.encode(event).decode(),
            ),
        )
        if isinstance(event, DayOpened):
            self._db.execute("INSERT OR REPLACE INTO days VALUES (?, ?)", (event.day.isoformat(), entry.seq))
        elif isinstance(event, TicketIssued):
            self._db.execute("INSERT INTO tickets VALUES (?, ?)", (event.number, event.visit))

    def _read(self, where: str, *values: object) -> Iterator[Entry]:
        try:
            rows = self._db.execute(f"SELECT seq, at, by, request, type, body FROM events {where}", values)  # noqa: S608
            for seq, at, by, request, kind, body in rows:
                event = cast(Event, msgspec.json.decode(body, type=KINDS[kind]))
                yield Entry(seq, datetime.fromisoformat(at), DeviceId(by), request and RequestId(request), event)
        except KeyError as fault:
            raise JournalUnreadableError(f"{self._path}: only a newer controller knows the event {fault}") from fault
        except (sqlite3.Error, msgspec.MsgspecError, ValueError) as fault:
            raise JournalUnreadableError(f"{self._path}: {fault}") from fault
