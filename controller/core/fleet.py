"""What is wrong with a device, or with the office's own heart, by what is known of it: the same for page, alerts and terminal."""

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


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is known of one device; None: it never said so."""

    presence: Presence | None = None
    health: Health | None = None
    standing: Standing = Standing.UNHEARD

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
    """Of one device. One that is away has no other trouble: what it said is old. One that never came has none: it may not be unpacked yet."""
    if seen.presence is None:
        return frozenset()
    if not seen.presence.online:
        return frozenset({Trouble.GONE})
    found = {_PRINTERS[seen.printer]} if seen.printer in _PRINTERS else set()
    if seen.camera in _BLIND:
        found.add(Trouble.CAMERA)
    if seen.silent:
        found.add(Trouble.SILENT)
    if seen.standing not in {Standing.IN_STEP, Standing.UNHEARD}:
        found.add(Trouble.CONFIGURATION)
    return frozenset(found) | (_of_machine(seen.health, limits) if seen.health else frozenset())


def _of_machine(health: Health, limits: Fleet) -> frozenset[Trouble]:
    found = set()
    if health.free_mb is not None and health.disk_mb is not None and health.free_mb < limits.free_mb:
        found.add(Trouble.DISK)
    if health.temperature_c is not None and health.temperature_c > limits.warm_c:
        found.add(Trouble.TEMPERATURE)
    return frozenset(found)


def heart_troubles(
    starts: Sequence[datetime], losses: Sequence[datetime], backup: datetime | None, now: datetime, limits: Fleet
) -> frozenset[Trouble]:
    """Of controller and broker: moments of starts and of lost links, and when the newest backup was made, None for never."""
    found = set()
    if _within_an_hour(starts, now) > limits.restarts:
        found.add(Trouble.CONTROLLER)
    if _within_an_hour(losses, now) > limits.restarts:
        found.add(Trouble.BROKER)
    if limits.backups and (backup is None or now - backup > timedelta(hours=limits.backup_hours)):
        found.add(Trouble.BACKUP)
    return frozenset(found)


def _within_an_hour(moments: Sequence[datetime], now: datetime) -> int:
    return sum(timedelta() <= now - one < _HOUR for one in moments)
