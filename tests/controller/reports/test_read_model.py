"""The read model: the same however it came about, begun anew when it cannot be trusted, and in nobody's way."""

import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest

from controller.adapters.sqlite_journal import SqliteJournal
from controller.reports.catalogue import REPORTS
from controller.reports.question import Question, ReportsAwayError
from controller.reports.reports import Reports
from controller.reports.sqlite_blocks import SqliteBlocks
from tests.controller.reports.past_office import SINCE, UNTIL, append, write_past


@pytest.fixture(scope="module")
def entries(tmp_path_factory):
    folder = write_past(tmp_path_factory.mktemp("whole"))
    with closing(SqliteJournal(folder, read_only=True)) as journal:
        return list(journal.all())


def tables(reports):
    names = [*REPORTS, "visits"]
    return [reports.table(Question(name, SINCE, UNTIL, size=0)) for name in names]


def told(folder):
    with closing(Reports(folder)) as reports:
        return tables(reports)


@pytest.fixture
def whole(tmp_path, entries):
    folder = tmp_path / "whole"
    append(folder, entries)
    return folder


def test_a_journal_that_grows_gives_what_it_gives_at_once(tmp_path, entries, whole):
    growing = tmp_path / "growing"
    cuts = [0, 1, 700, len(entries) // 2, len(entries) - 60, len(entries) - 3, len(entries)]
    append(growing, entries[:1])
    with closing(Reports(growing)) as reports:
        for begin, end in pairwise(cuts[1:]):
            append(growing, entries[begin:end])
            seen = tables(reports)
    assert seen == told(growing) == told(whole)


def test_it_goes_on_where_it_stopped_and_asks_only_for_what_is_new(whole):
    before = told(whole)
    with closing(SqliteBlocks(whole)) as blocks:
        assert len(blocks.days()) == 3
        reading = blocks.reading()
    assert told(whole) == before
    with closing(SqliteBlocks(whole)) as blocks:
        assert blocks.reading() == reading


def test_two_readers_at_once_do_each_other_no_harm(tmp_path, entries, whole):
    shared = tmp_path / "shared"
    append(shared, entries[:400])
    with closing(Reports(shared)) as one, closing(Reports(shared)) as other:
        tables(one)
        for begin in range(400, len(entries), 900):
            append(shared, entries[begin : begin + 900])
            tables(other)
            tables(one)
        assert tables(one) == tables(other) == told(whole)


@pytest.mark.parametrize("harm", ["another journal", "broken", "broken inside", "of another version"])
def test_what_cannot_be_trusted_is_begun_anew(whole, entries, harm):
    before = told(whole)
    path = whole / "reports.sqlite"
    if harm == "another journal":
        for end in ("", "-wal", "-shm"):
            (whole / f"journal.sqlite{end}").unlink(missing_ok=True)
        append(whole, entries[: len(entries) // 2])
        with closing(SqliteJournal(whole, read_only=True)) as journal:
            assert journal.last() < len(entries)
        assert told(whole) != before
        append(whole, entries[len(entries) // 2 :])
    elif harm == "broken inside":
        whole_file = path.read_bytes()
        path.write_bytes(whole_file[:8192] + b"?" * (len(whole_file) - 8192))
    elif harm == "broken":
        path.write_bytes(b"no database" * 999)
    else:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE reading SET version = 0")
    assert told(whole) == before


def test_where_nothing_can_be_written_it_lies_in_memory(whole):
    before = told(whole)
    for one in whole.glob("reports.sqlite*"):
        one.unlink()
    (whole / "reports.sqlite").mkdir()
    assert told(whole) == before


def test_between_two_takings_the_log_of_changes_can_be_folded_in(whole, entries):
    with closing(Reports(whole)) as reports:
        with pytest.raises(ReportsAwayError) as away:
            reports.table(Question("arrivals", SINCE, UNTIL), lambda: False)
        assert 0 < away.value.share < 1
        append(whole, entries[:1])
        with closing(sqlite3.connect(whole / "journal.sqlite")) as db:
            assert db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_an_empty_journal_has_no_figures(tmp_path):
    SqliteJournal(tmp_path).close()
    for table in told(tmp_path):
        assert (table.rows, table.days, table.count) == ((), 0, 0)
