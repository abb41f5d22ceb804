"""Answers are remembered for as long as a device may ask again, and forgotten by the running office itself."""

import sqlite3
from contextlib import closing

from contract.commands import TakeTicket
from contract.notices import Receipt
from controller.core.day import Plan
from tests.controller.driven_day import Office
from tests.office import LAND


def test_an_office_forgets_answers_of_more_than_thirty_days_ago(tmp_path):
    office = Office(tmp_path, Plan())
    request = office.request(TakeTicket(LAND))
    first = office.service.handle(office.kiosk, request)
    for _ in range(30):
        office.clock.move(days=1)
        office.service.refresh()
    assert office.service.handle(office.kiosk, request) == first
    office.clock.move(days=1)
    office.service.refresh()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM answers").fetchone() == (0,)
    again = office.service.handle(office.kiosk, request)
    assert isinstance(again, Receipt)
    assert again.visit != first.visit
    assert len(office.journal.story(first.visit)) == 1
    office.close()
