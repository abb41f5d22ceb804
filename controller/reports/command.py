"""``python -m controller report NAME --since --until --by``: a report in the terminal, or as a CSV or Excel file."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from controller.reports.export import write_file
from controller.reports.labels import Labels
from controller.reports.question import Cell, Question, Table
from controller.reports.reports import Reports

_FINE = 0


def tell_report(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Print or write what was asked for; the exit code. Raises ReportError."""
    only = tuple((what, which) for what, _, which in (one.partition("=") for one in given.only))
    question = Question(given.name, given.since, given.until, given.by, only, size=given.rows)
    file: Path | None = given.to
    with closing(Reports(given.state)) as reports:
        if file is None:
            print("\n".join(_lines(reports.table(question))))
        else:
            columns = {
                key.removeprefix("report.column."): text
                for key, text in texts.items()
                if key.startswith("report.column.")
            }
            write_file(reports, question, file, Labels(given.name, "*", columns))
    return _FINE


def _lines(table: Table) -> Iterator[str]:
    told = [[one.key for one in table.columns], *([_told(cell) for cell in row] for row in table.rows)]
    if table.total is not None:
        told.append(["*", *(_told(cell) for cell in table.total[1:])])
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    for row in told:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _told(cell: Cell) -> str:
    return "-" if cell is None else str(cell)
