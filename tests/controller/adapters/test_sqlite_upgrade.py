"""A journal of an older version is brought up in place: whole or not at all, and a newer one is left alone."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import accumulate
from pathlib import Path

import pytest

from contract.ids import DeviceId, RequestId, VisitId
from controller.adapters.sqlite_journal import JournalUnreadableError, SqliteJournal
from controller.adapters.sqlite_schema import STEPS, VERSION
from tests.controller.stored_journals import restore

ROOT = Path(__file__).parents[3]
CRASH = """
import os, signal, sqlite3, sys
from controller.adapters.sqlite_schema import STEPS, VERSION
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
db.execute("PRAGMA cache_size=1")  # pages go to the disk before the end, as in a large journal
db.execute("BEGIN IMMEDIATE")
statements = [one for step in STEPS for one in step] + [f"PRAGMA user_version = {VERSION}"]
for statement in statements[: int(sys.argv[2])]:
    db.execute(statement)
os.kill(os.getpid(), signal.SIGKILL)
"""


def shape(folder):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        tables = db.execute("SELECT type, name, ifnull(sql, '') FROM sqlite_master").fetchall()
        return version, sorted((kind, name, " ".join(sql.split())) for kind, name, sql in tables)


def brought_up(folder):
    SqliteJournal(folder).close()
    return folder


def test_an_old_journal_gets_the_tables_of_a_new_one(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    assert shape(brought_up(restore(1, old))) == shape(brought_up(new))
    assert shape(old)[0] == VERSION


def test_nothing_is_lost_on_the_way(tmp_path):
    restore(1, tmp_path)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db:
        before = db.execute("SELECT * FROM events").fetchall()
        answers = db.execute("SELECT * FROM answers").fetchall()
    brought_up(tmp_path)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db:
        assert db.execute("SELECT * FROM events").fetchall() == [(*row, None) for row in before]
        assert sorted(db.execute("SELECT request, answer FROM answers").fetchall()) == sorted(answers)


def test_an_answer_of_the_old_version_is_still_given(tmp_path):
    journal = SqliteJournal(restore(1, tmp_path))
    assert journal.answered(RequestId("kiosk-1/r30")).number == "B003"
    assert journal.answered(RequestId("counter-5/r14")).reason == "recalled_too_soon"
    journal.close()


@pytest.mark.parametrize("done", list(accumulate((1 for step in STEPS for _ in step), initial=0)))
def test_a_crash_in_the_middle_harms_nothing(tmp_path, done):
    before = shape(restore(1, tmp_path))
    line = [sys.executable, "-c", CRASH, str(tmp_path / "journal.sqlite"), str(done)]
    assert subprocess.run(line, cwd=ROOT, timeout=30).returncode == -signal.SIGKILL
    assert shape(tmp_path) == before
    journal = SqliteJournal(tmp_path)
    assert [entry.seq for entry in journal.all()] == list(range(1, 36))
    journal.close()


def test_a_fault_in_the_middle_harms_nothing_either(tmp_path):
    restore(1, tmp_path)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db, db:
        db.execute("CREATE TABLE answers_of_1 (nobody TEXT)")
    before = shape(tmp_path)
    with pytest.raises(JournalUnreadableError, match="answers_of_1"):
        SqliteJournal(tmp_path)
    assert shape(tmp_path) == before


def test_a_reader_does_not_touch_an_old_journal(tmp_path):
    before = shape(restore(1, tmp_path))
    reader = SqliteJournal(tmp_path, read_only=True)
    assert [entry.by for entry in reader.story(VisitId("2026-11-24-B003"))] == [DeviceId("kiosk-1")]
    reader.close()
    assert shape(tmp_path) == before


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_journal_is_refused_and_left_as_it_is(tmp_path, read_only):
    brought_up(tmp_path)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = (tmp_path / "journal.sqlite").read_bytes()
    with pytest.raises(JournalUnreadableError, match="newer controller"):
        SqliteJournal(tmp_path, read_only=read_only)
    assert (tmp_path / "journal.sqlite").read_bytes() == before
