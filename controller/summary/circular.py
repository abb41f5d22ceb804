"""The circular's indices of a period in words: points, what they come from, and that they are the office's own computation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from contract.reports import Basis, Index
from contract.site import Site
from controller.core.circular import Scored, Tally, scored
from controller.reports.question import Cell, Question, Table
from controller.summary.cells import NOTHING, Cells

_SHARES: Final[Mapping[Basis, tuple[str, str]]] = {
    Basis.WITHIN_TARGET: ("waits", "in_time_share"),
    Basis.NO_SHOWS: ("no_shows", "missed_share"),
}


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One index as it is read."""

    number: str
    name: str
    points: str
    how: str


def indices(
    tables: Callable[[Question], Table], site: Site, texts: Mapping[str, str], language: str, since: date, until: date
) -> tuple[IndexRow, ...]:
    """Every index of the site file over the days from ``since`` to ``until``; none where it has none."""
    given = site.reports.indices
    if not given:
        return ()
    cells = Cells(site, texts, language)
    found = scored(given, _tally(tables, since, until), _percents(tables, since, until))
    return tuple(
        IndexRow(str(one.index.number), one.index.name, _points(one, cells), _how(one, cells, site, texts))
        for one in found
    )


def _tally(tables: Callable[[Question], Table], since: date, until: date) -> Tally | None:
    rated = total(tables(Question("ratings", since, until, size=1)))
    if not rated.get("ratings"):
        return None
    reasons = tables(Question("rating_reasons", since, until, "reason", size=0))
    places = {one.key: place for place, one in enumerate(reasons.columns)}
    counts: dict[str, int] = {}
    for row in reasons.rows:
        reason = str(row[places["reason"]])
        counts[reason] = counts.get(reason, 0) + _whole(row[places["times"]])
    return Tally(
        _whole(rated["very_satisfied"]),
        _whole(rated["satisfied"]),
        _whole(rated["neutral"]),
        _whole(rated["not_satisfied"]) + _whole(rated["very_unsatisfied"]),
        counts,
    )


def _percents(tables: Callable[[Question], Table], since: date, until: date) -> Mapping[Basis, float | None]:
    found: dict[Basis, float | None] = {}
    for basis, (name, column) in _SHARES.items():
        share = total(tables(Question(name, since, until, size=1))).get(column)
        found[basis] = share * 100 if isinstance(share, int | float) else None
    visits = _whole(total(tables(Question("arrivals", since, until, size=1))).get("visits"))
    moved = _whole(total(tables(Question("transfers", since, until, size=1))).get("transfers"))
    found[Basis.TRANSFERS] = moved / visits * 100 if visits else None
    return found


def total(table: Table) -> Mapping[str, Cell]:
    """The figures of the whole period by their keys."""
    return dict(zip((one.key for one in table.columns), table.total or (), strict=False)) if table.count else {}


def _points(one: Scored, cells: Cells) -> str:
    return NOTHING if one.points is None else cells.number(round(one.points, 2), places=2)


def _how(one: Scored, cells: Cells, site: Site, texts: Mapping[str, str]) -> str:
    index = one.index
    if index.basis is Basis.RATINGS:
        return _by_ratings(index, site, texts)
    percent = NOTHING if one.percent is None else cells.percent(one.percent / 100)
    return texts[f"circular.{index.basis}"].format(
        percent=percent, full=cells.number(index.full), half=cells.number(index.half)
    )


def _by_ratings(index: Index, site: Site, texts: Mapping[str, str]) -> str:
    words = {one.id: one.text for one in site.rating.reasons}
    key = "circular.ratings" if index.reasons else "circular.ratings_all"
    return texts[key].format(
        very=index.very_satisfied,
        satisfied=index.satisfied,
        otherwise=index.otherwise,
        reasons="; ".join(words.get(one, one) for one in index.reasons),
    )


def _whole(value: Cell) -> int:
    return int(value) if isinstance(value, int | float) else 0
