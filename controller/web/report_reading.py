"""What the head's reports say: questions put to the figures, and their tables turned into what pages show. All on a worker."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from contract.ids import VisitId
from controller.core.events import Entry
from controller.core.period import Period, Span, period
from controller.reports.labels import Labels
from controller.reports.question import A_PAGE, Question, Table
from controller.service import Service
from controller.web.head_words import hall_words
from controller.web.report_question import VISITS, Asked, asked
from controller.web.report_view import KEY_FIGURES, View, Viewer

_MOST_FILES: Final = 40
_TAKEN: Final = "taken-"
_TODAY: Final[Mapping[str, tuple[str, ...]]] = {
    "arrivals": ("visits", "served"),
    "waits": ("median_s", "in_time_share"),
    "no_shows": ("missed",),
    "ratings": ("content_share",),
}
"""What the page of today says of the day so far."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where figures come from; every call may take its time and is made on a worker.

    ``tables`` and ``export`` may raise ReportError and ReportsAwayError; ``export`` writes the whole table of a question into a file
    that ends in ``.csv`` or ``.xlsx``. ``story`` is what happened to a visit. ``summaries`` is the folder of the PDFs, ``trouble`` says
    in the words of a language why they are not written or sent; empty: they are. ``state`` is the controller's own folder, with the
    forecast; files to take away lie there for as long as that takes.
    """

    tables: Callable[[Question], Table]
    export: Callable[[Question, Path, Labels], None]
    story: Callable[[VisitId], Sequence[Entry]]
    summaries: Path
    trouble: Callable[[Mapping[str, str]], str]
    state: Path


class ReportReading:
    """For one language, while one page is made."""

    def __init__(self, service: Service, evidence: Evidence, texts: Mapping[str, str], language: str) -> None:
        self._service = service
        self._evidence = evidence
        self._texts = texts
        self._language = language
        self.viewer = Viewer(service.site, texts, language)

    def answer(self, wish: Asked) -> View:
        """Everything of one report's page; on a worker."""
        viewer, tables = self.viewer, self._evidence.tables
        table = tables(wish.question(A_PAGE if wish.name == VISITS else 0))
        before = None if wish.name == VISITS else tables(wish.before())
        drawn, chart = viewer.chart(wish, table)
        paged = wish.name != VISITS
        first = wish.page * A_PAGE
        rows = table.rows[first : first + A_PAGE] if paged else table.rows
        return {
            "answer": viewer.answer(wish, table),
            "most": viewer.most(wish, drawn),
            "figures": []
            if wish.name == VISITS
            else viewer.key_figures(wish.name, KEY_FIGURES[wish.name], table, before),
            "compared": self._compared(wish.period),
            "chart": chart,
            "heat": viewer.heat(wish, table) if wish.name == "heat" else None,
            "table": viewer.table(wish, table, rows),
            "first": first + 1 if rows else 0,
            "last": first + len(rows),
            "count": table.count,
            "earlier": replace(wish, page=wish.page - 1).address() if wish.page else "",
            "further": replace(wish, page=wish.page + 1).address() if first + len(rows) < table.count else "",
        }

    def today(self) -> View:
        """The page of today; on a worker."""
        today = self._service.now().date()
        viewer, tables = self.viewer, self._evidence.tables
        found: View = {"parts": [], "figures": []}
        for name, keys in _TODAY.items():
            wish = asked(name, {"by": "hour"} if name in {"arrivals", "waits"} else {}, self._language, today)
            table = tables(wish.question())
            drawn, chart = viewer.chart(wish, table)
            first = viewer.key_figures(name, keys, table, tables(wish.before()))
            found["figures"] += [one | {"link": wish.address()} for one in first]
            if name in {"arrivals", "waits"}:
                part = {"name": name, "chart": chart, "most": viewer.most(wish, drawn), "link": wish.address()}
                found["parts"].append(part)
        fields = asked("arrivals", {"by": "field"}, self._language, today)
        table = tables(fields.question())
        files = [{"name": one.name, "words": self._file_words(one)} for one in self.files()]
        return found | {
            "compared": self._compared(period(Span.TODAY, today)),
            "table": viewer.table(fields, table, table.rows),
            "files": files,
            "trouble": self._evidence.trouble(self._texts),
            "hall": hall_words(self._service.hall(), self._service.site, self._texts),
        }

    def files(self) -> list[Path]:
        """The newest first."""
        return sorted(self._evidence.summaries.glob("????-??-??-*ly.pdf"), reverse=True)[:_MOST_FILES]

    def _file_words(self, file: Path) -> str:
        texts = self._texts
        day, _, rhythm = file.stem.rpartition("-")
        try:
            since = date.fromisoformat(day)
        except ValueError:
            return file.name
        return (
            texts[f"summary.file.{rhythm}"].format(since=f"{since:%d/%m/%Y}")
            if rhythm in {"daily", "weekly"}
            else file.name
        )

    def file(self, wish: Asked, kind: str) -> Path:
        """The whole table in a file that whoever asked takes away, alone in a folder that nobody else may look into."""
        folder = Path(tempfile.mkdtemp(prefix=_TAKEN, dir=self._evidence.state))
        path = folder / f"{wish.name}.{kind}"
        try:
            columns = [one.key for one in self._evidence.tables(wish.question(1)).columns]
            self._evidence.export(wish.question(), path, self.viewer.cells.labels(wish.name, columns))
        except BaseException:
            taken_away(path)
            raise
        return path

    def _compared(self, asked: Period) -> str:
        """With what; a day that still runs is compared with a whole one, and that is said."""
        key = "report.compared_day" if asked.span is Span.TODAY else "report.compared"
        return self._texts[key].format(words=self.during(asked.before()))

    def during(self, stretch: Period) -> str:
        """One day with its weekday, or the first and the last."""
        texts, cells = self._texts, self.viewer.cells
        if stretch.one_day:
            return cells.day(stretch.since)
        return texts["report.during"].format(since=f"{stretch.since:%d/%m/%Y}", until=f"{stretch.until:%d/%m/%Y}")


def taken_away(path: Path) -> None:
    """Forget a file that ``ReportReading.file`` has made, and its folder."""
    shutil.rmtree(path.parent, ignore_errors=True)


def forget_taken(state: Path) -> None:
    """Those that an earlier run could not forget."""
    for folder in state.glob(f"{_TAKEN}*"):
        shutil.rmtree(folder, ignore_errors=True)
