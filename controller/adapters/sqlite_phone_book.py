"""Telephone numbers in a small SQLite file of their own, sealed, and gone from the disk with the visit.

Apart from the journal, which forgets nothing. ``secure_delete`` overwrites what is erased with zeros, and the rollback journal, which holds
pages as they were, is cut to nothing after every transaction; there is no WAL, which would keep them until somebody tidies it.
"""

import contextlib
import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from contract.ids import VisitId
from contract.phone_number import Phone
from contract.sealed_phone import opened, seal
from controller.message_ports import Told

_LOG: Final = logging.getLogger(__name__)
FILE: Final = "phones.sqlite"


class SqlitePhoneBook:
    """``phones.sqlite`` in ``folder``, sealed with ``key``; safe to use from any thread.

    A file that cannot be read is begun anew: nobody is told of a turn then, and nothing else is lost.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._key = key
        self._lock = Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / FILE
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError:
            _LOG.warning("%s cannot be read and is begun anew", path)
            for one in (path, path.with_name(f"{FILE}-journal")):
                with contextlib.suppress(FileNotFoundError):
                    one.unlink()
            self._db = self._open(path)

    def _open(self, path: Path) -> sqlite3.Connection:
        path.touch(mode=0o600)
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA secure_delete=ON")
            db.execute("PRAGMA journal_mode=TRUNCATE")
            db.execute("PRAGMA synchronous=FULL")
            db.execute(
                "CREATE TABLE IF NOT EXISTS phones (visit TEXT PRIMARY KEY, sealed TEXT NOT NULL, marks TEXT NOT NULL) STRICT"
            )
            db.execute("SELECT visit, sealed, marks FROM phones LIMIT 1").fetchone()
        except sqlite3.Error:
            db.close()
            raise
        return db

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    def put(self, visit: VisitId, phone: Phone) -> None:
        """Durable when this returns; messages that have left stay known."""
        words = "INSERT INTO phones VALUES (?, ?, '[]') ON CONFLICT (visit) DO UPDATE SET sealed = excluded.sealed"
        with self._lock:
            self._db.execute(words, (visit, seal(self._key, visit, phone)))

    def tell(self, visit: VisitId, mark: str) -> None:
        """Noted before it leaves."""
        words = "UPDATE phones SET marks = json_insert(marks, '$[#]', ?) WHERE visit = ?"
        with self._lock:
            self._db.execute(words, (mark, visit))

    def all(self) -> Mapping[VisitId, Told]:
        """What another key has sealed, or what is broken, is erased."""
        with self._lock:
            rows = self._db.execute("SELECT visit, sealed, marks FROM phones").fetchall()
        read = {VisitId(visit): (opened(self._key, VisitId(visit), sealed), marks) for visit, sealed, marks in rows}
        self.erase(visit for visit, (phone, _) in read.items() if phone is None)
        return {visit: Told(phone, frozenset(json.loads(marks))) for visit, (phone, marks) in read.items() if phone}

    def erase_all(self) -> None:
        """Also what no key opens."""
        with self._lock:
            self._db.execute("DELETE FROM phones")

    def erase(self, visits: Iterable[VisitId]) -> None:
        """Overwritten with zeros, in the file and in what SQLite keeps beside it."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("DELETE FROM phones WHERE visit = ?", ((one,) for one in visits))


def erase_phone_book(folder: Path) -> None:
    """For an office that tells phones nothing any more; where there is no book, nothing is done."""
    if (folder / FILE).exists():
        book = SqlitePhoneBook(folder, "")
        book.erase_all()
        book.close()
