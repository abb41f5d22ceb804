"""Whether an SQLite database is whole, without touching it: SQLite's own quick_check, read only, with an end."""

import sqlite3
import time
from enum import Enum, auto
from pathlib import Path
from typing import Final
from urllib.parse import quote

_STEPS: Final = 10_000
"""Of SQLite's machine between two looks at the time."""
_WHOLE: Final = "ok"
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY: Final = 0xFF
"""Of an extended result code, the part that says what kind it is."""


class Verdict(Enum):
    """What can be said of a database."""

    WHOLE = auto()
    DAMAGED = auto()
    UNSEEN = auto()
    """May not be read, or is too large for the time."""


def verdict(file: Path, until: float) -> Verdict:
    """Look at it by ``until``, a moment of ``time.monotonic``.

    While its program runs, its log of changes is read with it; else the file alone, as it stands: opening a database that
    nobody has open would write that log.
    """
    running = file.with_name(file.name + "-wal").exists() and file.with_name(file.name + "-shm").exists()
    how = "mode=ro&readonly_shm=1" if running else "mode=ro&immutable=1"
    try:
        database = sqlite3.connect(f"file:{quote(str(file))}?{how}", uri=True, timeout=0.5)
    except sqlite3.Error:
        return Verdict.UNSEEN
    try:
        database.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
        said = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as fault:
        code = getattr(fault, "sqlite_errorcode", 0) & _PRIMARY
        return Verdict.DAMAGED if code in _DAMAGED else Verdict.UNSEEN
    finally:
        database.close()
    return Verdict.WHOLE if said and said[0] == _WHOLE else Verdict.DAMAGED
