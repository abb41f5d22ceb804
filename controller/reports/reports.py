"""The reports of one office: questions in, tables out; what was asked a moment ago is still known."""

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

from controller.reports.catalogue import LIST, REPORTS, VISIT_COLUMNS, VISITS, Key, Report
from controller.reports.counting import columns, count, narrowed
from controller.reports.model import Model
from controller.reports.question import Cell, Column, Question, ReportError, ReportsAwayError, Table
from controller.reports.visit_list import visits

_REMEMBERED: Final = 64
"""Tables."""
_A_LOT: Final = 20_000
"""Rows at once, for a file, and more than anybody remembers."""
_T = TypeVar("_T")
_Rows = tuple[tuple[Cell, ...], ...]


class Reports:
    """Of the journal in ``folder``, in this process, which must not be the controller's. Not for two threads at once.

    Raises JournalUnreadableError.
    """

    def __init__(self, folder: Path) -> None:
        self._model = Model(folder)
        self._known: OrderedDict[tuple[Question, int, int], Table] = OrderedDict()

    def close(self) -> None:
        """Give the files free."""
        self._model.close()

    def catch_up(self, go_on: Callable[[], bool]) -> bool:
        """Read the journal on while ``go_on`` says so; whether its end was reached."""
        return self._trusting(lambda: self._model.catch_up(go_on))

    def table(self, question: Question, go_on: Callable[[], bool] = lambda: True) -> Table:
        """The answer as the journal is now; raises ReportError, and ReportsAwayError where ``go_on`` ended the reading too early."""
        return self._trusting(lambda: self._table_now(question, go_on))

    def _trusting(self, do: Callable[[], _T]) -> _T:
        """Once more, from the journal alone, where the read model turns out to be broken."""
        try:
            return do()
        except sqlite3.OperationalError:
            raise  # a full disk, a file that somebody else holds
        except sqlite3.DatabaseError:
            self._model.begin_anew()
            return do()

    def _table_now(self, question: Question, go_on: Callable[[], bool]) -> Table:
        self._read_on(go_on)
        opened = self._model.opened
        alive = opened is not None and question.since <= opened <= question.until
        known = (question, self._model.closed, self._model.seq if alive else 0)
        table = self._known.get(known) or self._answer(question)
        if len(table.rows) > _A_LOT:
            return table
        self._known[known] = table
        self._known.move_to_end(known)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return table

    def pages(self, question: Question, go_on: Callable[[], bool] = lambda: True) -> Iterator[Table]:
        """All pages one after the other, at least one, as the journal is when the first is taken; none is remembered."""
        self._read_on(go_on)
        table = self._answer(replace(question, page=0, size=_A_LOT))
        yield table
        for page in range(1, -(-table.count // _A_LOT)):
            yield self._answer(replace(question, page=page, size=_A_LOT))

    def _read_on(self, go_on: Callable[[], bool]) -> None:
        if not self.catch_up(go_on):
            raise ReportsAwayError("the journal is still being read", self._model.share)

    def _answer(self, question: Question) -> Table:
        if question.page < 0 or question.size < 0:
            raise ReportError("there is no such page")
        begin = question.page * question.size
        if question.name == LIST:
            facts = self._model.facts("visits", question.since, question.until)
            facts = narrowed(VISITS, question, facts, self._model.words)
            rows = visits(facts, self._model.words, begin, question.size)
            return self._table(question, VISIT_COLUMNS, rows, None, len(facts["day"]))
        return self._count(question, begin)

    def _count(self, question: Question, begin: int) -> Table:
        report = REPORTS.get(question.name)
        if report is None:
            raise ReportError(f"no report {question.name!r}; there are: {', '.join((*REPORTS, LIST))}")
        keys = _keys(report, question)
        facts = self._model.facts(report.source, question.since, question.until)
        rows, total = count(report, keys, narrowed(report, question, facts, self._model.words), self._model.words)
        page = rows[begin : begin + question.size] if question.size else rows
        return self._table(question, columns(report, keys), tuple(page), total, len(rows))

    def _table(
        self, question: Question, told: tuple[Column, ...], rows: _Rows, total: tuple[Cell, ...] | None, size: int
    ) -> Table:
        days = self._model.days(question.since, question.until)
        return Table(told, rows, total, size, days, self._model.seq)


def _keys(report: Report, question: Question) -> tuple[Key, ...]:
    """Also of several at once, as ``day+hour+field``."""
    by = question.by or next(iter(report.by))
    if by in report.by:
        return report.by[by]
    names = by.split("+")
    if len(names) < 2 or not set(names) <= set(report.only):
        raise ReportError(f"{question.name!r} is not told by {by!r}; it is by {', '.join(report.by)}")
    return tuple(report.only[name] for name in names)
