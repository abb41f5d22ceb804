"""The journal's tables, and how those of an older version become those of this one: in place, whole or not at all."""

import sqlite3
from collections.abc import Sequence
from typing import Final

VERSION: Final = 3
"""Of the tables, in ``PRAGMA user_version``; the first one wrote 0 there."""

STEPS: Final[Sequence[Sequence[str]]] = (
    (
        """CREATE TABLE IF NOT EXISTS events (
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, request TEXT, visit TEXT,
            type TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX IF NOT EXISTS events_by_visit ON events (visit) WHERE visit IS NOT NULL",
        "CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """CREATE TABLE IF NOT EXISTS tickets (
            number TEXT NOT NULL, visit TEXT NOT NULL, PRIMARY KEY (number, visit)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE IF NOT EXISTS answers (
            request TEXT PRIMARY KEY, answer BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
    (
        "ALTER TABLE events ADD COLUMN officer TEXT",
        "ALTER TABLE answers RENAME TO answers_of_1",
        # In the order of answering, so that the oldest lie together and can be forgotten by the handful.
        """CREATE TABLE answers (
            place INTEGER PRIMARY KEY, seq INTEGER NOT NULL, request TEXT NOT NULL UNIQUE, answer BLOB NOT NULL
        ) STRICT""",
        """INSERT INTO answers (seq, request, answer)
            SELECT (SELECT ifnull(max(seq), 0) FROM events), request, answer FROM answers_of_1""",
        "DROP TABLE answers_of_1",
    ),
    (
        """CREATE TABLE suggestions (
            number TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (number, seq)
        ) STRICT, WITHOUT ROWID""",
    ),
)
"""What makes the tables of version n of those of version n - 1. A new journal takes the same way as an old one."""


def version_of(db: sqlite3.Connection) -> int:
    """The version of the tables; 0 for those of version 1 and where there are none yet."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def bring_up(db: sqlite3.Connection) -> None:
    """Make the tables those of this version, in one transaction; ``db`` must be in autocommit and not be of a newer one."""
    found = version_of(db)
    if found == VERSION:
        return
    with db:  # commits, or rolls back whatever went wrong
        db.execute("BEGIN IMMEDIATE")
        for statements in STEPS[found:]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {VERSION}")
