"""Years of an office's journal, made in a minute: the real rows of one day, told again for every day before today."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Final

from contract.codec import encode_notice
from contract.commands import PrintState, Score
from contract.ids import DeviceId, OfficerId, RequestId, VisitId
from contract.notices import Acceptance, Wait
from contract.request_ids import new_request_id
from contract.site import Site
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core import events as e
from controller.core.series import ticket_number, visit_id

A_DAY: Final = 620
"""Visits, as in the province's centre of Đồng Nai."""
_KEPT_DAYS: Final = 30
_ANSWER: Final = encode_notice(Acceptance(RequestId("0" * 36), VisitId("2026-11-22-B012")))


def write_past(folder: Path, site: Site, tickets: int, today: date, zone: tzinfo) -> int:
    """At least ``tickets`` tickets of days before ``today`` into a new journal; returns its number of events.

    The real journal writes the first day; the others differ from it in day, sequence and request. Answers are those of the last
    30 days, as forgetting leaves them. Indexes are made at the end, which is faster.
    """
    days = -(-tickets // A_DAY)
    first = today - timedelta(days=days)
    opening = datetime.combine(first, time(7, 30), zone)
    entries = [_entry(seq, event, opening) for seq, event in enumerate(_day(site, first), 1)]
    journal = SqliteJournal(folder)
    journal.append(entries, None, None)
    journal.close()
    with closing(sqlite3.connect(folder / "journal.sqlite", isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        _repeat(db, first, days, len(entries))
        _answer(db, (days - _KEPT_DAYS) * len(entries))
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA journal_mode=WAL")
    return days * len(entries)


def _entry(seq: int, event: e.Event, opening: datetime) -> e.Entry:
    request = None if isinstance(event, e.DayOpened) else new_request_id()
    at = opening + timedelta(seconds=seq * 8)
    officer = OfficerId("lan") if hasattr(event, "counter") else None
    return e.Entry(seq, at, DeviceId("counter-1" if officer else "kiosk-1"), request, event, officer)


def _day(site: Site, day: date) -> Iterator[e.Event]:
    """About six events a visit."""
    yield e.DayOpened(day)
    for counter in site.counters:
        yield e.OfficerSignedIn(OfficerId("lan"), counter.id)
        yield e.CounterOpened(counter.id)
    for place in range(A_DAY):
        field = site.fields[place % len(site.fields)]
        counter = next(one for one in site.counters if field.id in one.fields)
        number = ticket_number(field.prefix, place // len(site.fields) + 1)
        visit = visit_id(day, number)
        due = datetime.combine(day, time(8), None)
        yield e.TicketIssued(visit, number, field.id, place % 9, due, None, Wait(240, 600, 1500))
        yield e.TicketPrinted(visit, PrintState.SENT)
        yield e.TicketPrinted(visit, PrintState.CONFIRMED)
        yield e.TicketCalled(visit, counter.id)
        yield e.VisitFinished(visit, counter.id)
        yield e.VisitRated(visit, counter.id, field.id, Score.VERY_SATISFIED)


def _repeat(db: sqlite3.Connection, first: date, days: int, size: int) -> None:
    db.execute("BEGIN")
    db.execute("DROP INDEX events_by_visit")
    db.execute("CREATE TEMP TABLE one AS SELECT * FROM events")
    for place in range(1, days):
        day, base = (first + timedelta(days=place)).isoformat(), place * size
        db.execute(
            """INSERT INTO events SELECT seq + :base, replace(at, :first, :day), by,
               CASE WHEN request IS NULL THEN NULL ELSE lower(hex(randomblob(18))) END, replace(visit, :first, :day),
               type, version, replace(body, :first, :day), officer FROM one""",
            {"base": base, "first": first.isoformat(), "day": day},
        )
        db.execute("INSERT INTO days VALUES (?, ?)", (day, base + 1))
    db.execute("DELETE FROM tickets")
    db.execute("""INSERT INTO tickets SELECT substr(visit, 12), visit FROM events
                  WHERE type = 'TicketIssued' ORDER BY substr(visit, 12), visit""")
    db.execute("CREATE INDEX events_by_visit ON events (visit) WHERE visit IS NOT NULL")
    db.execute("COMMIT")


def _answer(db: sqlite3.Connection, after: int) -> None:
    db.execute(
        """INSERT INTO answers (seq, request, answer)
           SELECT seq, by || '/' || request, ? FROM events WHERE seq > ? AND request IS NOT NULL ORDER BY seq""",
        (_ANSWER, after),
    )
