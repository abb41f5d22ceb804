"""The forecast as the head's page shows it: the answer in a sentence, tomorrow by hour and field, the week by day, counters to open."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from contract.ids import FieldId
from contract.site import Site
from controller.demand.outlook import DayDemand, DemandOutlook, read_outlook
from controller.reports.question import Unit
from controller.summary.cells import NOTHING, Cells
from controller.summary.pictures import field_colour

_SHORT_S: Final = 300
"""Work that is left over below five minutes is nobody's worry."""


class ForecastView:
    """Words of one language."""

    def __init__(self, site: Site, texts: Mapping[str, str], language: str) -> None:
        self._site = site
        self._texts = texts
        self._cells = Cells(site, texts, language)

    def read(self, folder: Path, today: date) -> dict[str, Any]:
        """All that the page wants; ``nothing`` says why there is none."""
        outlook = read_outlook(folder)
        if outlook is None:
            return {"nothing": self._texts["demand.none"]}
        if not outlook.enough:
            return {"nothing": self._texts["demand.too_young"].format(days=outlook.learned)}
        coming = [one for one in outlook.days if one.day > today]
        opened = next((one for one in coming if one.hours), None)
        return {
            "nothing": "",
            "answer": self._answer(opened),
            "trust": self._trust(outlook),
            "next": self._hours(opened) if opened else None,
            "week": self._week(coming),
        }

    def _answer(self, day: DayDemand | None) -> str:
        if day is None:
            return self._texts["demand.all_closed"]
        return self._texts["demand.answer"].format(
            day=self._cells.day(day.day),
            visitors=self._number(day.visitors()),
            counters=max((len(one.counters) for one in day.advice), default=0),
        )

    def _trust(self, outlook: DemandOutlook) -> str:
        told = [self._texts["demand.learned"].format(days=outlook.learned)]
        if outlook.error is not None and outlook.naive_error is not None:
            words = self._texts["demand.error"]
            told.append(words.format(error=round(100 * outlook.error), naive=round(100 * outlook.naive_error)))
        return " ".join(told)

    def _hours(self, day: DayDemand) -> dict[str, Any]:
        """The next open day: rows of fields, columns of hours."""
        hours = [one.hour for one in day.advice]
        cells = {(one.field, one.hour): one for one in day.hours}
        fields = [one for one in self._site.fields if day.visitors(one.id) > 0]
        rows = []
        for field in fields:
            found = [cells.get((field.id, hour)) for hour in hours]
            told = [
                {"likely": self._number(one.likely), "range": f"{one.low}–{one.high}"} if one else None for one in found
            ]
            rows.append({
                "name": field.name,
                "swatch": field_colour(self._site, field.id),
                "cells": told,
                "total": self._number(day.visitors(field.id)),
            })  # fmt: skip
        totals = [self._number(sum(one.likely for one in day.hours if one.hour == hour)) for hour in hours]
        advice = [
            {
                "count": str(len(one.counters)),
                "counters": ", ".join(map(str, one.counters)) or NOTHING,
                "short": self._cells.span(one.short_s) if one.short_s > _SHORT_S else "",
            }
            for one in day.advice
        ]
        return {
            "day": self._cells.day(day.day),
            "hours": [self._cells.cell(Unit.HOUR, hour) for hour in hours],
            "rows": rows,
            "totals": totals,
            "total": self._number(day.visitors()),
            "advice": advice,
            "short": any(one["short"] for one in advice),
            "chart": self._chart(day, hours, [field.id for field in fields]),
        }

    def _chart(self, day: DayDemand, hours: Sequence[int], fields: Sequence[FieldId]) -> str:
        cells = {(one.field, one.hour): one.likely for one in day.hours}
        names = {one.id: one.name for one in self._site.fields}
        data = {
            "labels": [self._cells.short(Unit.HOUR, hour) for hour in hours],
            "full": [self._cells.cell(Unit.HOUR, hour) for hour in hours],
            "series": [
                {
                    "name": names[field],
                    "values": [round(cells.get((field, hour), 0.0), 1) for hour in hours],
                    "colours": [field_colour(self._site, field)] * len(hours),
                }
                for field in fields
            ],
            "scale": "count",
            "along": True,
            "stacked": True,
            "axis": self._texts["report.by.hour"],
            "measure": self._texts["demand.axis"],
            "links": [""] * len(hours),
        }
        return json.dumps(data, ensure_ascii=False)

    def _week(self, days: Sequence[DayDemand]) -> dict[str, Any]:
        """Rows of fields, columns of days; a closed day says why."""
        fields = [one for one in self._site.fields if any(day.visitors(one.id) > 0 for day in days)]
        return {
            "days": [self._cells.day(one.day) for one in days],
            "closed": ["" if one.hours else one.closed or self._texts["demand.closed"] for one in days],
            "rows": [
                {
                    "name": field.name,
                    "swatch": field_colour(self._site, field.id),
                    "cells": [self._number(day.visitors(field.id)) if day.hours else "" for day in days],
                }
                for field in fields
            ],
            "totals": [self._number(day.visitors()) if day.hours else "" for day in days],
            "counters": [
                str(max((len(one.counters) for one in day.advice), default=0)) if day.hours else "" for day in days
            ],
        }

    def _number(self, value: float) -> str:
        return self._cells.number(round(value))
