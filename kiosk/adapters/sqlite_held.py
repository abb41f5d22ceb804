"""The numbers that a kiosk holds, in the same SQLite file as its taps: a tap and its number are bound in one transaction."""

import sqlite3
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from threading import Lock
from typing import Any, Final

from contract.codec import decode_request, encode_notice, encode_request
from contract.commands import ReportTicket, Request, TakeTicket
from contract.ids import FieldId, RequestId, TicketNumber, VisitId
from contract.notices import HeldNumbers, Receipt
from contract.request_ids import report_of

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS held (
    place INTEGER PRIMARY KEY, day TEXT NOT NULL, number TEXT NOT NULL, field TEXT NOT NULL, follow TEXT NOT NULL,
    tap TEXT, given_at REAL, UNIQUE (day, number)
) STRICT;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""
_BOOK: Final = "book"
_OFFSET: Final = "offset"
_LATEST: Final = "latest"
_TICK: Final = timedelta(microseconds=1)


class SqliteHeld:
    """Shares connection and lock with the outbox; ``zone`` is the office's. Methods may be called from any thread."""

    def __init__(self, db: sqlite3.Connection, lock: Lock, zone: tzinfo) -> None:
        self._db, self._lock, self._zone = db, lock, zone
        with lock:
            db.executescript(_SCHEMA)
        with self._whole():
            db.execute("INSERT OR IGNORE INTO notes VALUES (?, ?)", (_BOOK, uuid.uuid4().hex.encode()))
        self._offset_s = float(self.noted(_OFFSET) or 0)

    @property
    def book(self) -> str:
        """The name of this memory: another one, made after it was lost, has another."""
        return (self.noted(_BOOK) or b"").decode()

    def now(self) -> datetime:
        """The office's time by the controller's clock, as far as it was ever told."""
        return self._moment(time.time())

    def keep(self, answer: HeldNumbers, offset_s: float | None) -> None:
        """What is held of a field from now on; what was given stays given. ``offset_s``: the controller's clock less ours."""
        day, field = answer.day.isoformat(), answer.field
        named = [one.number for one in answer.numbers]
        with self._whole():
            self._db.execute("DELETE FROM held WHERE day < ?", ((answer.day - timedelta(days=2)).isoformat(),))
            for (number,) in self._unused(day, field):
                if number not in named:
                    self._db.execute("DELETE FROM held WHERE day = ? AND number = ?", (day, number))
            self._db.executemany(
                "INSERT OR IGNORE INTO held (day, number, field, follow) VALUES (?, ?, ?, ?)",
                [(day, one.number, field, one.follow) for one in answer.numbers],
            )
            if offset_s is not None:
                self._note(_OFFSET, repr(offset_s).encode())
                self._offset_s = offset_s

    def left(self, day: date) -> Mapping[FieldId, int]:
        """Numbers of that day that nobody has, by field."""
        return self._count("WHERE day = ? AND tap IS NULL", day.isoformat())

    def given_since(self, at: datetime) -> Mapping[FieldId, int]:
        """How many the kiosk gave by itself after a moment, by field."""
        return self._count("WHERE given_at > ?", at.timestamp())

    def tapped_at(self, tap: RequestId) -> datetime | None:
        """When an unanswered tap was made, by the controller's clock; None for one that is not there."""
        with self._lock:
            row = self._db.execute("SELECT at FROM requests WHERE request = ? AND answer IS NULL", (tap,)).fetchone()
        return self._moment(row[0]) if row else None

    def give(self, tap: RequestId, day: date) -> tuple[Receipt, RequestId, bytes] | None:
        """Bind the next number of that day to an unanswered tap, and put its report into the outbox: all of it or nothing.

        The ticket, and the report's id and payload; None where the tap is answered or nothing is left.
        """
        with self._whole():
            row = self._db.execute(
                "SELECT at, payload FROM requests WHERE request = ? AND answer IS NULL", (tap,)
            ).fetchone()
            wish = decode_request(row[1]).command if row else None
            if not isinstance(wish, TakeTicket):
                return None
            found = self._db.execute(
                "SELECT number, follow FROM held WHERE day = ? AND field = ? AND tap IS NULL ORDER BY place LIMIT 1",
                (day.isoformat(), wish.field),
            ).fetchone()
            if found is None:
                return None
            return self._bind(tap, wish, day, self._in_order(self._moment(row[0])), *found)

    def note(self, name: str, value: bytes) -> None:
        """Keep something small over a restart."""
        with self._whole():
            self._note(name, value)

    def noted(self, name: str) -> bytes | None:
        """What was kept, if anything."""
        with self._lock:
            row = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def _bind(
        self, tap: RequestId, wish: TakeTicket, day: date, taken: datetime, number: TicketNumber, follow: str
    ) -> tuple[Receipt, RequestId, bytes]:
        visit, report = VisitId(f"{day.isoformat()}-{number}"), report_of(tap)
        receipt = Receipt(tap, visit, number, wish.field, taken, None, follow)
        payload = encode_request(Request(report, ReportTicket(tap, number, taken, wish.file_code, wish.language)))
        now = time.time()
        self._db.execute(
            "UPDATE requests SET answer = ?, paper = 'owed', at = ?, payload = x'' WHERE request = ?",
            (encode_notice(receipt), now, tap),
        )
        self._db.execute("INSERT INTO requests (request, at, payload) VALUES (?, ?, ?)", (report, now, payload))
        self._db.execute(
            "UPDATE held SET tap = ?, given_at = ? WHERE day = ? AND number = ?",
            (tap, taken.timestamp(), day.isoformat(), number),
        )
        self._note(_LATEST, repr(taken.timestamp()).encode())
        return receipt, report, payload

    def _in_order(self, taken: datetime) -> datetime:
        """Never before the tap that was answered before: this kiosk's own clock may have been set back."""
        row = self._db.execute("SELECT value FROM notes WHERE name = ?", (_LATEST,)).fetchone()
        if row is None:
            return taken
        before = datetime.fromtimestamp(float(row[0]), self._zone)
        return max(taken, before + _TICK) if before.date() == taken.date() else taken

    def _moment(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds + self._offset_s, self._zone)

    def _note(self, name: str, value: bytes) -> None:
        self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def _unused(self, day: str, field: FieldId) -> Sequence[tuple[Any, ...]]:
        return self._db.execute(
            "SELECT number FROM held WHERE day = ? AND field = ? AND tap IS NULL", (day, field)
        ).fetchall()

    def _count(self, where: str, value: object) -> Mapping[FieldId, int]:
        with self._lock:
            rows = self._db.execute(f"SELECT field, count(*) FROM held {where} GROUP BY field", (value,)).fetchall()  # noqa: S608
        return {FieldId(field): count for field, count in rows}

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """One durable transaction; what raises inside is undone by the connection."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            yield
