"""The made history is a journal like any other: nothing in it is wrong, and answers are those that forgetting leaves."""

from datetime import timedelta
from itertools import islice

import pytest

from bench.past import A_DAY, write_past
from contract.ids import RequestId
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import TicketIssued
from controller.replay import check
from tests.office import HANOI, MORNING, small_site

DAYS = 32
YESTERDAY = MORNING.date() - timedelta(days=1)


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """The journal and the number of events in each of its days."""
    folder = tmp_path_factory.mktemp("past")
    events = write_past(folder, small_site(), DAYS * A_DAY, MORNING.date(), HANOI)
    journal = SqliteJournal(folder)
    yield journal, events // DAYS
    journal.close()


def test_it_is_a_journal_without_a_fault(past):
    journal, size = past
    found = check(islice(journal.all(), 2 * size + 1))
    assert (found.faults, found.tickets, len(found.days)) == ([], 2 * A_DAY, 3)
    assert 5.9 < size / A_DAY < 6.1


def test_it_ends_yesterday(past):
    journal, size = past
    assert (len(journal.days()), journal.days()[-1]) == (DAYS, YESTERDAY)
    latest = list(journal.latest_day())
    assert [entry.seq for entry in latest] == list(range((DAYS - 1) * size + 1, DAYS * size + 1))
    tickets = [entry.event for entry in latest if isinstance(entry.event, TicketIssued)]
    assert journal.visits("B001")[0] == tickets[0].visit == f"{YESTERDAY}-B001"
    assert len(journal.visits("B001")) == DAYS


def test_answers_are_those_of_thirty_days(past):
    journal, size = past
    journal.tidy()
    ends = list(islice(journal.all(), 2 * size - 1, 2 * size + 2))
    known = [journal.answered(RequestId(f"{entry.by}/{entry.request}")) is not None for entry in (ends[0], ends[2])]
    assert known == [False, True]
