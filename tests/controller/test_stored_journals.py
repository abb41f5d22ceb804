"""Journals that older versions and the present one stored: they replay, lose nobody, and the day goes on."""

import sqlite3
from contextlib import closing
from datetime import datetime

import msgspec
import pytest

from contract.commands import CallNext, Finish, Recall, Request, ReturnVisit, TakeTicket
from contract.ids import SiteId, VisitId
from contract.notices import Acceptance, CounterStatus
from contract.site import Site
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import KINDS, TicketIssued
from controller.core.evolve import evolve
from controller.core.queue import Queue, Stage
from controller.core.state import digests, plain_state
from controller.core.versions import newest
from tests.controller.driven_day import Office, drive
from tests.controller.stored_journals import JOURNALS, restore
from tests.office import CIVIL, FIVE, HANOI, LAN, LAND, MAI, ONE, Requests, SetClock, sit_down, small_site

VERSIONS = (1, 2, 3)
NO_SITE = Site(SiteId("?"), "?", (), ())
TUESDAY = datetime(2026, 11, 24, 8, 5, tzinfo=HANOI)


@pytest.fixture
def office(tmp_path):
    """Opens the office on a stored journal, on its second morning."""
    opened = []

    def on(version):
        ids = Requests()
        ids.count = 1000
        opened.append(Office(restore(version, tmp_path), clock=SetClock(TUESDAY), ids=ids))
        return opened[-1]

    yield on
    for one in opened:
        one.close()


def rows(folder):
    with closing(sqlite3.connect(folder / "journal.sqlite")) as db:
        return [
            (kind, version, set(msgspec.json.decode(body)))
            for kind, version, body in db.execute("SELECT type, version, body FROM events ORDER BY seq")
        ]


def read(folder):
    journal = SqliteJournal(folder, read_only=True)
    try:
        return list(journal.all())
    finally:
        journal.close()


def replayed(entries, site=NO_SITE):
    queue = Queue(site)
    for entry in entries:
        evolve(queue, entry)
    return queue


def test_every_version_has_its_journal():
    assert sorted(one.name for one in JOURNALS.glob("*.sql")) == [f"v{version}.sql" for version in VERSIONS]


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_read_whole_and_the_state_does_not_need_the_site_file(tmp_path, version):
    entries = read(restore(version, tmp_path))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    states = [digests(plain_state(replayed(entries, site))) for site in (NO_SITE, small_site())]
    assert states[0] == states[1]


@pytest.mark.parametrize("version", VERSIONS)
def test_no_number_is_given_twice_and_nobody_who_waits_is_lost(office, version):
    opened = office(version)
    before = opened.service.look(lambda queue: {one.id: one.stage for one in queue.visits.values()})
    assert set(before.values()) >= {
        Stage.WAITING,
        Stage.CALLED,
        Stage.ABSENT,
        Stage.FINISHED if version == 1 else Stage.PARKED,
    }
    given = [opened.take(field) for field in (LAND, CIVIL, LAND)]
    after = opened.service.look(lambda queue: {one.id: one.stage for one in queue.visits.values()})
    assert set(given).isdisjoint(before)
    assert after == before | dict.fromkeys(given, Stage.WAITING)
    tickets = [entry.event.visit for entry in read(opened.folder) if isinstance(entry.event, TicketIssued)]
    assert len(tickets) == len(set(tickets))


def test_a_day_of_version_1_goes_on_after_the_upgrade(office):
    """Counters were always open then; now an officer takes a seat first, also where somebody is being served."""
    opened = office(1)
    second, third, absent = (VisitId(f"2026-11-24-{number}") for number in ("B002", "B003", "A001"))
    assert opened.service.desk(FIVE).status is CounterStatus.CLOSED
    five = sit_down(opened.service, FIVE, LAN)
    assert opened.do(five, Recall(FIVE, second)).visit == second
    assert isinstance(opened.do(five, Finish(FIVE, second, whole=True)), Acceptance)
    assert opened.do(five, CallNext(FIVE)).visit == third
    one = sit_down(opened.service, ONE, MAI)
    assert isinstance(opened.do(one, ReturnVisit(absent)), Acceptance)
    assert opened.do(one, CallNext(ONE)).visit in {absent, VisitId("2026-11-24-A002")}
    assert opened.service.handle(opened.kiosk, opened.request(TakeTicket(LAND))).number == "B004"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_was_asked_before_the_upgrade_and_is_asked_again_after_it_is_done_once(office, version):
    opened = office(version)
    tickets = [entry for entry in read(opened.folder) if isinstance(entry.event, TicketIssued) and entry.at.day == 24]
    seq = opened.service.look(lambda queue: queue.seq)
    for entry in tickets:
        command = TakeTicket(entry.event.field)
        answer = opened.service.handle(opened.kiosk, Request(entry.request, command))
        assert answer.visit == entry.event.visit
    assert opened.service.look(lambda queue: queue.seq) == seq


def test_the_journal_of_this_version_holds_every_kind_of_event(tmp_path):
    assert {kind for kind, _, _ in rows(restore(VERSIONS[-1], tmp_path))} == set(KINDS)


def test_what_is_written_today_still_has_all_that_the_stored_journal_has(tmp_path):
    """A key that goes, or a kind, is another version: with a step in core/versions.py and a journal of its own."""
    (tmp_path / "stored").mkdir()
    stored = rows(restore(VERSIONS[-1], tmp_path / "stored"))
    office = Office(tmp_path / "today")
    drive(office)
    office.close()
    today = rows(tmp_path / "today")
    assert {kind for kind, _, _ in today} == set(KINDS)
    for kind, version, keys in stored:
        if version == newest(kind):
            assert [one for one, _, found in today if one == kind and not keys <= found] == []


def test_a_replay_of_a_whole_day_is_the_live_state(tmp_path):
    office = Office(tmp_path)
    drive(office)
    live = office.service.look(lambda queue: digests(plain_state(queue)))
    office.close()
    assert digests(plain_state(replayed(read(tmp_path)))) == live
