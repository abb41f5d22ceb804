"""Journals as older versions and the present one stored them, and how one is put on the disk again."""

import sqlite3
from contextlib import closing
from pathlib import Path

JOURNALS = Path(__file__).parent / "journals"


def restore(version: int, folder: Path) -> Path:
    """``journals/v<version>.sql`` as the journal in ``folder``; returns the folder."""
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        db.executescript((JOURNALS / f"v{version}.sql").read_text("utf-8"))
    return folder
