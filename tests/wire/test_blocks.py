"""Kiosks that are cut off give numbers of their own: broker, controller, kiosks and cables fail, and every tap has one number.

Citizens are called in the order of their taps, whoever gave the numbers.
"""

import shutil
from pathlib import Path

import pytest

from demo.kills import BROKER, CONTROLLER, PowerCuts
from tests.wire.test_kills import reckon_in, tamper

SEEDS = {"embedded": 41, "mosquitto": 42}
LAST_ALONE = "(SELECT max(seq) FROM events WHERE type = 'TicketIssued' AND json_extract(body, '$.tap') IS NOT NULL)"
TAMPERINGS = {
    "lost": f"UPDATE events SET type = 'TicketPrinted' WHERE seq = {LAST_ALONE}",
    "wrong": f"UPDATE events SET body = json_set(body, '$.number', 'A500') WHERE seq = {LAST_ALONE}",
    "doubled": "UPDATE events SET type = 'TicketPrinted' WHERE type = 'TicketVoided'",
}
"""What would be found in a journal that a bad controller had written."""


@pytest.mark.parametrize("kind", ["embedded", "mosquitto"])
def test_whatever_fails_numbers_go_on_and_nobody_has_two(kind: str, tmp_path: Path) -> None:
    cuts = PowerCuts(tmp_path / "office", kind, SEEDS[kind], block=20)
    first, second = cuts.kiosks
    cable = cuts.cable(first)
    try:
        cuts.start()
        cuts.wait_for_held()
        for victims in ([BROKER, CONTROLLER], [first, CONTROLLER], [BROKER, first, second]):
            cuts.outage(victims, numbers=6)
        cable.pull()
        cuts.wait_for_numbers(6)
        cable.plug()
        cable.deafen()  # the controller gives numbers that never arrive
        cuts.wait_for_numbers(2)
        cable.whole()
        cuts.wait_for_held()
        cable.hang()
        cuts.outage([CONTROLLER], numbers=2, reconciled=False)
        cable.whole()
        cuts.strike(3)
        cuts.rest()
    finally:
        cuts.stop()
    state = cuts.folder / "var"
    found = reckon_in(state, cuts)
    assert found.faults == []
    assert found.alone >= 40
    assert found.void >= 1
    assert found.calls >= 15
    for fault, statement in TAMPERINGS.items():
        shutil.copytree(state, tmp_path / fault)
        tamper(tmp_path / fault / "controller" / "journal.sqlite", statement)
        assert getattr(reckon_in(tmp_path / fault, cuts), fault), fault
