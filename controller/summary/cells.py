"""Cells of the reports' tables in words: the site's names for what is an id, and units that people read."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from contract.site import Site
from controller.reports.catalogue import REPORTS
from controller.reports.labels import Labels
from controller.reports.question import Cell, Question, Unit

_MINUTE: Final = 60
_HOUR: Final = 3600
_TENTHS_BELOW_S: Final = 600
"""Below ten minutes half a minute matters."""
_HOURS_FROM_S: Final = 90 * 60
_FORMS: Final[Mapping[Unit, str]] = {
    Unit.HOUR: "report.hour",
    Unit.COUNTER: "report.counter",
    Unit.FACES: "report.faces",
}
NOTHING: Final = "–"
A_LIST: Final = 99
"""More columns than any list has."""

_CODED: Final = (
    Unit.OUTCOME, Unit.STATUS, Unit.CONDITION, Unit.TROUBLE, Unit.END, Unit.LANGUAGE, Unit.WEEKDAY
)  # fmt: skip
"""What the texts name, not the site file."""


class Cells:
    """Words of one language and one office."""

    def __init__(self, site: Site, texts: Mapping[str, str], language: str) -> None:
        self._site = site
        self._texts = texts
        self._thousands, self._point = (".", ",") if language == "vi" else (",", ".")

    def column(self, report: str, key: str) -> str:
        """The title of a column."""
        return self._texts.get(f"report.titles.{report}.{key}") or self._texts.get(f"report.column.{key}", key)

    def cell(self, unit: Unit, value: Cell) -> str:
        """A cell of a table, or of a sentence."""
        if value is None:
            return NOTHING
        if unit is Unit.COUNT:
            return self.number(value)
        if unit is Unit.SECONDS:
            return self.span(float(value))
        if unit is Unit.SHARE:
            return self.percent(float(value))
        return self._name(unit, value)

    def short(self, unit: Unit, value: Cell) -> str:
        """The same below a bar."""
        if unit is Unit.DAY and value is not None:
            return f"{date.fromisoformat(str(value)):%d/%m}"
        if unit is Unit.HOUR and value is not None:
            return f"{value}"
        if unit is Unit.WEEKDAY and value is not None:
            return self._texts[f"report.weekday_short.{value}"]
        return self.cell(unit, value)

    def number(self, value: Cell, places: int = 1) -> str:
        """``1.234`` or ``1,234``; with a decimal, or ``places`` of them, where it is no whole number."""
        is_whole = not isinstance(value, float) or value.is_integer()
        told = f"{int(value or 0):,}" if is_whole else f"{value:,.{places}f}"
        return told.translate({ord(","): self._thousands, ord("."): self._point})

    def percent(self, share: float) -> str:
        """``93 %``; to a tenth near the ends, where it matters: one late file in ten thousand is not none."""
        percent = share * 100
        rounded: float = round(percent)
        if 0 < percent < 1 or 99 < percent < 100:
            rounded = min(max(round(percent, 1), 0.1), 99.9)
        return f"{self.number(float(rounded))} %"

    def span(self, seconds: float) -> str:
        """``45 giây``, ``4,5 phút``, ``12 phút``, ``1 giờ 35 phút``."""
        whole = round(seconds)
        if whole < _MINUTE:
            return self._texts["report.span.seconds"].format(seconds=whole)
        if whole < _TENTHS_BELOW_S:
            return self._texts["report.span.minutes"].format(minutes=self.number(round(whole / _MINUTE, 1)))
        if whole < _HOURS_FROM_S:
            return self._texts["report.span.minutes"].format(minutes=self.number(round(whole / _MINUTE)))
        hours, rest = divmod(round(whole / _MINUTE), 60)
        key = "report.span.hours" if hours < 100 else "report.span.many_hours"
        return self._texts[key].format(hours=self.number(hours), minutes=f"{rest:02}")

    def labels(self, report: str, columns: Sequence[str]) -> Labels:
        """What an export of a report calls its columns and codes."""
        texts = self._texts
        named: dict[str, Mapping[str, str]] = {unit.value: names for unit, names in self._names.items()}
        for unit in _CODED:
            tables = _keys(unit, "")
            named[unit.value] = {
                key.removeprefix(one): words for one in tables for key, words in texts.items() if key.startswith(one)
            }
        refusals = (key.removeprefix("refused.") for key in texts if key.startswith("refused."))
        named[Unit.REFUSAL.value] = {one: self._formed(Unit.REFUSAL, one) for one in refusals}
        titles = {one: self.column(report, one) for one in columns}
        return Labels(texts[f"report.name.{report}"], texts["report.total"], titles, named)

    def narrowed(self, report: str, key: str, value: str) -> str:
        """What a report is narrowed to: ``Lĩnh vực: Đất đai``."""
        known = REPORTS[report].only if report in REPORTS else {}
        unit = known[key].unit if key in known else Unit(key)
        number = unit in {Unit.HOUR, Unit.WEEKDAY, Unit.COUNTER} and value.isdecimal()
        return f"{self.column(report, key)}: {self.cell(unit, int(value) if number else value)}"

    def day(self, day: date) -> str:
        """``Chủ nhật 22/11/2026``."""
        return self._texts["report.day"].format(
            weekday=self._texts[f"report.weekday.{day.weekday()}"], day=f"{day:%d/%m/%Y}"
        )

    def _name(self, unit: Unit, value: Cell) -> str:
        known = self._names.get(unit, {}).get(str(value))
        if known is not None:
            return known
        for key in _keys(unit, value):
            if (named := self._texts.get(key)) is not None:
                return named
        if value == "" or (unit is Unit.COUNTER and not value):
            return self._texts["report.nobody"]
        return self._formed(unit, value)

    def _formed(self, unit: Unit, value: Cell) -> str:
        told = str(value)
        if unit is Unit.DAY:
            return f"{date.fromisoformat(told):%d/%m/%Y}"
        if unit is Unit.MONTH:
            return f"{told[5:]}/{told[:4]}"
        if unit is Unit.REFUSAL:
            return self._texts.get(f"refused.{told}", told).partition(". ")[0].rstrip(".")
        return self._texts[_FORMS[unit]].format(value=told) if unit in _FORMS else told

    @cached_property
    def _names(self) -> Mapping[Unit, Mapping[str, str]]:
        site = self._site
        return {
            Unit.FIELD: {one.id: one.name for one in site.fields},
            Unit.OFFICER: {one.id: one.name for one in site.officers},
            Unit.PRIORITY: {one.id: one.name for one in site.priorities},
            Unit.RATING_REASON: {one.id: one.text for one in site.rating.reasons},
        }


def _keys(unit: Unit, code: Cell) -> Sequence[str]:
    """Where the texts may have a word for a code."""
    return {
        Unit.OUTCOME: (f"word.outcome.{code}",),
        Unit.STATUS: (f"status.{code}",),
        Unit.CONDITION: (f"word.trouble.{code}", f"word.camera.{code}"),
        Unit.TROUBLE: (f"word.trouble.{code}",),
        Unit.END: (f"report.end.{code}",),
        Unit.LANGUAGE: (f"report.language.{code}",),
        Unit.WEEKDAY: (f"report.weekday.{code}",),
    }.get(unit, ())


def heads(question: Question) -> int:
    """How many of the first columns say what the others are about; all of them in the list of visits."""
    report = REPORTS.get(question.name)
    return len(report.by[question.by or next(iter(report.by))]) if report else A_LIST
