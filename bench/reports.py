"""``reports``: the first page of every report over a million visits, asked again, against the plain query; and what it costs the queue.

The million is ``bench/report_past``'s. Reports are asked as the controller's pages ask them, through the desk and its process.
"""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from bench.history import TimedOffice, calm
from bench.plain_report import PlainJournal
from bench.report_past import OFFICE, VISITS, past
from bench.table import FOLDER, Row, percentile
from controller.reports.catalogue import LIST, REPORTS
from controller.reports.desk import ReportDesk
from controller.reports.question import Question, ReportsAwayError, Table
from controller.simulation.behaviour import read_office

_SINCE: Final = date(2000, 1, 1)
_AGAIN: Final = 20
_TURNS: Final = 12
_ROUNDS: Final = 20
"""A field has 999 numbers a day, of which all turns together take four fifths."""
_WARM: Final = 60
_SLOWEST: Final = 1.2
_LATE_S: Final = 3600.0


def measure(visits: int = VISITS) -> list[Row]:
    """Some minutes, most of them for the plain queries; needs 5 GB in ``var`` for as long, and 2 GB until the next day."""
    folder = FOLDER / "reports"
    shutil.rmtree(folder, ignore_errors=True)
    site, _ = read_office(OFFICE)
    zone = ZoneInfo(site.timezone)
    today = datetime.now(zone).date()
    folder.mkdir(parents=True)
    try:
        began = time.monotonic()
        kept = past(today, visits)
        rows = [Row("the past, written or found in", round(time.monotonic() - began, 1), "s")]
        shutil.copyfile(kept / "journal.sqlite", folder / "journal.sqlite")
        with closing(ReportDesk(folder)) as desk:
            rows += _first_reading(desk, folder, today)
            rows += _against_plain(desk, folder, today)
        rows += _beside_the_queue(folder, zone, today)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def _first_reading(desk: ReportDesk, folder: Path, today: date) -> list[Row]:
    """From no read model to the first answer."""
    began = time.monotonic()
    table = desk.table(Question("arrivals", _SINCE, today, "month", size=0), _LATE_S)
    assert table.total is not None
    return [
        Row("visits", float(table.total[1] or 0), ""),
        Row("journal", round((folder / "journal.sqlite").stat().st_size / 1e6), "MB"),
        Row("read for the first time", round(time.monotonic() - began, 1), "s"),
        Row("read model", round((folder / "reports.sqlite").stat().st_size / 1e6), "MB"),
    ]


def _against_plain(desk: ReportDesk, folder: Path, today: date) -> list[Row]:
    rows, different, journal = [], 0, PlainJournal(folder)
    for name, report in REPORTS.items():
        by = next(iter(report.by))
        question = Question(name, _SINCE, today, by, size=0)
        print(f"  {name} by {by}: the plain query ...", file=sys.stderr, flush=True)
        first = _milliseconds(lambda: desk.table(question, _LATE_S))  # noqa: B023 - called at once
        began = time.perf_counter()
        known = journal.read_s.get(report.source, 0.0)  # what another report has read counts as if it were read again
        found, total = journal.report(report, by, _SINCE, today)
        plain = (time.perf_counter() - began + known) * 1000
        table = desk.table(question)
        different += (list(table.rows), table.total) != (found, total)
        page = Question(name, _SINCE, today, by)
        desk.table(page)
        again = median(_milliseconds(lambda: desk.table(page)) for _ in range(_AGAIN))  # noqa: B023
        against = f"the plain query: {plain:,.0f} ms; ours the first time: {first:,.0f} ms"
        rows.append(
            Row(f"{name}, first page asked again, share of the plain query", round(again / plain, 5), "x", 0.1, against)
        )
    journal.close()
    page = Question(LIST, _SINCE, today)
    first = _milliseconds(lambda: desk.table(page))
    again = median(_milliseconds(lambda: desk.table(page)) for _ in range(_AGAIN))
    rows.append(
        Row("list of visits, first page asked again", round(again, 2), "ms", against=f"the first time: {first:.0f} ms")
    )
    return [Row("reports whose figures are not those of the plain query", different, "", 0), *rows]


def _milliseconds(ask: Callable[[], Table]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _beside_the_queue(folder: Path, zone: ZoneInfo, today: date) -> list[Row]:
    """The real service on the same journal takes turns: nothing else, reports, and a read model that begins anew."""
    site, _ = read_office(OFFICE)
    office = TimedOffice(calm(site), zone, folder)
    taken: dict[str, list[float]] = {}
    try:
        for _ in range(_WARM):
            office.round(counted=False)
        for turn in range(_TURNS):
            for name, beside in _BESIDE.items() if turn % 2 else reversed(_BESIDE.items()):
                office.taken["call"].clear()
                with beside(folder, today):
                    for _ in range(_ROUNDS):
                        office.round(counted=True)
                taken.setdefault(name, []).extend(office.taken["call"])
        grown = (folder / "journal.sqlite-wal").stat().st_size / 1e6
    finally:
        office.close()
    alone = taken.pop("alone")
    rows = [Row("log of changes beside the journal afterwards", round(grown, 1), "MB")]
    for name, times in taken.items():
        for what, ours, bare in (
            ("p50", median(times), median(alone)),
            ("p95", percentile(times, 95), percentile(alone, 95)),
        ):
            goal = _SLOWEST if what == "p50" else None
            rows.append(
                Row(
                    f"a call while {name}, times without, {what}",
                    round(ours / bare, 3),
                    "x",
                    goal,
                    f"without: {bare:.2f} ms",
                )
            )
    return rows


@contextmanager
def _alone(folder: Path, today: date) -> Iterator[None]:
    """Nobody asks; a process was waited for all the same, because who has just rested is favoured on a busy machine."""
    with closing(ReportDesk(folder)) as desk:
        desk.table(Question("arrivals", _SINCE, today), _LATE_S)
        yield


@contextmanager
def _asked(folder: Path, today: date) -> Iterator[None]:
    """Reports over ever other days, so that none is remembered, one after the other without a rest."""
    stop = threading.Event()

    def ask(desk: ReportDesk) -> None:
        place = 0
        while not stop.is_set():
            name = list(REPORTS)[place % len(REPORTS)]
            desk.table(Question(name, _SINCE + timedelta(days=place), today), _LATE_S)
            place += 1

    with closing(ReportDesk(folder)) as desk:
        desk.table(Question("arrivals", _SINCE, today), _LATE_S)
        thread = threading.Thread(target=ask, args=(desk,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


@contextmanager
def _read_anew(folder: Path, today: date) -> Iterator[None]:
    """A read model that was thrown away and follows the journal from its beginning."""
    beside = folder / "anew"
    beside.mkdir()
    (beside / "journal.sqlite").symlink_to((folder / "journal.sqlite").absolute())
    try:
        with closing(ReportDesk(beside)) as desk:
            try:
                desk.table(Question("arrivals", _SINCE, today), 0.0)
            except ReportsAwayError:
                yield  # it reads on between questions
            else:
                raise AssertionError("the journal was read too soon to be measured")
    finally:
        shutil.rmtree(beside)


_BESIDE: Final = {"alone": _alone, "reports are asked": _asked, "the read model begins anew": _read_anew}
