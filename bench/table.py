"""Rows of measurements: printed as a table for people, stored as JSON for comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from typing import Final

import msgspec

FOLDER: Final = Path("var") / "bench"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. ``goal``: the most it may be, ``least``: the least; without both it only stands beside.

    ``against``: what it was compared with.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    against: str | None = None
    least: float | None = None

    @property
    def met(self) -> bool | None:
        """None without a goal."""
        if self.goal is None and self.least is None:
            return None
        return (self.goal is None or self.value <= self.goal) and (self.least is None or self.value >= self.least)


def times_floor(name: str, value: float, floor: float, goal: float, against: str) -> Row:
    """``value`` as a multiple of ``floor`` (same unit); ``against`` says what the floor was."""
    return Row(name, round(value / floor, 2), "x", goal, f"{against}: {floor:.2f}")


def percentile(values: Sequence[float], percent: int) -> float:
    """Of at least two values."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def store(topic: str, rows: Iterable[Row]) -> Path:
    """``var/bench/<topic>.json``: objects with name, value, unit, goal, least, met, against."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{topic}.json"
    plain = [{**asdict(row), "met": row.met} for row in rows]
    path.write_bytes(msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n")
    return path


def print_table(topic: str, rows: Sequence[Row]) -> None:
    """For people; one line a row."""
    width = max(len(row.name) for row in rows)
    print(f"\n{topic}")
    for row in rows:
        goal = "" if row.met is None else f"  goal {_goal(row)} {'met' if row.met else 'MISSED'}"
        print(f"  {row.name:<{width}}  {row.value:>10.2f} {row.unit:<6}{goal:<22}  {row.against or ''}".rstrip())


def _goal(row: Row) -> str:
    least = [] if row.least is None else [f"{row.least:g} or more"]
    return ", ".join([*least, *([] if row.goal is None else [f"{row.goal:g}"])])
