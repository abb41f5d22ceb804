"""The journal on a real file."""

import sqlite3
import stat
from contextlib import closing
from datetime import timedelta

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
from tests.office import FIVE, KIOSK, LAN, LAND, MORNING

VISIT = VisitId("2026-11-23-B001")
EVENTS = (
    DayOpened(MORNING.date()),
    TicketIssued(VISIT, "B001", LAND, 3, MORNING, FileCode("H56.14-240823-0001")),
    TicketPrinted(VISIT, PrintState.FAILED, "paper_out"),
    FileLookedUp(FileCode("H56.14-240823-0001"), LookUp.FOUND, 9),
    TicketCalled(VISIT, FIVE),
    TicketRecalled(VISIT, FIVE, 2),
    VisitMissed(VISIT, FIVE),
    VisitFinished(VISIT, FIVE),
    VisitRated(VISIT, FIVE, LAND, Score.NOT_SATISFIED, ("cho-lau",)),
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


def open_days(journal, days, answers=0, first=1):
    """One event and so many answers a day; returns the next number."""
    for day in range(days):
        seq = first + day
        opened = Entry(seq, MORNING, KIOSK, None, DayOpened(MORNING.date() + timedelta(days=seq)))
        journal.append([opened], None, None)
        for place in range(answers):
            refusal = Refusal(RequestId(f"{seq}-{place}"), Reason.NOBODY_WAITING)
            journal.append((), refusal.request, refusal)
    return first + days


def count(folder):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as other:
        return other.execute("SELECT count(*) FROM answers").fetchone()[0]


def test_answers_of_thirty_days_are_kept_and_older_ones_go_by_the_handful(journal, tmp_path):
    after = open_days(journal, 1, answers=250)
    after = open_days(journal, 30, answers=2, first=after)
    journal.tidy()
    assert count(tmp_path) == 310
    after = open_days(journal, 1, answers=2, first=after)
    steps = []
    while not steps or steps[-1] > 62:
        journal.tidy()
        steps.append(count(tmp_path))
    assert steps == [212, 112, 62]
    journal.tidy()
    assert count(tmp_path) == 62
    assert journal.answered(RequestId("1-249")) is None
    assert journal.answered(RequestId("2-0")) is not None


def test_forgetting_goes_on_after_a_restart(journal, tmp_path):
    after = open_days(journal, 1, answers=3)
    open_days(journal, 31, answers=1, first=after)
    journal.close()
    again = SqliteJournal(tmp_path)
    again.tidy()
    again.close()
    assert count(tmp_path) == 31


def test_an_answer_that_was_forgotten_leaves_room_for_another(journal, tmp_path):
    after = open_days(journal, 1, answers=1)
    after = open_days(journal, 31, first=after)
    journal.tidy()
    assert count(tmp_path) == 0
    refusal = Refusal(RequestId("1-0"), Reason.STILL_SERVING)
    journal.append((), refusal.request, refusal)
    journal.tidy()
    assert journal.answered(RequestId("1-0")) == refusal


def test_one_day_can_be_read_alone(journal):
    open_days(journal, 3)
    journal.append(entries(*EVENTS[1:], first=4), None, None)
    wanted = MORNING.date() + timedelta(days=2)
    assert [entry.seq for entry in journal.of_day(wanted)] == [2]
    assert [entry.seq for entry in journal.of_day(wanted + timedelta(days=1))] == list(range(3, 12))
    assert list(journal.of_day(MORNING.date())) == []
    assert [entry.seq for entry in journal.latest_day(5)] == [3, 4, 5]
    assert [entry.seq for entry in journal.latest_day(2)] == [2]
    assert [entry.seq for entry in journal.all()] == list(range(1, 12))


def test_who_did_it_is_kept(journal):
    entry = Entry(1, MORNING, KIOSK, None, EVENTS[0], LAN)
    journal.append([entry], None, None)
    assert list(journal.latest_day()) == [entry]


STRANGE = {
    "newer event": "UPDATE events SET type = 'TicketParked' WHERE seq = 2",
    "newer version": "UPDATE events SET version = 9 WHERE seq = 2",
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
