"""What simulated days are told as: a table for people, and the same figures for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean, quantiles
from typing import Any, Final

from contract.ids import FieldId
from contract.site import Site
from controller.simulation.days import Outcome, Tally

_WIDTH: Final = 26


@dataclass(frozen=True, slots=True)
class Figures:
    """One field, or all: minutes and shares, None where nothing was there to measure.

    ``ratio`` is the mean absolute error of what tickets said over that of people ahead x mean service / open counters;
    ``ratio_hours`` over that of the same formula once it also knows the office's hours. ``inside`` is the share of waits within the
    range that the ticket said, ``width`` the mean range.
    """

    visits: int
    wait: float | None
    wait_p50: float | None
    wait_p90: float | None
    utilisation: float | None
    absent: int
    full: int
    turned_away: int
    error: float | None
    naive_error: float | None
    ratio: float | None
    ratio_hours: float | None
    inside: float | None
    below: float | None
    width: float | None


def figures(tallies: Sequence[Tally]) -> Figures:
    """Of one field or several together."""
    waits = [one for tally in tallies for one in tally.waits]
    error, naive, hours, width = (
        _mean([one for tally in tallies for one in getattr(tally, name)])
        for name in ("errors", "naive", "naive_hours", "widths")
    )
    cuts = quantiles(waits, n=10, method="inclusive") if len(waits) > 1 else waits * 9
    opened = sum(one.open for one in tallies)
    return Figures(
        visits=sum(one.visits for one in tallies),
        wait=_mean(waits),
        wait_p50=cuts[4] / 60 if cuts else None,
        wait_p90=cuts[8] / 60 if cuts else None,
        utilisation=sum(one.busy for one in tallies) / opened if opened else None,
        absent=sum(one.absent for one in tallies),
        full=sum(one.full for one in tallies),
        turned_away=sum(one.turned_away for one in tallies),
        error=error,
        naive_error=naive,
        ratio=error / naive if error is not None and naive else None,
        ratio_hours=error / hours if error is not None and hours else None,
        inside=sum(one.inside for one in tallies) / len(waits) if waits else None,
        below=sum(one.below for one in tallies) / len(waits) if waits else None,
        width=width,
    )


def plain(site: Site, outcome: Outcome) -> dict[str, Any]:
    """Everything for programs."""
    return {
        "site": site.id,
        "days": outcome.days,
        "commands": outcome.commands,
        "simulated_s": round(outcome.seconds),
        "processor_s": round(outcome.cpu_s, 3),
        "speed": speed(outcome),
        "all": asdict(figures(list(outcome.tallies.values()))),
        "fields": {one.id: asdict(figures([outcome.tallies[one.id]])) for one in site.fields},
    }


def speed(outcome: Outcome) -> float:
    """Times real time."""
    return outcome.seconds / outcome.cpu_s if outcome.cpu_s else 0.0


def lines(site: Site, outcome: Outcome, texts: Mapping[str, str]) -> list[str]:
    """The table."""
    names: dict[FieldId, str] = {one.id: one.name for one in site.fields}
    rows = [(name, figures([outcome.tallies[one]])) for one, name in names.items()]
    rows.append((texts["simulate.all"], figures(list(outcome.tallies.values()))))
    count = figures(list(outcome.tallies.values())).visits
    return [
        texts["simulate.title"].format(name=site.name, days=outcome.days, visits=count),
        "",
        texts["simulate.head"],
        *(f"{name[:_WIDTH]:<{_WIDTH}} {_row(row)}" for name, row in rows),
        "",
        texts["simulate.legend"],
        texts["simulate.speed"].format(speed=f"{speed(outcome):,.0f}", seconds=f"{outcome.cpu_s:.1f}"),
    ]


def _row(row: Figures) -> str:
    minutes = "".join(f"{_number(one, 1):>7}" for one in (row.wait, row.wait_p50, row.wait_p90))
    errors = "".join(f"{_number(one, 1):>7}" for one in (row.error, row.naive_error))
    ratios = "".join(f"{_number(one, 2):>7}" for one in (row.ratio, row.ratio_hours))
    inside = "".join(f"{_number(one and one * 100, 0):>6}%" for one in (row.inside,))
    used = f"{_number(row.utilisation and row.utilisation * 100, 0):>6}%"
    return (
        f"{row.visits:>6}{minutes}{used}{row.absent:>7}{row.full:>6}{errors}{ratios}{inside}{_number(row.width, 1):>7}"
    )


def _number(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _mean(seconds: Sequence[float]) -> float | None:
    """In minutes."""
    return fmean(seconds) / 60 if seconds else None
