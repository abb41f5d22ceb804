"""How the days of an office go: who comes when, how long services take, and what goes wrong; read from two TOML files."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from contract.errors import HallError
from contract.ids import CounterId, FieldId
from contract.site import Site

OFFICES: Final = Path(__file__).parents[2] / "demo" / "offices"
"""Where the three offices of the documentation lie."""


class NoOfficeError(HallError):
    """The site file or the file of its days cannot be read."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A time of day around which a share of the visitors comes, within ``minutes`` (one standard deviation)."""

    at: str
    share: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Demand:
    """One field: its share of the visitors (any scale), and the minutes that a service really takes on average."""

    share: float
    service_min: float


@dataclass(frozen=True, slots=True)
class Behaviour:
    """``<site>.days.toml``: one office's days. Shares are of 1, rates an hour."""

    visits: int
    """Visitors a day on average."""
    fields: dict[FieldId, Demand]
    """Only fields that people come for first; the others are reached by steps and need ``service_min`` alone."""
    peaks: tuple[Peak, ...] = (Peak("08:00", 0.4, 35), Peak("13:30", 0.25, 30))
    """The others come evenly over the opening hours."""
    visits_spread: float = 0.1
    """Standard deviation of a day's visitors, as a share."""
    early_share: float = 0.5
    """Of those whom a peak would bring before the doors open, the share that waits there already."""
    service_spread: float = 0.65
    """Standard deviation over mean of one service (lognormal)."""
    day_spread: float = 0.12
    """How far the mean of a whole day wanders."""
    officer_spread: float = 0.12
    """How far officers differ."""
    drift: float = 0.2
    """How far services grow longer or shorter within a day."""
    no_show: float = 0.02
    """Share that leaves at once without a word."""
    patience_min: float = 180.0
    """Mean patience; who loses it leaves without a word."""
    late_return: float = 0.3
    """Share of the absent who turn up after all."""
    by_law: float = 0.08
    """Share that goes first by law, as the clerk grants."""
    transfer: float = 0.03
    """Share of services that end at another field."""
    parked: float = 0.03
    """Share of services that are interrupted for a photocopy."""
    pauses: float = 0.35
    """Pauses an hour and clerk."""
    pause_min: float = 7.0
    """Mean length of a pause."""
    late_min: float = 3.0
    """Mean delay of a clerk at opening and after lunch."""
    reaction_s: float = 9.0
    """Mean seconds between two visits of a counter."""
    reserve: tuple[CounterId, ...] = field(default=())
    """Counters that stay closed."""


def read_office(name: str) -> tuple[Site, Behaviour]:
    """An office of ``demo/offices`` by name, or a site file by path, with ``<file>.days.toml`` beside it.

    The site file is taken as checked by ``firmware_config``. Raises NoOfficeError.
    """
    path = Path(name) if name.endswith(".toml") else OFFICES / f"{name}.toml"
    try:
        site = msgspec.convert(_table(path), Site)
        days = msgspec.convert(_table(path.with_suffix(".days.toml")), Behaviour)
    except OSError as fault:
        raise NoOfficeError(f"{fault.filename}: {fault.strerror}") from fault
    except (ValueError, tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise NoOfficeError(f"{path}: {fault}") from fault
    strange = {*days.fields} ^ {one.id for one in site.fields}
    if strange:
        raise NoOfficeError(f"{path.with_suffix('.days.toml')}: fields {', '.join(sorted(strange))}")
    return site, days


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
