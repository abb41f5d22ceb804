"""Clerks who share counters press everything at once, and twice: no visit is at two counters, no second one comes, nobody is lost."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from demo.race import Race
from demo.race_reckoning import reckon_race

CALLS = {"embedded": 200, "mosquitto": 600}

COPY = """CREATE TEMP TABLE copy AS SELECT * FROM events WHERE type = 'TicketIssued' LIMIT 1;
UPDATE copy SET seq = (SELECT max(seq) + 1 FROM events), {changes}; INSERT INTO main.events SELECT * FROM copy;"""
STAYED = """UPDATE events SET type = 'TicketPrinted' WHERE seq = (
    SELECT max(ended.seq) FROM events ended WHERE ended.type = 'VisitFinished' AND EXISTS (
        SELECT 1 FROM events called WHERE called.type = 'TicketCalled' AND called.seq > ended.seq
        AND json_extract(called.body, '$.counter') = json_extract(ended.body, '$.counter'))
    AND NOT EXISTS (
        SELECT 1 FROM events undone WHERE undone.type = 'ActionUndone'
        AND json_extract(undone.body, '$.undone') = ended.seq))"""
TAMPERINGS = {
    "doubled": STAYED,  # a counter called while it served somebody, whose end nobody took back
    "lost": COPY.format(changes="body = replace(body, visit, '2026-11-22-Z999')"),  # a number that nobody ever called
    "wrong": COPY.format(changes="type = 'TicketPrinted', request = 'nobody'"),  # done, but never pressed
}
"""What would be found in a journal that a bad controller had written."""


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_no_haste_calls_anybody_twice_or_loses_anybody(kind: str, tmp_path: Path) -> None:
    race = Race(tmp_path / "office", kind, 20261122, calls=CALLS[kind])
    race.run()
    found = reckon_race(race.journal, race.presses)
    assert found.faults == []
    assert len(race.racers) == 50
    assert found.calls >= CALLS[kind]
    assert found.sent_twice > found.commands / 20
    assert race.course.double_clicks >= 10
    assert found.undone >= 10
    for fault, statement in TAMPERINGS.items():
        copy = tmp_path / f"{fault}.sqlite"
        shutil.copy(race.journal, copy)
        tamper(copy, statement)
        assert getattr(reckon_race(copy, race.presses), fault), fault


def tamper(journal: Path, script: str) -> None:
    database = sqlite3.connect(journal, isolation_level=None)
    before = database.total_changes
    database.executescript(script)
    assert database.total_changes > before
    database.close()
