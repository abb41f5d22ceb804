"""Ratings that wait for a fifth one: counted once and shown by fives also where a disk failed in the middle of the night."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from contract.commands import Score
from contract.ids import DeviceId, VisitId
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import DayOpened, Entry, VisitRated
from controller.reports.question import Question
from controller.reports.reports import Reports
from tests.office import FIVE, LAN, LAND, MORNING

DAYS = [MORNING + timedelta(days=one) for one in range(3)]
QUESTION = Question("ratings", DAYS[0].date(), DAYS[-1].date(), "officer")


def journal_of(folder, *days):
    """So many ratings on each of the days, one after the other."""
    events = [
        (at, event)
        for at, count in zip(DAYS, days, strict=False)
        for event in (
            DayOpened(at.date()),
            *(
                VisitRated(VisitId(f"{at.date()}-B{one:03}"), FIVE, LAND, Score.SATISFIED, (), 3, LAN)
                for one in range(1, count + 1)
            ),
        )
    ]
    journal = SqliteJournal(folder)
    entries = [Entry(seq, at, DeviceId("pad"), None, event) for seq, (at, event) in enumerate(events, 1)]
    journal.append(entries, None, None)
    journal.close()
    return folder


def rated(reports):
    table = reports.table(QUESTION)
    return dict(zip((one.key for one in table.columns), table.total, strict=True))["ratings"] if table.count else 0


def test_a_day_that_could_not_be_stored_is_tried_again_and_nobody_counts_twice(tmp_path):
    folder = journal_of(tmp_path, 3, 1)
    with closing(Reports(folder)) as reports, closing(sqlite3.connect(folder / "reports.sqlite")) as other:
        other.execute("ALTER TABLE days RENAME TO away")  # as a full disk: another kind of error would begin anew
        for _ in range(2):
            with pytest.raises(sqlite3.OperationalError):
                rated(reports)
        other.execute("ALTER TABLE away RENAME TO days")
        assert rated(reports) == 0  # four people
    with closing(Reports(journal_of(tmp_path / "five", 3, 1, 1))) as reports:
        assert rated(reports) == 5


def test_ratings_that_wait_and_cannot_be_read_are_read_from_the_journal_again(tmp_path):
    folder = journal_of(tmp_path, 3, 1, 1)
    with closing(Reports(folder)) as reports:
        assert rated(reports) == 5
    for torn in (b"{", b'["\xff"]'):
        with closing(sqlite3.connect(folder / "reports.sqlite")) as db, db:
            db.execute("UPDATE reading SET waiting = ?", (torn,))
        with closing(Reports(folder)) as reports:
            assert rated(reports) == 5
