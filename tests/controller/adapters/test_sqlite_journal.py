"""The journal on a real file."""

import sqlite3
import stat
from contextlib import closing

import pytest

from contract.commands import PrintState, Score
from contract.ids import FileCode, RequestId, VisitId
from contract.notices import LookUp, Reason, Receipt, Refusal
from controller.adapters.sqlite_journal import JournalInUseError, JournalUnreadableError, SqliteJournal
from controller.core.events import (
    DayOpened,
    Entry,
    FileLookedUp,
    TicketCalled,
    TicketIssued,
    TicketPrinted,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from tests.office import FIVE, KIOSK, LAND, MORNING

VISIT = VisitId("2026-11-23-B001")
EVENTS = (
    DayOpened(MORNING.date()),
    TicketIssued(VISIT, "B001", LAND, 3, FileCode("H56.14-240823-0001")),
    TicketPrinted(VISIT, PrintState.FAILED, "paper_out"),
    FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, 9),
    TicketCalled(VISIT, FIVE),
    TicketRecalled(VISIT, FIVE, 2),
    VisitMissed(VISIT, FIVE),
    VisitFinished(VISIT, FIVE),
    VisitRated(VISIT, FIVE, LAND, Score.NOT_SATISFIED, "cho-lau"),
)


def entries(*events, first=1):
    return [Entry(first + place, MORNING, KIOSK, RequestId("r1"), event) for place, event in enumerate(events)]


@pytest.fixture
def journal(tmp_path):
    journal = SqliteJournal(tmp_path)
    yield journal
    journal.close()


def test_every_event_comes_back_as_it_was(journal):
    journal.append(entries(*EVENTS), None, None)
    assert list(journal.latest_day()) == entries(*EVENTS)


def test_only_the_latest_day_is_read_at_start(journal):
    journal.append(entries(*EVENTS), None, None)
    later = entries(DayOpened(MORNING.date().replace(day=24)), first=10)
    journal.append(later, None, None)
    assert list(journal.latest_day()) == later


def test_a_story_is_one_visit_in_order(journal):
    journal.append(entries(*EVENTS), None, None)
    assert [type(entry.event) for entry in journal.story(VISIT)] == [
        type(event) for event in EVENTS if hasattr(event, "visit")
    ]
    assert journal.visits("B001") == [VISIT]
    assert journal.visits("B002") == []


def test_answers_are_kept_with_what_they_answer(journal):
    receipt = Receipt(RequestId("r1"), VISIT, "B001", LAND, MORNING, 0, "http://x")
    journal.append(entries(EVENTS[1]), receipt.request, receipt)
    refusal = Refusal(RequestId("r2"), Reason.NOBODY_WAITING)
    journal.append((), refusal.request, refusal)
    assert journal.answered(RequestId("r1")) == receipt
    assert journal.answered(RequestId("r2")) == refusal
    assert journal.answered(RequestId("r3")) is None


def test_all_or_nothing(journal):
    journal.append(entries(EVENTS[0]), None, None)
    with pytest.raises(sqlite3.IntegrityError):
        journal.append([*entries(EVENTS[1], first=2), *entries(EVENTS[2], first=1)], None, None)
    assert len(list(journal.latest_day())) == 1


def test_a_second_controller_is_kept_out(journal, tmp_path):
    with pytest.raises(JournalInUseError):
        SqliteJournal(tmp_path)


def test_a_reader_may_look_while_it_is_written(journal, tmp_path):
    journal.append(entries(*EVENTS), None, None)
    reader = SqliteJournal(tmp_path, read_only=True)
    assert len(reader.story(VISIT)) == 7
    reader.close()


STRANGE = {
    "newer event": "UPDATE events SET type = 'TicketParked' WHERE seq = 2",
    "other body": "UPDATE events SET body = '{}' WHERE seq = 2",
    "no time": "UPDATE events SET at = 'morning' WHERE seq = 2",
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE)
def test_an_event_that_cannot_be_read_is_told_and_not_skipped(journal, tmp_path, change):
    journal.append(entries(*EVENTS), None, None)
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as other, other:
        other.execute(change)
    with pytest.raises(JournalUnreadableError, match=r"journal\.sqlite"):
        list(journal.latest_day())


@pytest.mark.parametrize("content", [b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 6000])
def test_a_broken_file_is_told_and_left_as_it_is(tmp_path, content):
    (tmp_path / "journal.sqlite").write_bytes(content)
    with pytest.raises(JournalUnreadableError):
        SqliteJournal(tmp_path)
    assert (tmp_path / "journal.sqlite").read_bytes() == content


def test_a_folder_may_have_any_name_and_is_its_owners_only(tmp_path):
    folder = tmp_path / "một cửa #1?mode=rw%20"
    journal = SqliteJournal(folder)
    journal.append(entries(*EVENTS), None, None)
    reader = SqliteJournal(folder, read_only=True)
    assert len(reader.story(VISIT)) == 7
    reader.close()
    journal.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
