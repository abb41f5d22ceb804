"""Days of the three offices in virtual time: how right the tickets were, beside the simple formula, and how fast the days pass."""

from typing import Final

from bench.table import Row
from controller.simulation.behaviour import read_office
from controller.simulation.days import run_days
from controller.simulation.report import figures, speed

_DAYS: Final = {"thu-dau-mot": 10, "dong-nai": 10, "cu-mgar": 60}
_SEED: Final = 731
"""None of those that the estimate was tuned on."""
_RATIO: Final = 0.6
_INSIDE: Final = (75.0, 85.0)
_SPEED: Final = 10_000.0


def measure() -> list[Row]:
    rows = []
    for name, days in _DAYS.items():
        outcome = run_days(*read_office(name), days, _SEED)
        found = figures(list(outcome.tallies.values()))
        assert found.ratio is not None
        assert found.inside is not None
        against = f"{days} days, {found.visits} tickets, wait {found.wait:.1f} min, error {found.error:.1f} min"
        rows += [
            Row(f"{name}: error beside people x mean / counters", found.ratio, "x", _RATIO, against),
            Row(f"{name}: the same formula told the hours", found.ratio_hours or 0.0, "x"),
            Row(f"{name}: waits inside the range", found.inside * 100, "%", _INSIDE[1], least=_INSIDE[0]),
            Row(f"{name}: mean range", found.width or 0.0, "min"),
            Row(f"{name}: times real time", speed(outcome), "x", least=_SPEED),
        ]
    return rows
