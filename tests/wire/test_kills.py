"""The one rule under power cuts: kiosks, controller and broker are killed while citizens tap, and every tap has one number."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from demo.kills import PowerCuts
from demo.reckoning import Reckoning, reckon

KILLS = 30
SEEDS = {"embedded": 20260822, "mosquitto": 20261122}


LAST = "(SELECT max(seq) FROM events WHERE type = 'TicketIssued')"
TAMPERINGS = {
    "lost": f"UPDATE events SET type = 'TicketPrinted' WHERE seq = {LAST}",
    "doubled": f"CREATE TEMP TABLE copy AS SELECT * FROM events WHERE seq = {LAST};"
    "UPDATE copy SET seq = (SELECT max(seq) + 1 FROM events); INSERT INTO main.events SELECT * FROM copy",
    "ghosts": f"UPDATE events SET request = 'nobody' WHERE seq = {LAST}",
    "wrong": f"UPDATE events SET body = replace(body, 'linh-vuc', 'khac') WHERE seq = {LAST}",
}
"""What would be found in a journal that a bad controller had written."""


def reckon_in(folder: Path, cuts: PowerCuts) -> Reckoning:
    """The reckoning of the office's files in ``folder``."""
    kiosks = [(folder / kiosk / "outbox.sqlite", cuts.diary(kiosk)) for kiosk in cuts.kiosks]
    return reckon(folder / "controller" / "journal.sqlite", kiosks)


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_no_kill_loses_doubles_or_invents_a_number(kind: str, tmp_path: Path) -> None:
    cuts = PowerCuts(tmp_path / "office", kind, SEEDS[kind])
    try:
        cuts.start()
        cuts.strike(KILLS)
        cuts.rest()
    finally:
        cuts.stop()
    state = cuts.folder / "var"
    found = reckon_in(state, cuts)
    assert found.faults == []
    assert sum(cuts.killed.values()) == KILLS
    assert min(cuts.killed[one] for one in ("kiosk", "controller", "broker")) >= 5
    assert found.taps >= KILLS
    assert found.calls >= KILLS / 3
    for fault, statement in TAMPERINGS.items():
        shutil.copytree(state, tmp_path / fault)
        tamper(tmp_path / fault / "controller" / "journal.sqlite", statement)
        assert getattr(reckon_in(tmp_path / fault, cuts), fault), fault


def tamper(journal: Path, script: str) -> None:
    database = sqlite3.connect(journal, isolation_level=None)
    before = database.total_changes
    database.executescript(script)
    assert database.total_changes > before
    database.close()
