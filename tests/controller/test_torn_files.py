"""The small files beside the journal, cut off or full of noise: the controller and the devices start all the same."""

import random
from datetime import timedelta

import pytest

from contract.twin_file import TwinFile
from contract.twin_rules import TwinBook
from controller.adapters.json_fleet import note_start, read_alarms, read_errands
from controller.adapters.json_twins import JsonTwins
from controller.demand.outlook import FILE, read_outlook
from controller.joins import Joins
from controller.reports.reports import Reports
from tests.controller.driven_day import Office, drive
from tests.office import MORNING

CHANCE = random.Random(3)
NOISE = (
    b"", b"\0" * 300, b'{"a":', b'["\xff\xfe"]', b'{"\xff":1}', b"null", b'"x"', b"[[]]", *(CHANCE.randbytes(90) for _ in range(20)),
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["twin.json", "twins.json", "starts.json", "alarms.json", "errands.json", "joined.json", FILE]
)
def test_what_cannot_be_read_is_as_good_as_none(tmp_path, name):
    for noise in NOISE:
        (tmp_path / name).write_bytes(noise)
        assert TwinFile(str(tmp_path)).read() == TwinBook()
        assert JsonTwins(tmp_path).read() == {}
        assert read_alarms(tmp_path) == {}
        assert read_errands(tmp_path) == {}
        assert read_outlook(tmp_path) is None
        assert note_start(tmp_path, MORNING)[-1] == MORNING
        assert list(Joins(tmp_path / "offers", tmp_path / "joined.json", lambda: MORNING).offers()) == []


def test_the_figures_are_counted_anew_from_the_journal(tmp_path):
    office = Office(tmp_path)
    drive(office)
    office.clock.at += timedelta(days=2)
    office.service.refresh()
    office.close()
    journal = (tmp_path / "journal.sqlite").read_bytes()
    for cut in range(12):
        reports = Reports(tmp_path)
        assert reports.catch_up(lambda: True)
        reports.close()
        path = tmp_path / "reports.sqlite"
        content = bytearray(path.read_bytes())
        at = CHANCE.randrange(0, len(content), 512) if cut else 0
        content[at : at + 4096] = CHANCE.randbytes(len(content[at : at + 4096]))
        path.write_bytes(content)
    reports = Reports(tmp_path)
    assert reports.catch_up(lambda: True)
    reports.close()
    assert (tmp_path / "journal.sqlite").read_bytes() == journal
