"""From columns of facts to a report's table: narrowed, told apart, counted, and put into words and order."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np

from controller.reports.catalogue import Key, Kind, Measure, Report
from controller.reports.columns import COLUMNS, Array, Words
from controller.reports.grouping import Groups, together
from controller.reports.question import Cell, Column, Question, ReportError, Unit
from controller.reports.shelf import DAY

_MONTHS: Final = 12
_TIMES: Final = frozenset({Unit.DAY, Unit.MONTH, Unit.WEEKDAY, Unit.HOUR})
_PERCENTS: Final = {Kind.MEDIAN: 50, Kind.P90: 90, Kind.LONGEST: 100}
Facts = Mapping[str, Array]


def count(
    report: Report, keys: Sequence[Key], facts: Facts, words: Words
) -> tuple[list[tuple[Cell, ...]], tuple[Cell, ...]]:
    """Every row in order, and the total."""
    groups, values = together([numbers(report, key, facts) for key in keys])
    named = [
        [_cell(key, report, one, words) for one in column.tolist()] for key, column in zip(keys, values, strict=True)
    ]
    rows = [*zip(*named, *_figures(report, facts, groups), strict=True)]
    whole = Groups(np.zeros(len(facts[DAY]), np.int32), 1)
    total = (*(None for _ in keys), *(column[0] for column in _figures(report, facts, whole)))
    return sorted(rows, key=lambda row: row[: len(keys)]), total


def columns(report: Report, keys: Sequence[Key]) -> tuple[Column, ...]:
    """Of the table."""
    heads: Sequence[Key | Measure] = (*keys, *report.measures)
    return tuple(Column(one.key, one.unit) for one in heads)


def narrowed(report: Report, question: Question, facts: Facts, words: Words) -> Facts:
    """Only what the question is about; raises ReportError where it cannot be narrowed so."""
    for name, wanted in question.only:
        key = report.only.get(name)
        if key is None:
            raise ReportError(f"{question.name!r} cannot be narrowed by {name!r}; it can by {', '.join(report.only)}")
        chosen = numbers(report, key, facts) == _number(key, report, wanted, words)
        facts = {column: values[chosen] for column, values in facts.items()}
    return facts


def numbers(report: Report, key: Key, facts: Facts) -> Array:
    """What a key makes of each fact, as whole numbers."""
    days: Array = facts[DAY]
    if key.unit is Unit.DAY:
        return days
    if key.unit is Unit.WEEKDAY:
        weekdays: Array = (days - 1) % 7  # the first of January of the year 1 was a Monday
        return weekdays
    if key.unit is Unit.MONTH:
        return _months(days)
    if key.unit is Unit.HOUR:
        hours: Array = facts[report.clock] // 3600 % 24
        return hours
    return facts[key.column]


def _months(days: Array) -> Array:
    """Counted from the year 0; each day is looked at once, however many facts it has."""
    if not len(days):
        return days
    low = int(days.min())
    known = [date.fromordinal(one) for one in range(low, int(days.max()) + 1)]
    months = np.array([one.year * _MONTHS + one.month - 1 for one in known], np.int32)
    found: Array = months[days - low]
    return found


def _cell(key: Key, report: Report, number: int, words: Words) -> Cell:
    if key.unit is Unit.DAY:
        return date.fromordinal(number).isoformat()
    if key.unit is Unit.MONTH:
        return f"{number // _MONTHS}-{number % _MONTHS + 1:02}"
    return words.words[number] if _is_word(key, report) else number


def _number(key: Key, report: Report, wanted: str, words: Words) -> int:
    """-1 for a word that nobody has used, which no fact has."""
    if _is_word(key, report):
        found = words.find(wanted)
        return -1 if found is None else found
    try:
        if key.unit is Unit.DAY:
            return date.fromisoformat(wanted).toordinal()
        if key.unit is Unit.MONTH:
            year, _, month = wanted.partition("-")
            return int(year) * _MONTHS + int(month) - 1
        return int(wanted)
    except ValueError as fault:
        raise ReportError(f"{wanted!r} is no {key.key}") from fault


def _is_word(key: Key, report: Report) -> bool:
    return key.unit not in _TIMES and key.column in COLUMNS[report.source].words


def _figures(report: Report, facts: Facts, groups: Groups) -> list[list[Cell]]:
    """A column a measure."""
    made: dict[str, list[Cell]] = {}
    for measure in report.measures:
        made[measure.key] = _figure(measure, facts, groups, made)
    return list(made.values())


def _figure(measure: Measure, facts: Facts, groups: Groups, made: Mapping[str, list[Cell]]) -> list[Cell]:
    if measure.kind is Kind.SHARE:
        pairs = zip(made[measure.column], made[measure.where], strict=True)
        return [_divided(part, whole, 4) for part, whole in pairs]
    if measure.kind is Kind.COUNT:
        return list(groups.counts(facts[measure.where] if measure.where else None).tolist())
    values = facts[measure.column]
    if measure.kind is Kind.SUM:
        return list(groups.sums(values).tolist())
    where = facts[measure.where] if measure.where else np.ones(len(values), np.uint8)
    if measure.kind is Kind.MEAN:
        sums, counts = groups.sums(np.where(where != 0, values, 0)).tolist(), groups.counts(where).tolist()
        return [_divided(part, whole, 1) for part, whole in zip(sums, counts, strict=True)]
    ranks = groups.ranks(values, where, _PERCENTS[measure.kind]).tolist()
    return [None if one < 0 else one for one in ranks]


def _divided(part: Cell, whole: Cell, digits: int) -> Cell:
    assert isinstance(part, int)
    assert isinstance(whole, int)
    return round(part / whole, digits) if whole else None
