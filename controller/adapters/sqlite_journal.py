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
from contract.ids import DeviceId, OfficerId, RequestId, SuggestionNumber, TicketNumber, VisitId
from contract.notices import Answer
from controller.adapters.sqlite_schema import VERSION, bring_up, version_of
from controller.core.events import (
    KINDS,
    DayOpened,
    Entry,
    Event,
    SuggestionHandled,
    SuggestionLeft,
    TicketIssued,
)
from controller.core.versions import newest, upcast

_ANSWERS_KEPT: Final = 30
"""Days, as the office opens them, within which a device may ask again. A kiosk's outbox holds a tap while the network is away, which
is hours; one that comes back from a cupboard after a month may be given a new number for an old tap."""
_HANDFUL: Final = 100
"""Answers forgotten at once: a millisecond or two."""
_CACHE_KB: Final = 16_000
"""Room for the index of a month's answers, of which every command looks into another corner."""
_ANSWER: Final = "INSERT INTO answers (seq, request, answer) SELECT ifnull(max(seq), 0), ?, ? FROM events"
_LAST: Final = 2**62
_BROKEN: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_DISK: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
_BODIES: Final = {name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()}


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
        self._forget_before: int | None = None
        try:
            if read_only:
                self._open(f"{self._path.absolute().as_uri()}?mode=ro")
            else:
                self._own(folder)
        except (OSError, sqlite3.Error) as fault:
            raise JournalUnreadableError(f"{self._path}: {_words(fault)}") from fault

    def _own(self, folder: Path) -> None:
        """Lock the journal and get it ready for writing."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = (folder / "journal.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise JournalInUseError(f"{self._path} is written by another controller") from fault
        self._open(self._path.absolute().as_uri())
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.execute(f"PRAGMA cache_size=-{_CACHE_KB}")
        bring_up(self._db)
        self._version = VERSION

    def _open(self, address: str) -> None:
        """A newer controller's tables are left as they are."""
        self._db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        self._version = version_of(self._db)
        if self._version > VERSION:
            self.close()
            raise JournalUnreadableError(
                f"{self._path}: a newer controller has written it (tables of version {self._version}, "
                f"this one knows up to {VERSION}). Please start the newer one again."
            )

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
                self._db.execute(_ANSWER, (request, encode_notice(answer)))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def tidy(self) -> None:
        """Forget a handful of the answers that nobody asks for any more; a millisecond or two, for quiet moments."""
        if self._forget_before is None:
            latest = self._db.execute("SELECT seq FROM days ORDER BY seq DESC LIMIT 1 OFFSET ?", (_ANSWERS_KEPT,))
            self._forget_before = next(latest, (0,))[0]
        oldest = self._db.execute("SELECT place, seq FROM answers ORDER BY place LIMIT 1").fetchone()
        if oldest and oldest[1] < self._forget_before:
            until = (oldest[0] + _HANDFUL, self._forget_before)
            self._db.execute("DELETE FROM answers WHERE place < ? AND seq < ?", until)

    def latest_day(self, last: int | None = None) -> Iterator[Entry]:
        """Entries since the last ``DayOpened``, in order; all of them in a journal without one. ``last``: up to that number."""
        upto = _LAST if last is None else last
        since = "ifnull((SELECT max(seq) FROM days WHERE seq <= ?), 0)"
        return self._read(f"WHERE seq >= {since} AND seq <= ? ORDER BY seq", upto, upto)

    def of_day(self, day: date) -> Iterator[Entry]:
        """Entries of one day in order; none for a day that was never opened."""
        begin = self._db.execute("SELECT seq FROM days WHERE day = ?", (day.isoformat(),)).fetchone()
        if begin is None:
            return iter(())
        after = "ifnull((SELECT min(seq) FROM days WHERE seq > ?), ?)"
        return self._read(f"WHERE seq >= ? AND seq < {after} ORDER BY seq", begin[0], begin[0], _LAST)

    def all(self) -> Iterator[Entry]:
        """Every entry in order."""
        return self._read("ORDER BY seq")

    def after(self, seq: int, most: int) -> Sequence[Entry]:
        """At most so many entries behind that number, in order: what a reader takes at once, so that it keeps no page of the log."""
        return list(self._read("WHERE seq > ? ORDER BY seq LIMIT ?", seq, most))

    def last(self) -> int:
        """The number of the last entry; 0 in an empty journal."""
        return int(self._db.execute("SELECT ifnull(max(seq), 0) FROM events").fetchone()[0])

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

    def suggestion(self, number: SuggestionNumber) -> Sequence[Entry]:
        """All that happened to one suggestion, in order."""
        return list(self._read("WHERE seq IN (SELECT seq FROM suggestions WHERE number = ?) ORDER BY seq", number))

    def suggestions(self, most: int) -> Sequence[Entry]:
        """All that happened to the newest suggestions, in order."""
        newest_first = "SELECT number FROM suggestions GROUP BY number ORDER BY min(seq) DESC LIMIT ?"
        theirs = f"SELECT seq FROM suggestions WHERE number IN ({newest_first})"  # noqa: S608
        return list(self._read(f"WHERE seq IN ({theirs}) ORDER BY seq", most))

    def _write(self, entry: Entry) -> None:
        event = entry.event
        kind = type(event).__name__
        self._db.execute(
            "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.seq,
                entry.at.isoformat(),
                entry.by,
                entry.request,
                getattr(event, "visit", None),
                kind,
                newest(kind),
                msgspec.json.encode(event).decode(),
                entry.officer,
            ),
        )
        if isinstance(event, DayOpened):
            self._db.execute("INSERT OR REPLACE INTO days VALUES (?, ?)", (event.day.isoformat(), entry.seq))
            self._forget_before = None
        elif isinstance(event, TicketIssued):
            self._db.execute("INSERT INTO tickets VALUES (?, ?)", (event.number, event.visit))
        elif isinstance(event, SuggestionLeft | SuggestionHandled):
            self._db.execute("INSERT INTO suggestions VALUES (?, ?)", (event.number, entry.seq))

    def _read(self, where: str, *values: object) -> Iterator[Entry]:
        officer = "officer" if self._version else "NULL"  # a reader does not bring an older journal up
        columns = f"seq, at, by, request, type, version, body, {officer}"
        try:
            for row in self._db.execute(f"SELECT {columns} FROM events {where}", values):  # noqa: S608
                yield _entry(*row)
        except KeyError as fault:
            raise JournalUnreadableError(f"{self._path}: only a newer controller knows the event {fault}") from fault
        except (sqlite3.Error, msgspec.MsgspecError, ValueError) as fault:
            raise JournalUnreadableError(f"{self._path}: {_words(fault)}") from fault


def _words(fault: Exception) -> str:
    """What is wrong, and what to do about it: a broken journal is neither mended nor begun anew by itself."""
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF  # the upper bits only say where
    if isinstance(fault, OSError) or code in _DISK:
        return f"{fault}. The disk is full, may not be written, or fails: please run `motcua doctor`."
    if code not in _BROKEN:
        return str(fault)
    return f"{fault}. It is broken; please keep it, and put the newest backup back: `motcua restore FILE --force`."


def _entry(
    seq: int, at: str, by: str, request: str | None, kind: str, version: int, body: str, officer: str | None
) -> Entry:
    decoder, when = _BODIES[kind], datetime.fromisoformat(at)
    if version == newest(kind):
        event = cast(Event, decoder.decode(body))
    else:
        event = cast(Event, msgspec.convert(upcast(kind, version, msgspec.json.decode(body), when), KINDS[kind]))
    return Entry(
        seq, when, DeviceId(by), RequestId(request) if request else None, event, OfficerId(officer) if officer else None
    )
