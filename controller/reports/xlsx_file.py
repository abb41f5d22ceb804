"""A table as an Excel workbook, written row by row: durations as h:mm:ss, shares as per cent, days as days.

The same table gives the same bytes: the workbook says no time and no author.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook

from controller.reports.labels import Labels
from controller.reports.question import Cell, Column, Table, Unit

_ROWS: Final = 1_000_000
"""On one sheet, which can hold 1,048,576 lines; the next thousand thousand stand on another one."""
_NO_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_A_DAY: Final = 86_400
_FORMATS: Final[Mapping[Unit, str]] = {
    Unit.SECONDS: "[h]:mm:ss",
    Unit.SHARE: "0.0%",
    Unit.COUNT: "#,##0",
    Unit.DAY: "dd/mm/yyyy",
}
_WIDEST: Final = 40
_LONGEST_NAME: Final = 31


class _Book:
    def __init__(self, to: Path, labels: Labels) -> None:
        self._labels = labels
        self._book = Workbook(
            str(to), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._book.set_properties({"title": labels.title, "created": _NO_TIME})
        self._bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._formats = {unit: self._book.add_format({"num_format": told}) for unit, told in _FORMATS.items()}
        self._totals = {
            unit: self._book.add_format({"num_format": told, "bold": True, "top": 1}) for unit, told in _FORMATS.items()
        }
        self._total = self._book.add_format({"bold": True, "top": 1})
        self._sheet: Any = None
        self._line = 0

    def begin(self, columns: tuple[Column, ...]) -> None:
        """A sheet with its heads, which stay in sight."""
        number = len(self._book.worksheets()) + 1
        name = "".join(one for one in self._labels.title if one not in "[]:*?/\\'")[: _LONGEST_NAME - 4].strip()
        self._sheet = self._book.add_worksheet(f"{name} {number}" if name and number > 1 else name or None)
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            head = self._labels.head(column)
            names = self._labels.names.get(column.unit, {}).values()
            widest = max(map(len, (*head.split(), *names, "00/00/0000")))
            self._sheet.set_column(place, place, min(widest + 2, _WIDEST))
            self._sheet.write_string(0, place, head, self._bold)
        self._line = 1

    def write(self, columns: tuple[Column, ...], row: tuple[Cell, ...]) -> None:
        """A line, on another sheet where this one is full."""
        if self._line > _ROWS:
            self.begin(columns)
        for place, (column, cell) in enumerate(zip(columns, row, strict=True)):
            self._write(place, column.unit, self._labels.cell(column.unit, cell), self._formats.get(column.unit))
        self._line += 1

    def end(self, columns: tuple[Column, ...], total: tuple[Cell, ...] | None) -> None:
        """The total, and the file."""
        if total is not None:
            for place, (column, cell) in enumerate(zip(columns, total, strict=True)):
                self._write(place, column.unit, cell, self._totals.get(column.unit, self._total))
            self._sheet.write_string(self._line, 0, self._labels.total, self._total)
        self._book.close()

    def _write(self, place: int, unit: Unit, cell: Cell, style: Any) -> None:
        if cell is None:
            self._sheet.write_blank(self._line, place, None, style)
        elif unit is Unit.DAY:
            self._sheet.write_datetime(self._line, place, date.fromisoformat(str(cell)), style)
        elif isinstance(cell, str):
            self._sheet.write_string(self._line, place, cell, style)
        else:
            self._sheet.write_number(self._line, place, cell / _A_DAY if unit is Unit.SECONDS else cell, style)


def write_xlsx(pages: Iterable[Table], labels: Labels, to: Path) -> None:
    """All pages, then the total."""
    book, last = _Book(to, labels), None
    for table in pages:
        if last is None:
            book.begin(table.columns)
        for row in table.rows:
            book.write(table.columns, row)
        last = table
    assert last is not None
    book.end(last.columns, last.total)
