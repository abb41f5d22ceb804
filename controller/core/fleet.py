"""What is wrong with a device, or with the office's own heart, by what is known of it: the same for page, alerts and terminal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from contract.conditions import Camera, Printer
from contract.fleet import Fleet, Trouble
from contract.health import Health
from contract.notices import Presence
from controller.core.twin_standing import Standing

_PRINTERS: Final = {
    Printer.PAPER_OUT: Trouble.PAPER_OUT,
    Printer.PAPER_LOW: Trouble.PAPER_LOW,
    Printer.COVER_OPEN: Trouble.PRINTER,
    Printer.ERROR: Trouble.PRINTER,
    Printer.OFFLINE: Trouble.PRINTER,
}
_BLIND: Final = frozenset({Camera.DARK, Camera.FROZEN, Camera.LOST})
_HOUR: Final = timedelta(hours=1)
_LONGEST: Final = 128
"""Characters of a code that a device tells."""
_MOST: Final = 2**40
"""Seconds or megabytes: no machine has more."""
_YEARS: Final = range(1970, 9000)
CLOCK_S: Final = 120.0
"""A device's clock may differ by so much: what it says may be half a minute old when it is heard."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one device; None: it never said so.

    ``missed``: the office has opened without it. ``ahead_s``: by how much its clock is ahead of the controller's.
    """

    presence: Presence | None = None
    health: Health | None = None
    standing: Standing = Standing.UNHEARD
    missed: bool = False
    ahead_s: float | None = None

    @property
    def printer(self) -> Printer | None:
        """As it said last, one way or the other."""
        return (self.presence.printer if self.presence else None) or (self.health.printer if self.health else None)

    @property
    def camera(self) -> Camera | None:
        """As it said last, one way or the other."""
        return (self.presence.camera if self.presence else None) or (self.health.camera if self.health else None)

    @property
    def silent(self) -> bool:
        """Whether its latest call did not come out."""
        return (self.presence is not None and self.presence.sound is False) or bool(self.health and self.health.silent)


def troubles(seen: Seen, limits: Fleet) -> frozenset[Trouble]:
    """Of one device. One that is away has no other trouble: what it said is old. One that never came has none before it is missed."""
    if seen.presence is None:
        return frozenset({Trouble.UNSEEN} if seen.missed else ())
    if not seen.presence.online:
        return frozenset({Trouble.GONE})
    found = {_PRINTERS[seen.printer]} if seen.printer in _PRINTERS else set()
    if seen.camera in _BLIND:
        found.add(Trouble.CAMERA)
    if seen.silent:
        found.add(Trouble.SILENT)
    if seen.standing not in {Standing.IN_STEP, Standing.UNHEARD}:
        found.add(Trouble.CONFIGURATION)
    if seen.ahead_s is not None and abs(seen.ahead_s) > CLOCK_S:
        found.add(Trouble.CLOCK)
    return frozenset(found) | (_of_machine(seen.health, limits) if seen.health else frozenset())


def _of_machine(health: Health, limits: Fleet) -> frozenset[Trouble]:
    found = set()
    if health.free_mb is not None and health.disk_mb is not None and health.free_mb < limits.free_mb:
        found.add(Trouble.DISK)
    if health.temperature_c is not None and health.temperature_c > limits.warm_c:
        found.add(Trouble.TEMPERATURE)
    return frozenset(found)


def nonsense(health: Health) -> str:
    """What no device of ours says, in a word; empty where all can be shown to people and put into figures."""
    moments = [one for one in (health.at, health.started_at, health.error.at if health.error else None) if one]
    if any(one.tzinfo is None or one.year not in _YEARS for one in moments):
        return "a time without its zone, or of no year"
    words = (health.version, health.configuration, health.error.code if health.error else "")
    if any(
        len(one) > _LONGEST or not one.isprintable() for one in (*words, health.done.trouble if health.done else "")
    ):
        return "a code that is none"
    figures = (health.up_s, health.free_mb, health.disk_mb)
    if any(one is not None and not 0 <= one <= _MOST for one in figures):
        return "a figure of no machine"
    if health.temperature_c is not None and not (
        math.isfinite(health.temperature_c) and abs(health.temperature_c) < 1000
    ):
        return "a warmth of no machine"
    return ""


def heart_troubles(
    starts: Sequence[datetime],
    losses: Sequence[datetime],
    backup: datetime | None,
    now: datetime,
    limits: Fleet,
    *,
    up: bool,
) -> frozenset[Trouble]:
    """Of controller and broker: moments of starts and of lost links, and when the newest backup was made, None for never; ``up``: it has its broker."""
    found = set() if up else {Trouble.BROKER_GONE}
    if _within_an_hour(starts, now) > limits.restarts:
        found.add(Trouble.CONTROLLER)
    if _within_an_hour(losses, now) > limits.restarts:
        found.add(Trouble.BROKER)
    if limits.backups and (backup is None or now - backup > timedelta(hours=limits.backup_hours)):
        found.add(Trouble.BACKUP)
    return frozenset(found)


def _within_an_hour(moments: Sequence[datetime], now: datetime) -> int:
    return sum(timedelta() <= now - one < _HOUR for one in moments)
