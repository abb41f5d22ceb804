"""Tables of figures as a page shows them: the answer in a sentence, what it was before, bars, rows with their addresses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from contract.site import Site
from controller.reports.question import Cell, Column, Table, Unit
from controller.summary.cells import Cells, heads
from controller.summary.pictures import DRAWINGS, Picture, field_colour, picture
from controller.web.report_question import HOME, Asked, choices

View = dict[str, Any]

KEY_FIGURES: Final[Mapping[str, tuple[str, ...]]] = {
    "arrivals": ("visits", "served", "absent", "unserved"),
    "waits": ("median_s", "p90_s", "longest_s", "in_time_share"),
    "services": ("served", "median_s", "p90_s", "busy_s"),
    "counters": ("open_s", "busy_s", "paused_s", "used_share"),
    "heat": ("visits", "median_s", "p90_s"),
    "no_shows": ("calls", "missed", "missed_share", "came_back"),
    "transfers": ("transfers",),
    "refusals": ("refused",),
    "priorities": ("granted", "at_ticket", "granted_later"),
    "estimates": ("told", "inside_share", "sooner", "later"),
    "ratings": ("ratings", "content_share", "not_satisfied"),
    "rating_reasons": ("times",),
    "devices": ("times", "down_s", "longest_s"),
    "papers": ("printed", "unconfirmed", "failed"),
    "scans": ("asked",),
}
"""What is told of the whole period, and compared with the one before."""
_LONG: Final = frozenset({"waits", "services"})
_SHADES: Final = 5


class Viewer:
    """Puts words to the tables of one language."""

    def __init__(self, site: Site, texts: Mapping[str, str], language: str) -> None:
        self.cells = Cells(site, texts, language)
        self._site = site
        self._texts = texts

    def answer(self, asked: Asked, table: Table) -> str:
        """The whole period in a sentence."""
        if table.days == 0:
            return self._texts["report.no_days"]
        if not table.count:
            return self._texts["report.nothing"]
        total = zip(table.columns, table.total or (), strict=False)
        told = {one.key: self.cells.cell(one.unit, value) for one, value in total}
        told["count"] = self.cells.number(table.count)
        return self._texts[f"report.answer.{asked.name}"].format_map(told)

    def most(self, asked: Asked, drawn: Picture | None) -> str:
        """Where it is most or longest; nothing where that says no more than the answer."""
        if drawn is None or drawn.stacked or len(drawn.full) < 2:
            return ""
        values = [value or 0.0 for value in drawn.series[0].values]
        best = max(range(len(values)), key=values.__getitem__)
        if not values[best]:
            return ""
        value = f"{self.cells.number(float(values[best]))} {drawn.measure}".strip()
        key = "report.longest" if asked.name in _LONG else "report.most"
        return self._texts[key].format(group=drawn.full[best], value=value)

    def key_figures(self, name: str, keys: Sequence[str], table: Table, before: Table | None) -> Sequence[View]:
        """``title``, ``value`` and what it was ``before``."""
        if table.total is None or not table.count:
            return []
        now = {one.key: (one.unit, value) for one, value in zip(table.columns, table.total, strict=True)}
        past = (
            dict(zip((one.key for one in before.columns), before.total or (), strict=False))
            if before and before.days
            else {}
        )
        return [
            {
                "title": self.cells.column(name, key),
                "value": self.cells.cell(*now[key]),
                "link": "",
                "before": self._texts["report.before"].format(words=self.cells.cell(now[key][0], past[key]))
                if key in past
                else "",
            }
            for key in keys
            if key in now
        ]

    def chart(self, asked: Asked, table: Table) -> tuple[Picture | None, str]:
        """The bars, and the same as the data of a canvas."""
        drawn = picture(asked.question(), table, self._site, self.cells, self._texts)
        if drawn is None:
            return None, ""
        keys = table.columns[: heads(asked.question())]
        data = {
            "labels": drawn.labels,
            "full": drawn.full,
            "series": [{"name": one.name, "values": one.values, "colours": one.colours} for one in drawn.series],
            "scale": drawn.scale,
            "along": drawn.along,
            "stacked": drawn.stacked,
            "axis": drawn.axis,
            "measure": drawn.measure,
            "links": [asked.visits(keys, row) for row in drawn.rows],
        }
        return drawn, json.dumps(data, ensure_ascii=False)

    def table(self, asked: Asked, table: Table, rows: Sequence[tuple[Cell, ...]]) -> View:
        """Titles, rows and the whole; a group's name narrows the same report to it."""
        count = heads(asked.question())
        keys = table.columns[:count]
        return {
            "titles": [
                {"text": self.cells.column(asked.name, one.key), "name": place < count and _is_name(one.unit)}
                for place, one in enumerate(table.columns)
            ],
            "rows": [
                {
                    "cells": [
                        self._cell(asked, column, value, keys=place < count)
                        for place, (column, value) in enumerate(zip(table.columns, row, strict=True))
                    ],
                    "visits": asked.visits(keys, row),
                }
                for row in self._in_order(keys, rows)
            ],
            "total": [
                {"text": self._texts["report.total"] if place == 0 else "", "name": True}
                if place < count
                else {"text": self.cells.cell(one.unit, value), "name": False}
                for place, (one, value) in enumerate(zip(table.columns, table.total, strict=True))
            ]
            if table.total is not None and table.count
            else [],
        }

    def _in_order(self, keys: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> Sequence[tuple[Cell, ...]]:
        """Fields as the site file has them, which is how everybody in the office knows them."""
        if not keys or keys[0].unit is not Unit.FIELD:
            return rows
        known: list[Cell] = [one.id for one in self._site.fields]
        return sorted(rows, key=lambda row: known.index(row[0]) if row[0] in known else len(known))

    def heat(self, asked: Asked, table: Table) -> View:
        """Hours by weekdays: how many came, how long half of them waited, and how deep the colour is."""
        places = {one.key: place for place, one in enumerate(table.columns)}
        found = {(row[places["weekday"]], row[places["hour"]]): row for row in table.rows}
        hours = sorted({hour for _, hour in found if isinstance(hour, int)})
        days = sorted({day for day, _ in found if isinstance(day, int)})
        most = max((int(row[places["visits"]] or 0) for row in table.rows), default=0)
        keys = table.columns[: heads(asked.question())]
        return {
            "hours": [self.cells.cell(Unit.HOUR, hour) for hour in range(hours[0], hours[-1] + 1)] if hours else [],
            "rows": [
                {
                    "name": self.cells.cell(Unit.WEEKDAY, day),
                    "cells": [
                        self._heat_cell(asked, keys, found.get((day, hour)), places, most)
                        for hour in range(hours[0], hours[-1] + 1)
                    ],
                }
                for day in days
            ],
        }

    def _heat_cell(
        self,
        asked: Asked,
        keys: tuple[Column, ...],
        row: tuple[Cell, ...] | None,
        places: Mapping[str, int],
        most: int,
    ) -> View:
        if row is None:
            return {"text": "", "wait": "", "shade": 0, "link": ""}
        count = int(row[places["visits"]] or 0)
        return {
            "text": self.cells.number(count),
            "wait": self.cells.cell(Unit.SECONDS, row[places["median_s"]]),
            "shade": -(-count * _SHADES // most) if most else 0,
            "link": asked.visits(keys, row),
        }

    def _cell(self, asked: Asked, column: Column, value: Cell, *, keys: bool) -> View:
        link = ""
        if column.unit is Unit.VISIT and value:
            link = f"{HOME}/visit/{value}?lang={asked.language}"
        elif keys and value not in {None, ""}:
            link = self._narrower(asked, column, value)
        return {
            "text": self.cells.cell(column.unit, value),
            "link": link,
            "swatch": field_colour(self._site, value)
            if keys and column.key == "field" and asked.name in DRAWINGS
            else "",
            "name": keys and _is_name(column.unit),
        }

    def _narrower(self, asked: Asked, column: Column, value: Cell) -> str:
        """The same report of this group alone, told apart by the next thing that it can be told apart by."""
        known = choices(asked.name)
        others = [one for one in known if one not in {asked.by, column.key} and one not in dict(asked.only)]
        if column.key not in known or column.unit is Unit.COUNT or not others:
            return ""
        kept = tuple(one for one in asked.only if one[0] != column.key)
        usual = next((one for one in ("hour", "day") if one in others), others[0])
        return replace(asked, only=(*kept, (column.key, str(value))), by=usual, page=0).address()


def _is_name(unit: Unit) -> bool:
    """Words stand at the left, figures at the right."""
    return unit not in {Unit.COUNT, Unit.SECONDS, Unit.SHARE, Unit.CLOCK}
