"""The outbox in SQLite: WAL with synchronous=FULL, so that a tap survives the power cut that follows it."""

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

from contract.codec import decode_notice
from contract.ids import RequestId
from contract.notices import Receipt
from kiosk.ports import OwedPaper

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS requests (
    place INTEGER PRIMARY KEY, request TEXT NOT NULL UNIQUE, at REAL NOT NULL, payload BLOB NOT NULL,
    answer BLOB, paper TEXT NOT NULL DEFAULT 'owed'
) STRICT;
CREATE INDEX IF NOT EXISTS requests_pending ON requests (place) WHERE answer IS NULL;
CREATE INDEX IF NOT EXISTS requests_owed ON requests (place) WHERE answer IS NOT NULL AND paper != 'ended';
"""
KEEP_DAYS: Final = 30
"""Answered requests older than this are forgotten at start."""


class SqliteOutbox:
    """``outbox.sqlite`` in ``folder``; for one process, any number of threads."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._db = sqlite3.connect(folder / "outbox.sqlite", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA)
        old = time.time() - KEEP_DAYS * 86400
        self._db.execute("DELETE FROM requests WHERE answer IS NOT NULL AND at < ?", (old,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

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
        """Store the first answer; False when the request was answered before or is not ours."""
        paper = "owed" if isinstance(decode_notice(answer), Receipt) else "ended"
        return bool(
            self._do(
                "UPDATE requests SET answer = ?, paper = ? WHERE request = ? AND answer IS NULL", answer, paper, request
            )
        )

    def begin_paper(self, request: RequestId) -> None:
        """From here on the printer may have got some of it."""
        self._do("UPDATE requests SET paper = 'begun' WHERE request = ?", request)

    def end_paper(self, request: RequestId) -> None:
        """The paper's end was reported."""
        self._do("UPDATE requests SET paper = 'ended' WHERE request = ?", request)

    def owed(self) -> Sequence[OwedPaper]:
        """Answered taps whose paper has no end, oldest first."""
        rows = self._all(
            "SELECT answer, paper, at FROM requests WHERE answer IS NOT NULL AND paper != 'ended' ORDER BY place"
        )
        owed = []
        for answer, paper, at in rows:
            receipt = decode_notice(answer)
            if isinstance(receipt, Receipt):
                owed.append(OwedPaper(receipt, paper == "begun", time.time() - at))
        return owed

    def _do(self, statement: str, *values: object) -> int:
        with self._lock:
            return self._db.execute(statement, values).rowcount

    def _all(self, statement: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(statement).fetchall()
