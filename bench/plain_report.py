"""A report by plain queries over the journal alone: what it would cost without a read model, and what its figures ought to be.

Counters' openings and devices' downtime are told by ``plain_spans``, because their rows are few and their rules are no SQL.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from bench.plain_facts import FACTS
from bench.plain_spans import seat_rows, trouble_rows
from controller.reports.catalogue import Key, Kind, Measure, Report
from controller.reports.question import Cell, Unit

Rows = list[tuple[Cell, ...]]
_PERCENTS: Final = {Kind.MEDIAN: 50, Kind.P90: 90, Kind.LONGEST: 100}


def plain_report(folder: Path, report: Report, by: str, since: date, until: date) -> tuple[Rows, tuple[Cell, ...]]:
    """All rows in order, and the total."""
    keys = report.by[by]
    address = f"{(folder / 'journal.sqlite').absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as db:
        db.execute("PRAGMA temp_store = MEMORY")
        _collect(db, report, since.isoformat(), until.isoformat())
        names = [_expression(key, report) for key in keys]
        rows = _figures(db, report, names)
        found = sorted((*group, *rows[group]) for group in rows)
        return found, (*(None for _ in keys), *_figures(db, report, ["0"] * len(keys), whole=True)[(0,) * len(keys)])


def _collect(db: sqlite3.Connection, report: Report, since: str, until: str) -> None:
    """The facts of the period, once."""
    if report.source in FACTS:
        facts = FACTS[report.source]
        db.execute(f"CREATE TEMP TABLE fact AS SELECT * FROM ({facts}) WHERE day BETWEEN ? AND ?", (since, until))
        return
    if report.source == "troubles":
        columns, rows = "day, device, condition, since, seconds", trouble_rows(db)
    else:
        columns, rows = "day, counter, officer, since, open, paused, busy", seat_rows(db, FACTS["stays"])
    db.execute(f"CREATE TEMP TABLE fact ({columns})")
    marks = ", ".join("?" * len(columns.split(", ")))
    db.executemany(f"INSERT INTO fact VALUES ({marks})", [row for row in rows if since <= str(row[0]) <= until])


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
            row[one.key] = _divided(*figures[one.key], 1)
        else:
            value = figures.get(one.key, [None])[0]
            row[one.key] = int(value) if isinstance(value, float) else value
    return list(row.values())


def _divided(part: Cell, whole: Cell, digits: int) -> Cell:
    assert isinstance(part, int | float)
    assert isinstance(whole, int | float)
    return round(part / whole, digits) if whole else None
