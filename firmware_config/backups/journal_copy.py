"""A copy of the journal while the controller goes on writing: one moment of it, whole, and checked."""

import errno
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firmware_config.backups.fault import BackupError

JOURNAL: Final = "journal.sqlite"


@dataclass(frozen=True, slots=True)
class JournalMark:
    """How far a journal reaches: ``tables``: version of its tables; ``last``: number of its last entry, 0 in an empty one."""

    tables: int
    last: int
    day: str = ""


def copy_journal(source: Path, to: Path) -> JournalMark:
    """Copy by SQLite's online backup in one step, which is one read transaction: in WAL mode no writer waits for it.

    The copy is one file without a log beside it. Raises BackupError where the journal is broken or cannot be read, OSError where
    there is no room for the copy.
    """
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as journal,
            closing(sqlite3.connect(to)) as copy,
        ):
            journal.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fault:
        if fault.sqlite_errorcode & 0xFF == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(to.parent.parent)) from fault
        raise BackupError("journal", file=source, words=fault) from fault
    return journal_mark(to, source)


def journal_mark(path: Path, name: Path | None = None) -> JournalMark:
    """Read every page of a journal that nobody writes. Raises BackupError (with the path ``name``) where one is broken."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as journal:
            ((answer, *_), *_) = journal.execute("PRAGMA integrity_check(1)").fetchall()
            if answer != "ok":
                raise BackupError("journal", file=name or path, words=answer)
            tables = journal.execute("PRAGMA user_version").fetchone()[0]
            last = journal.execute("SELECT ifnull(max(seq), 0) FROM events").fetchone()[0]
            day = journal.execute("SELECT day FROM days ORDER BY seq DESC LIMIT 1").fetchone()
    except sqlite3.Error as fault:
        raise BackupError("journal", file=name or path, words=fault) from fault
    return JournalMark(tables, last, day[0] if day else "")
