"""``python -m controller forecast``: who will come tomorrow and next week, told in the terminal and kept for the head's pages."""

import argparse
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.controller_profile import ControllerProfile
from contract.ids import FieldId
from contract.profile import read_profile
from contract.site import Site
from controller.adapters.hours_calendar import HoursCalendar, lunar_new_year
from controller.demand.history import Arrivals
from controller.demand.looking_ahead import look_ahead
from controller.demand.outlook import DayDemand, DemandOutlook, write_outlook
from controller.reports.question import Question
from controller.reports.reports import Reports

_NICE: Final = 19
_LEARNED: Final = timedelta(days=4 * 366)
"""Further back an office was another one; four years hold four Tết."""
_SERVICES: Final = timedelta(days=90)
"""So long a service takes lately."""


def tell_forecast(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Make it, keep it and print it; 0."""
    os.nice(_NICE)
    profile = read_profile(given.profile, ControllerProfile)
    outlook = forecast_office(profile, datetime.now(ZoneInfo(profile.site.timezone)))
    write_outlook(Path(profile.state), outlook)
    print("\n".join(_lines(outlook, profile.site, texts)))
    return 0


def forecast_office(profile: ControllerProfile, at: datetime) -> DemandOutlook:
    """From the journal's figures; raises ReportError and OSError as they do."""
    today = at.date()
    with closing(Reports(Path(profile.state))) as reports:
        came = reports.table(Question("arrivals", today - _LEARNED, today, "day+hour+field", size=0))
        served = reports.table(Question("services", today - _SERVICES, today, "field", size=0))
    places = {one.key: place for place, one in enumerate(came.columns)}
    arrivals = Arrivals.of(
        (date.fromisoformat(str(row[0])), int(row[1] or 0), FieldId(str(row[2])), int(row[places["visits"]] or 0))
        for row in came.rows
    )
    mean = next(place for place, one in enumerate(served.columns) if one.key == "mean_s")
    seconds = {FieldId(str(row[0])): float(value) for row in served.rows if (value := row[mean]) is not None}
    return look_ahead(profile.site, HoursCalendar(profile.site.hours), lunar_new_year, arrivals, seconds, at)


def _lines(outlook: DemandOutlook, site: Site, texts: Mapping[str, str]) -> Iterator[str]:
    if not outlook.enough:
        yield texts["demand.too_young"].format(days=outlook.learned)
        return
    yield texts["demand.learned"].format(days=outlook.learned)
    for day in outlook.days:
        yield from _day(day, site, texts)


def _day(day: DayDemand, site: Site, texts: Mapping[str, str]) -> Iterator[str]:
    if not day.hours:
        yield f"{day.day}  {day.closed or texts['demand.closed']}"
        return
    yield f"{day.day}  {day.visitors():.0f}"
    for field in site.fields:
        if told := day.visitors(field.id):
            yield f"    {told:6.1f}  {field.name}"
    for one in day.advice:
        counters = ", ".join(map(str, one.counters))
        yield "    " + texts["demand.open_at"].format(hour=one.hour, count=len(one.counters), counters=counters)
