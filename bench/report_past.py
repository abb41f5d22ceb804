"""A million visits that differ: simulated days of Đồng Nai with papers, ratings, look-ups and ailing devices, told again for years.

Ten days are simulated, the rest are these ten in turns under other dates, which SQL writes in a minute; waits, services, ends,
transfers and priorities are those of the engine. The journal is kept in ``var/`` for the next run.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from contract.commands import PrintState, Score
from contract.ids import DeviceId, FieldId, FileCode, OfficerId
from contract.notices import LookUp, Printer, Reason
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core import events as e
from controller.simulation.behaviour import read_office
from controller.simulation.days import run_day

OFFICE: Final = "dong-nai"
VISITS: Final = 1_000_000
_DAYS: Final = 10
_KEPT: Final = Path("var") / "bench-past"
_KIOSK: Final = DeviceId("kiosk-1")
_CODE: Final = FileCode("H56.14-240823-0001")
_SCORES: Final = (Score.VERY_SATISFIED,) * 6 + (Score.SATISFIED,) * 3 + (Score.NOT_SATISFIED,)


def past(today: date, visits: int = VISITS) -> Path:
    """The folder of a journal of at least so many visits on working days before ``today``; not to be written to."""
    folder = _KEPT / f"{visits}-{today.isoformat()}-2"
    if not folder.exists():
        shutil.rmtree(_KEPT, ignore_errors=True)
        made = _KEPT / "unfinished"
        write_past(made, today, visits)
        made.replace(folder)
    return folder


def write_past(folder: Path, today: date, visits: int, days: int = _DAYS) -> None:
    """The same into a new folder; of ``days`` simulated ones."""
    templates = [simulated_day(number) for number in range(days)]
    mean = sum(isinstance(one.event, e.TicketIssued) for day in templates for one in day) / days
    journal = SqliteJournal(folder)
    seq = 0
    for template in templates:
        journal.append([replace(one, seq=seq + place) for place, one in enumerate(template, 1)], None, None)
        seq += len(template)
    journal.close()
    with closing(sqlite3.connect(folder / "journal.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        _repeat(db, templates, list(_working_days(today, -(-visits // int(mean)))))
        db.execute("PRAGMA journal_mode=WAL")


def simulated_day(number: int, office: str = OFFICE) -> Sequence[e.Entry]:
    """Working day ``number`` of the office with everything that the simulation leaves out; numbered from 1."""
    told: list[e.Entry] = []
    site, behaviour = read_office(office)
    run_day(site, behaviour, number, 7, told.append)
    luck, fields = Random(number), {one.prefix: one.id for one in site.fields}
    empty: list[bool] = []
    found = [other for one in told for other in _around(one, luck, empty, fields)]
    return [replace(one, seq=seq) for seq, one in enumerate(found, 1)]


def _around(entry: e.Entry, luck: Random, empty: list[bool], fields: Mapping[str, FieldId]) -> Iterator[e.Entry]:
    """What happens with an event: officers sign in, paper comes out, people scan receipts before and rate after it."""
    event, counter = entry.event, getattr(entry.event, "counter", None)
    officer = OfficerId(f"officer-{counter}") if counter else None
    if isinstance(event, e.CounterOpened) and officer is not None:
        yield replace(entry, event=e.OfficerSignedIn(officer, event.counter), officer=officer)
    if isinstance(event, e.TicketIssued) and luck.random() < 0.3:
        found = luck.choice((LookUp.FOUND, LookUp.FOUND, LookUp.UNKNOWN_FILE, LookUp.UNAVAILABLE))
        yield replace(entry, event=e.FileLookedUp(_CODE, found, luck.choice((4, 5, 9)) if found is LookUp.FOUND else 0))
    yield replace(entry, officer=officer)
    if isinstance(event, e.DayOpened):
        yield replace(
            entry, by=DeviceId("controller"), event=e.DeviceChanged(_KIOSK, online=True, printer=Printer.READY)
        )
    elif isinstance(event, e.TicketIssued):
        yield from _paper(entry, event, luck, empty)
        if luck.random() < 0.02:
            yield replace(entry, event=e.CommandRefused("TakeTicket", Reason.QUOTA_REACHED, field=event.field))
    elif isinstance(event, e.VisitFinished) and luck.random() < 0.6 and officer is not None:
        score, field = luck.choice(_SCORES), fields[event.visit[11]]  # by the letter: near enough
        reasons = ("cho-lau",) if score is Score.NOT_SATISFIED else ()
        yield replace(entry, event=e.VisitRated(event.visit, event.counter, field, score, reasons, officer=officer))


def _paper(entry: e.Entry, event: e.TicketIssued, luck: Random, empty: list[bool]) -> Iterator[e.Entry]:
    """One in a hundred finds no paper, which is there again for the next one; ``empty`` holds something until then."""
    yield replace(entry, event=e.TicketPrinted(event.visit, PrintState.SENT))
    if not empty and luck.random() < 0.01:
        empty.append(True)
        yield replace(entry, event=e.DeviceChanged(_KIOSK, online=True, printer=Printer.PAPER_OUT))
        yield replace(entry, event=e.TicketPrinted(event.visit, PrintState.FAILED, Printer.PAPER_OUT))
    else:
        if empty:
            empty.clear()
            yield replace(entry, event=e.DeviceChanged(_KIOSK, online=True, printer=Printer.READY))
        yield replace(entry, event=e.TicketPrinted(event.visit, PrintState.CONFIRMED))


def _working_days(today: date, count: int) -> Iterator[date]:
    """So many before today, the oldest first."""
    day = today - timedelta(days=-(-count * 7 // 5) + 3)
    while count:
        if day.weekday() < 5:
            yield day
            count -= 1
        day += timedelta(days=1)


def _repeat(db: sqlite3.Connection, templates: Sequence[Sequence[e.Entry]], days: Sequence[date]) -> None:
    db.execute("BEGIN")
    db.execute("DROP INDEX events_by_visit")
    db.execute("CREATE TEMP TABLE told AS SELECT * FROM events")
    for table in ("events", "days", "tickets"):
        db.execute(f"DELETE FROM {table}")
    begins = [sum(map(len, templates[:place])) for place in range(len(templates))]
    base = 0
    for place, day in enumerate(days):
        turn = place % len(templates)
        template = templates[turn]
        db.execute(
            """INSERT INTO events SELECT seq + :by, replace(at, :old, :new), by, request, replace(visit, :old, :new), type, version,
               replace(body, :old, :new), officer FROM told WHERE seq > :begin AND seq <= :begin + :size""",
            {
                "by": base - begins[turn],
                "begin": begins[turn],
                "size": len(template),
                "old": template[0].at.date().isoformat(),
                "new": day.isoformat(),
            },
        )
        db.execute("INSERT INTO days VALUES (?, ?)", (day.isoformat(), base + 1))
        base += len(template)
    db.execute("""INSERT INTO tickets SELECT substr(visit, 12), visit FROM events
                  WHERE type = 'TicketIssued' ORDER BY substr(visit, 12), visit""")
    db.execute("CREATE INDEX events_by_visit ON events (visit) WHERE visit IS NOT NULL")
    db.execute("COMMIT")
