"""A report by plain queries over the journal alone: what it would cost without a read model, and what its figures ought to be.

Counters' openings and devices' downtime are told by ``plain_spans``, because their rows are few and their rules are no SQL.
"""

import sqlite3
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from bench.plain_facts import FACTS
from bench.plain_spans import seat_rows, trouble_rows
from controller.reports.catalogue import Key, Kind, Measure, Report
from controller.reports.question import Cell, Unit

Rows = list[tuple[Cell, ...]]
_PERCENTS: Final = {Kind.MEDIAN: 50, Kind.P90: 90, Kind.LONGEST: 100}


class PlainJournal:
    """The journal in ``folder``; facts of one kind are read once and serve several reports. ``read_s`` says how long that took, by kind."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(f"{(folder / 'journal.sqlite').absolute().as_uri()}?mode=ro", uri=True)
        self._db.execute("PRAGMA temp_store = MEMORY")
        self.read_s: dict[str, float] = {}

    def close(self) -> None:
        """Give the journal free."""
        self._db.close()

    def report(self, report: Report, by: str, since: date, until: date) -> tuple[Rows, tuple[Cell, ...]]:
        """All rows in order, and the total."""
        if report.source not in self.read_s:
            began = time.perf_counter()
            self._read(report.source)
            self.read_s[report.source] = time.perf_counter() - began
        self._db.execute("DROP VIEW IF EXISTS fact")
        period = f"day BETWEEN '{since.isoformat()}' AND '{until.isoformat()}'"
        self._db.execute(f"CREATE TEMP VIEW fact AS SELECT * FROM temp.all_{report.source} WHERE {period}")
        keys = report.by[by]
        rows = _figures(self._db, report, [_expression(key, report) for key in keys])
        whole = _figures(self._db, report, ["0"] * len(keys), whole=True)[(0,) * len(keys)]
        return sorted((*group, *rows[group]) for group in rows), (*(None for _ in keys), *whole)

    def _read(self, kind: str) -> None:
        table = f"temp.all_{kind}"
        if kind in FACTS:
            self._db.execute(f"CREATE TABLE {table} AS {FACTS[kind]}")
            return
        if kind == "troubles":
            columns, rows = "day, device, condition, since, seconds", trouble_rows(self._db)
        else:
            columns, rows = "day, counter, officer, since, open, paused, busy", seat_rows(self._db, FACTS["stays"])
        marks = ", ".join("?" * len(columns.split(", ")))
        found = list(rows)
        self._db.execute(f"CREATE TABLE {table} ({columns})")
        self._db.executemany(f"INSERT INTO {table} VALUES ({marks})", found)


def _expression(key: Key, report: Report) -> str:
    if key.unit is Unit.MONTH:
        return "substr(day, 1, 7)"
    if key.unit is Unit.WEEKDAY:
        return "(strftime('%w', day) + 6) % 7"
    if key.unit is Unit.HOUR:
        return f"{report.clock} / 3600 % 24"
    return key.column or "day"


def _figures(
    db: sqlite3.Connection, report: Report, keys: Sequence[str], *, whole: bool = False
) -> dict[tuple[Cell, ...], list[Cell]]:
    """By group."""
    group = ", ".join(keys)
    simple = {one.key: _simple(one) for one in report.measures if one.kind not in {*_PERCENTS, Kind.SHARE}}
    asked = ", ".join(simple.values())
    found: dict[tuple[Cell, ...], dict[str, list[Cell]]] = {}
    size = len(keys)
    having = "" if whole else f"GROUP BY {group}"
    for row in db.execute(f"SELECT {group}, {asked} FROM fact {having}"):
        pairs = zip(simple, zip(row[size::2], row[size + 1 :: 2], strict=True), strict=True)
        found[row[:size]] = {key: list(pair) for key, pair in pairs}
    for one in report.measures:
        if one.kind in _PERCENTS:
            for row in db.execute(_rank(one, group)):
                found[row[:size]][one.key] = [row[size], None]
    return {which: _row(report.measures, figures) for which, figures in found.items()}


def _simple(measure: Measure) -> str:
    """Two columns: a figure, and what it is to be divided by."""
    if measure.kind is Kind.COUNT:
        return f"{f'total({measure.where})' if measure.where else 'count(*)'}, NULL"
    if measure.kind is Kind.SUM:
        return f"total({measure.column}), NULL"
    return f"total({measure.column} * {measure.where}), total({measure.where})"


def _rank(measure: Measure, group: str) -> str:
    where = f"WHERE {measure.where}" if measure.where else ""
    return f"""SELECT * FROM (
        SELECT {group}, {measure.column} AS value, row_number() OVER (one ORDER BY {measure.column}) AS rank, count(*) OVER one AS size
        FROM fact {where} WINDOW one AS (PARTITION BY {group})
    ) WHERE rank = (size * {_PERCENTS[measure.kind]} + 99) / 100"""


def _row(measures: Sequence[Measure], figures: dict[str, list[Cell]]) -> list[Cell]:
    row: dict[str, Cell] = {}
    for one in measures:
        if one.kind is Kind.SHARE:
            row[one.key] = _divided(row[one.column], row[one.where], 4)
        elif one.kind is Kind.MEAN:
            part, whole = figures[one.key]
            row[one.key] = _divided(part, whole, 1)
        else:
            value = figures.get(one.key, [None])[0]
            row[one.key] = int(value) if isinstance(value, float) else value
    return list(row.values())


def _divided(part: Cell, whole: Cell, digits: int) -> Cell:
    assert isinstance(part, int | float)
    assert isinstance(whole, int | float)
    return round(part / whole, digits) if whole else None
