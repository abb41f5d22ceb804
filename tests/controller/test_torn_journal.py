"""The power goes in the middle of a write, again and again: every number that was acknowledged is there, and none that was not given.

Half of the cuts come while a command is committed, half while the log is folded into the file. And a disk that lies about ``fsync`` can
take acknowledged numbers away, but never makes the journal say what was not so.
"""

import random
import sqlite3

import pytest

from contract.commands import TakeTicket
from contract.notices import Receipt
from controller.adapters.sqlite_journal import JournalUnreadableError, SqliteJournal
from controller.core.events import TicketIssued
from controller.replay import check
from tests.controller.driven_day import Office
from tests.controller.torn_disk import snapshot, tear, tear_log
from tests.office import CIVIL, LAND

CUTS = 120
LOG, FILE = "journal.sqlite-wal", "journal.sqlite"


def numbers(entries):
    return [one.event.visit for one in entries if isinstance(one.event, TicketIssued)]


def content(folder, name):
    path = folder / name
    return path.read_bytes() if path.exists() else b""


@pytest.fixture
def life(tmp_path):
    """An office at work: what it acknowledged, and the disk before and after each commit."""
    office = Office(tmp_path / "state")
    yield office
    office.close()


def opened(folder):
    """After the machine starts again: the journal as the controller finds it."""
    journal = SqliteJournal(folder)
    try:
        entries = list(journal.all())
    finally:
        journal.close()
    found = check(entries)
    assert found.faults == []
    return entries


def test_a_commit_that_is_cut_off(life, tmp_path):
    chance = random.Random(6)
    acknowledged = []
    before = tmp_path / "before"
    for cut in range(CUTS):
        snapshot(life.folder, before)
        known = list(life.journal.all())
        if cut % 30 == 29:
            life.clock.move(days=1)
        answer = life.do(life.kiosk, TakeTicket(chance.choice((LAND, CIVIL))), seconds=1)
        after = snapshot(life.folder, tmp_path / "after")
        (after / LOG).write_bytes(tear_log(content(before, LOG), content(after, LOG), chance))
        found = opened(after)
        assert found[: len(known)] == known
        assert numbers(found)[: len(acknowledged)] == acknowledged
        assert found == list(life.journal.all())[: len(found)]
        if isinstance(answer, Receipt):
            acknowledged.append(answer.visit)
    assert numbers(life.journal.all()) == acknowledged


def test_a_checkpoint_that_is_cut_off(life, tmp_path):
    chance = random.Random(7)
    for cut in range(CUTS // 4):
        for _ in range(chance.randint(1, 6)):
            life.do(life.kiosk, TakeTicket(chance.choice((LAND, CIVIL))), seconds=1)
        if cut % 6 == 5:
            life.clock.move(days=1)
        before = snapshot(life.folder, tmp_path / "before")
        known = list(life.journal.all())
        with sqlite3.connect(life.folder / FILE) as other:
            other.execute("PRAGMA wal_checkpoint(FULL)")
        other.close()
        for _ in range(3):
            after = snapshot(life.folder, tmp_path / "after")
            (after / FILE).write_bytes(tear(content(before, FILE), content(after, FILE), chance))
            (after / LOG).write_bytes(content(before, LOG))
            assert opened(after) == known


def test_a_controller_that_starts_on_what_was_torn_gives_no_number_again(life, tmp_path):
    chance = random.Random(8)
    given = [life.take(LAND, seconds=1) for _ in range(5)]
    for cut in range(8):
        before = snapshot(life.folder, tmp_path / f"before-{cut}")
        life.do(life.kiosk, TakeTicket(LAND), seconds=1)
        after = snapshot(life.folder, tmp_path / f"after-{cut}")
        (after / LOG).write_bytes(tear_log(content(before, LOG), content(after, LOG), chance))
        anew = Office(after, clock=life.clock, ids=life.request)
        number = anew.take(LAND)
        assert number not in given
        given.append(number)
        life.close()
        life.folder, life.journal, life.service = anew.folder, anew.journal, anew.service
    assert check(life.journal.all()).faults == []


def spoilt(content_, chance):
    """Some flushed sectors are noise, which no fsync allows."""
    harmed = bytearray(content_)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(0, max(len(harmed) - 512, 1), 512)
        harmed[at : at + 512] = chance.randbytes(len(harmed[at : at + 512]))
    return bytes(harmed)


@pytest.mark.parametrize("name", [LOG, FILE])
def test_a_disk_that_lies(life, tmp_path, name):
    """The end may be missing, and what is there is true; or it is said what to do."""
    chance = random.Random(9)
    for _ in range(40):
        life.do(life.kiosk, TakeTicket(chance.choice((LAND, CIVIL))), seconds=1)
    true = list(life.journal.all())
    if name == FILE:
        life.close()  # folds the log in
        life.open()
    told, shorter = [], 0
    for _ in range(CUTS // 3):
        after = snapshot(life.folder, tmp_path / "after")
        (after / name).write_bytes(spoilt(content(after, name), chance))
        try:
            found = opened(after)
        except JournalUnreadableError as fault:
            told.append(str(fault))
        else:
            shorter += len(found) < len(true)
            assert found == true[: len(found)]
    assert all("motcua restore" in words for words in told), told
    assert shorter if name == LOG else told
