"""A journal of two simulated days and, behind them, the driven day and its morning, in which everything happens."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from bench.report_past import simulated_day
from controller.adapters.sqlite_journal import SqliteJournal
from tests.controller.driven_day import Office, drive

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 30)
DRIVEN = date(2026, 11, 23)


@cache
def _simulated(number):
    return simulated_day(number, "thu-dau-mot")


def append(folder, entries):
    """At the journal's end, under new numbers."""
    journal = SqliteJournal(folder)
    last = journal.last()
    journal.append([replace(one, seq=last + place) for place, one in enumerate(entries, 1)], None, None)
    journal.close()


def write_past(folder: Path) -> Path:
    """The journal; returns its folder."""
    for number in range(2):
        append(folder, _simulated(number))
    office = Office(folder)
    drive(office)
    office.close()
    return folder
