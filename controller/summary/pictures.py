"""Pictures of tables: which columns of a report are drawn, how, and in which colours; the same for pages and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contract.look import FIELDS, LIGHT
from contract.site import Site
from controller.reports.question import Cell, Question, Table, Unit
from controller.summary.cells import Cells, heads

MOST_BARS: Final = 40
"""More bars than this say nothing to an eye; the table has them all."""
_ALONG: Final = frozenset({Unit.HOUR, Unit.DAY, Unit.MONTH, Unit.WEEKDAY})
"""Groups that run in time, from left to right; all others are names, which are read best beside lying bars."""


class Scale(StrEnum):
    """What the axis counts."""

    COUNT = "count"
    MINUTES = "minutes"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a report is drawn: its columns, ``stacked`` where they add up to a whole."""

    columns: tuple[str, ...]
    colours: tuple[str, ...] = (LIGHT.press,)
    stacked: bool = False


_BETWEEN: Final[Mapping[Unit, str]] = {Unit.FIELD: " → "}
"""What stands between two groups: people go from a field to a field."""
_PALE: Final = "#7F9CC9"
"""A second bar beside the blue one: 3:1 to its neighbour."""

DRAWINGS: Final[Mapping[str, Drawing]] = {
    "arrivals": Drawing(("visits",)),
    "waits": Drawing(("median_s", "p90_s"), (LIGHT.press, _PALE)),
    "services": Drawing(("median_s", "p90_s"), (LIGHT.press, _PALE)),
    "counters": Drawing(("used_share",)),
    "no_shows": Drawing(("missed",), (LIGHT.soon,)),
    "transfers": Drawing(("transfers",)),
    "refusals": Drawing(("refused",), (LIGHT.soon,)),
    "priorities": Drawing(("granted",)),
    "estimates": Drawing(("sooner", "inside", "later"), (_PALE, LIGHT.done, LIGHT.overdue), stacked=True),
    "ratings": Drawing(
        ("very_satisfied", "satisfied", "neutral", "not_satisfied", "very_unsatisfied"),
        (LIGHT.done, "#5FA88F", "#B9C3D1", "#C9868F", LIGHT.overdue),
        stacked=True,
    ),
    "rating_reasons": Drawing(("times",), (LIGHT.overdue,)),
    "devices": Drawing(("down_s",), (LIGHT.soon,)),
    "papers": Drawing(("unconfirmed", "failed"), (LIGHT.soon, LIGHT.overdue), stacked=True),
    "scans": Drawing(("asked",)),
}


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars; ``colours`` one for each bar."""

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars of ``rows``; ``along``: they stand in time, else they lie beside their names. ``full`` are the groups' whole names."""

    labels: tuple[str, ...]
    full: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    series: tuple[Series, ...]
    scale: Scale
    along: bool
    stacked: bool
    axis: str
    measure: str


def picture(question: Question, table: Table, site: Site, cells: Cells, texts: Mapping[str, str]) -> Picture | None:
    """The bars of a table; None where there is nothing to draw."""
    report = question.name
    drawing = DRAWINGS.get(report)
    if drawing is None or not table.rows:
        return None
    places = {one.key: place for place, one in enumerate(table.columns)}
    count = heads(question)
    units = [one.unit for one in table.columns[:count]]
    rows = _chosen(table.rows, units, places[drawing.columns[0]])
    if units[-1] is Unit.FACES and len({row[count - 1] for row in rows}) == 1:
        units = units[:-1]  # one scale in the whole office need not stand beside every bar
    drawn = [
        (key, colour)
        for key, colour in zip(drawing.columns, drawing.colours, strict=True)
        if not drawing.stacked or any(row[places[key]] for row in rows)
    ]
    scale = _scale(table.columns[places[drawing.columns[0]]].unit)
    by_field = units[0] is Unit.FIELD and len(drawing.columns) == 1
    series = tuple(
        Series(
            cells.column(report, key),
            tuple(_measured(row[places[key]], scale) for row in rows),
            tuple(field_colour(site, row[0]) if by_field else colour for row in rows),
        )
        for key, colour in drawn
    )
    return Picture(
        tuple(_label(cells, units, row, short=True) for row in rows),
        tuple(_label(cells, units, row, short=False) for row in rows),
        rows,
        series,
        scale,
        units[0] in _ALONG,
        drawing.stacked,
        cells.column(report, table.columns[0].key),
        texts[f"report.scale.{scale}"] if scale is not Scale.COUNT else "",
    )


def field_colour(site: Site, field: Cell) -> str:
    """The same on every page; ink for a field that the site no longer has."""
    known: list[Cell] = [one.id for one in site.fields]
    return FIELDS[known.index(field) % len(FIELDS)] if field in known else LIGHT.soft


def _label(cells: Cells, units: Sequence[Unit], row: Sequence[Cell], *, short: bool) -> str:
    tell = cells.short if short else cells.cell
    return _BETWEEN.get(units[-1], " · ").join(tell(unit, value) for unit, value in zip(units, row, strict=False))


def _chosen(rows: Sequence[tuple[Cell, ...]], units: Sequence[Unit], measure: int) -> Sequence[tuple[Cell, ...]]:
    """Days as they come, the latest ones where there are too many; names with the longest bar first."""
    if units[0] in _ALONG:
        return sorted(rows, key=lambda row: _order(row[0]))[-MOST_BARS:]
    if units[0] is Unit.COUNTER:
        return rows[:MOST_BARS]
    return sorted(rows, key=lambda row: -_number(row[measure]))[:MOST_BARS]


def _order(value: Cell) -> tuple[int, int | str]:
    return (0, value) if isinstance(value, int) else (1, str(value))


def _number(value: Cell) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _scale(unit: Unit) -> Scale:
    return {Unit.SECONDS: Scale.MINUTES, Unit.SHARE: Scale.PERCENT}.get(unit, Scale.COUNT)


def _measured(value: Cell, scale: Scale) -> float | None:
    if not isinstance(value, int | float):
        return None
    return (
        round(value / 60, 2) if scale is Scale.MINUTES else round(value * 100, 1) if scale is Scale.PERCENT else value
    )
