"""What a table's columns and codes are called in a file for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from controller.reports.question import Cell, Column, Unit


@dataclass(frozen=True, slots=True)
class Labels:
    """``title`` of the file; ``columns`` by key; ``names`` by unit and code, a counter's or a weekday's as its figures.

    What is missing is written as it is. ``total`` stands before the figures of all rows together.
    """

    title: str = ""
    total: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def head(self, column: Column) -> str:
        """Above a column."""
        return self.columns.get(column.key, column.key)

    def cell(self, unit: Unit, cell: Cell) -> Cell:
        """A code as its name, everything else as it is."""
        names = self.names.get(unit)
        return cell if names is None or cell is None else names.get(str(cell), cell)
