"""What a summary says: a day or a week on one or two pages of paper, the answer first. Questions in, words and bars out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from contract.ids import FieldId
from contract.site import Site
from controller.core.due import Due, Rhythm
from controller.core.period import Period, Span
from controller.reports.question import Cell, Question, Table, Unit
from controller.summary.cells import Cells
from controller.summary.circular import IndexRow, indices, total
from controller.summary.pictures import Picture, field_colour, picture

Tables = Callable[[Question], Table]
_MOST_TROUBLES: Final = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its title, and what it was in the period before; ``before`` may be empty."""

    title: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field, or the whole office without a ``colour``."""

    colour: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the paper, in words. ``reasons`` and ``troubles`` are pairs of words and figures."""

    office: str
    title: str
    answer: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    compared: str
    charts: tuple[tuple[str, Picture], ...]
    fields_title: str
    heads: tuple[str, ...]
    fields: tuple[FieldRow, ...]
    lists: tuple[tuple[str, tuple[tuple[str, str], ...], str], ...]
    """Title, rows, and what stands there instead of none."""
    indices_title: str
    indices_heads: tuple[str, ...]
    indices: tuple[IndexRow, ...]
    indices_note: str
    foot: str
    page: str


class SheetMaker:
    """Asks the figures of one period and puts them into words."""

    def __init__(self, tables: Tables, site: Site, texts: Mapping[str, str], language: str, due: Due) -> None:
        self._tables = tables
        self._site = site
        self._texts = texts
        self._language = language
        self._due = due
        self._cells = Cells(site, texts, language)
        span = Span.WEEK if due.rhythm is Rhythm.WEEKLY else Span.CUSTOM
        self._period = Period(span, due.since, due.until)

    def opened(self) -> bool:
        """Whether the journal has a day of the period at all."""
        return self._ask("arrivals").days > 0

    def make(self, at: datetime) -> Sheet:
        """The whole paper; ``at`` is when it is made."""
        texts, weekly = self._texts, self._due.rhythm is Rhythm.WEEKLY
        by = "day" if weekly else "hour"
        return Sheet(
            self._site.name,
            f"{texts['summary.weekly' if weekly else 'summary.daily']} · {self._during(self._period)}",
            self._answer(),
            tuple(filter(None, self._sentences())),
            tuple(self._figures()),
            texts["report.compared"].format(words=self._during(self._period.before())),
            tuple(self._charts(by, weekly=weekly)),
            texts["summary.fields"],
            tuple(self._heads()),
            tuple(self._fields()),
            (
                (texts["summary.reasons"], self._reasons(), texts["summary.no_reasons"]),
                (texts["summary.troubles"], self._troubles(), texts["summary.no_troubles"]),
            ),
            texts["circular.title"],
            (texts["circular.number"], texts["circular.name"], texts["circular.points"], texts["circular.how"]),
            indices(self._tables, self._site, texts, self._language, self._due.since, self._due.until),
            texts["circular.own"],
            texts["summary.made"].format(time=f"{at:%H:%M %d/%m/%Y}", grouped=texts["report.about.ratings"]),
            texts["summary.page"],
        )

    def _answer(self) -> str:
        came, waited = total(self._ask("arrivals")), total(self._ask("waits"))
        if not came:
            return self._texts["summary.answer_none"]
        return self._texts["summary.answer"].format(
            visits=self._cells.cell(Unit.COUNT, came["visits"]),
            served=self._cells.cell(Unit.COUNT, came["served"]),
            wait=self._cells.cell(Unit.SECONDS, waited.get("median_s")),
        )

    def _sentences(self) -> Sequence[str]:
        texts, cells = self._texts, self._cells
        waits, rated = self._by_field("waits"), total(self._ask("ratings"))
        worst = max(waits.items(), key=lambda one: float(one[1]["median_s"] or 0), default=None)
        told = [
            texts["summary.bad"].format(
                field=cells.cell(Unit.FIELD, worst[0]), wait=cells.cell(Unit.SECONDS, worst[1]["median_s"])
            )
            if worst
            else "",
            texts["summary.in_time"].format(
                share=cells.cell(Unit.SHARE, total(self._ask("waits")).get("in_time_share")),
                missed=cells.number(total(self._ask("no_shows")).get("missed", 0)),
                refused=cells.number(total(self._ask("refusals")).get("refused", 0)),
            ),
        ]
        if not rated:
            return [*told, texts["summary.not_rated"]]
        return [
            *told,
            texts["summary.rated"].format(
                share=cells.cell(Unit.SHARE, rated["content_share"]), ratings=cells.number(rated["ratings"])
            ),
        ]

    def _figures(self) -> Sequence[Figure]:
        before = self._period.before()
        found = []
        for name, key, unit in (
            ("arrivals", "visits", Unit.COUNT),
            ("waits", "median_s", Unit.SECONDS),
            ("waits", "p90_s", Unit.SECONDS),
            ("services", "median_s", Unit.SECONDS),
            ("no_shows", "missed", Unit.COUNT),
            ("ratings", "content_share", Unit.SHARE),
        ):
            now = total(self._ask(name)).get(key)
            past = total(self._tables(Question(name, before.since, before.until, size=1))).get(key)
            told = "" if past is None else self._texts["report.before"].format(words=self._cells.cell(unit, past))
            found.append(Figure(self._cells.column(name, key), self._cells.cell(unit, now), told))
        return found

    def _charts(self, by: str, *, weekly: bool) -> Sequence[tuple[str, Picture]]:
        titles = ("summary.arrivals_week", "summary.waits_week") if weekly else ("summary.arrivals", "summary.waits")
        found = []
        for name, title in zip(("arrivals", "waits"), titles, strict=True):
            question = replace(self._question(name), by=by, size=0)
            drawn = picture(question, self._tables(question), self._site, self._cells, self._texts)
            if drawn is not None:
                found.append((self._texts[title], drawn))
        return found

    def _heads(self) -> Sequence[str]:
        cells = self._cells
        return [
            cells.column("arrivals", "field"),
            cells.column("arrivals", "visits"),
            cells.column("arrivals", "served"),
            cells.column("waits", "median_s"),
            cells.column("waits", "p90_s"),
            cells.column("waits", "in_time_share"),
            cells.column("ratings", "content_share"),
        ]

    def _fields(self) -> Sequence[FieldRow]:
        came, waits, rated = (self._by_field(one) for one in ("arrivals", "waits", "ratings"))
        rows = [
            FieldRow(
                field_colour(self._site, one.id),
                self._row(one.name, came.get(one.id, {}), waits.get(one.id, {}), rated.get(one.id, {})),
            )
            for one in self._site.fields
            if one.id in came or one.id in waits
        ]
        whole = [total(self._ask(one)) for one in ("arrivals", "waits", "ratings")]
        return [*rows, FieldRow("", self._row(self._texts["report.total"], *whole))] if rows else []

    def _row(
        self, name: str, came: Mapping[str, Cell], waits: Mapping[str, Cell], rated: Mapping[str, Cell]
    ) -> tuple[str, ...]:
        cell = self._cells.cell
        return (
            name,
            cell(Unit.COUNT, came.get("visits")),
            cell(Unit.COUNT, came.get("served")),
            cell(Unit.SECONDS, waits.get("median_s")),
            cell(Unit.SECONDS, waits.get("p90_s")),
            cell(Unit.SHARE, waits.get("in_time_share")),
            cell(Unit.SHARE, rated.get("content_share")),
        )

    def _reasons(self) -> tuple[tuple[str, str], ...]:
        table = self._tables(replace(self._question("rating_reasons"), by="reason", size=0))
        places = {one.key: place for place, one in enumerate(table.columns)}
        rows = sorted(table.rows, key=lambda row: -int(row[places["times"]] or 0))
        return tuple(
            (self._cells.cell(Unit.RATING_REASON, row[places["reason"]]), self._cells.number(row[places["times"]]))
            for row in rows
        )

    def _troubles(self) -> tuple[tuple[str, str], ...]:
        table = self._tables(replace(self._question("devices"), by="device_condition", size=0))
        places = {one.key: place for place, one in enumerate(table.columns)}
        rows = sorted(table.rows, key=lambda row: -int(row[places["down_s"]] or 0))[:_MOST_TROUBLES]
        return tuple(
            (
                f"{row[places['device']]}: {self._cells.cell(Unit.CONDITION, row[places['condition']])}",
                self._cells.cell(Unit.SECONDS, row[places["down_s"]]),
            )
            for row in rows
        )

    def _by_field(self, name: str) -> Mapping[FieldId, Mapping[str, Cell]]:
        """Figures by field; ratings on several scales stand in the whole office's row only."""
        table = self._tables(replace(self._question(name), by="field", size=0))
        keys = [one.key for one in table.columns]
        found: dict[FieldId, Mapping[str, Cell]] = {}
        for row in table.rows:
            field = FieldId(str(row[0]))
            found[field] = {} if field in found else dict(zip(keys, row, strict=True))
        return found

    def _ask(self, name: str) -> Table:
        """For its total."""
        return self._tables(self._question(name))

    def _question(self, name: str) -> Question:
        return Question(name, self._due.since, self._due.until, size=1)

    def _during(self, stretch: Period) -> str:
        if stretch.one_day:
            return self._cells.day(stretch.since)
        return self._texts["report.during"].format(since=_day(stretch.since), until=_day(stretch.until))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
