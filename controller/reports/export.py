"""A whole table into a file: written beside its place and put there when it is whole."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from controller.reports.csv_file import write_csv
from controller.reports.labels import Labels
from controller.reports.question import Question, ReportError, Table
from controller.reports.reports import Reports
from controller.reports.xlsx_file import write_xlsx

Writer = Callable[[Iterable[Table], Labels, Path], None]
WRITERS: Final[Mapping[str, Writer]] = MappingProxyType({".csv": write_csv, ".xlsx": write_xlsx})
"""By the end of a file's name."""


def write_file(
    reports: Reports, question: Question, to: Path, labels: Labels, go_on: Callable[[], bool] = lambda: True
) -> None:
    """All rows of the answer, some thousand at a time; raises as ``Reports.table`` does, ReportError also for another ending."""
    write = WRITERS.get(to.suffix)
    if write is None:
        raise ReportError(f"{to.name}: a report is written to a file that ends in {' or '.join(WRITERS)}")
    beside = to.with_name(f".{to.stem}.part{to.suffix}")
    try:
        write(reports.pages(question, go_on), labels, beside)
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)
