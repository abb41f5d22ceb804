"""A table as CSV (RFC 4180) in UTF-8 with a byte order mark, by which spreadsheets know it; durations are seconds, shares 0 to 1.

A name that begins like a formula is written behind an apostrophe, so that no spreadsheet ever reckons with what somebody typed.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from controller.reports.labels import Labels
from controller.reports.question import Cell, Column, Table

_FORMULA: Final = re.compile(r"(^|[;\t\r\n])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n])")
"""Where a cell begins like one, also for a spreadsheet that splits at semicolons, as many do in Europe and here."""


def write_csv(pages: Iterable[Table], labels: Labels, to: Path) -> None:
    """All pages, then the total."""
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        total: list[object] = []
        for place, table in enumerate(pages):
            if not place:
                writer.writerow([_safe(labels.head(one)) for one in table.columns])
            writer.writerows(_row(table.columns, row, labels) for row in table.rows)
            if table.total is not None:
                total = [_safe(labels.total), *_row(table.columns, table.total, labels)[1:]]
        if total:
            writer.writerow(total)


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...], labels: Labels) -> list[Cell]:
    return [_safe(labels.cell(column.unit, cell)) for column, cell in zip(columns, row, strict=True)]


def _safe(cell: Cell) -> Cell:
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell
