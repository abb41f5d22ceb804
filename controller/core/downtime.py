"""When devices were of no use on a day: out of reach, or with a printer, camera or loudspeaker that could not work.

Only the office's hours count: a kiosk that is switched off at night is not missed by anybody.
"""

from datetime import time
from typing import Final

from contract.ids import DeviceId
from contract.notices import Camera, Presence, Printer
from controller.core.day import Session
from controller.core.day_facts import TroubleFact
from controller.core.events import DeviceChanged

OFFLINE: Final = "offline"
"""The condition of a device that the broker has lost; its printer's and the rest are not known then."""
SILENT: Final = "silent"
"""That of a loudspeaker whose calls do not come out."""
_PRINTERS: Final = frozenset({Printer.PAPER_OUT, Printer.COVER_OPEN, Printer.ERROR, Printer.OFFLINE})
_CAMERAS: Final = frozenset({Camera.DARK, Camera.FROZEN, Camera.LOST})
_A_DAY: Final = 86_400


def change(presence: Presence) -> DeviceChanged:
    """What a device's own word means for the journal."""
    if not presence.online:
        return DeviceChanged(presence.device, online=False)
    silent = presence.sound is False
    return DeviceChanged(presence.device, online=True, printer=presence.printer, camera=presence.camera, silent=silent)


def conditions(event: DeviceChanged) -> frozenset[str]:
    """The troubles of a device, each a code: ``offline``, ``printer.paper_out``, ``camera.lost``, ``silent``."""
    if not event.online:
        return frozenset({OFFLINE})
    found = set()
    if event.printer in _PRINTERS:
        found.add(f"printer.{event.printer}")
    if event.camera in _CAMERAS:
        found.add(f"camera.{event.camera}")
    if event.silent:
        found.add(SILENT)
    return frozenset(found)


class Downtime:
    """Of one day; moments are seconds since its midnight. A device that was not heard of is not known to be down."""

    def __init__(self) -> None:
        self._since: dict[tuple[DeviceId, str], int] = {}
        self._spans: list[tuple[DeviceId, str, int, int]] = []

    def take(self, event: DeviceChanged, at: int) -> None:
        """What ended, and what began."""
        now = conditions(event)
        for device, condition in [one for one in self._since if one[0] == event.device and one[1] not in now]:
            self._spans.append((device, condition, self._since.pop((device, condition)), at))
        for condition in sorted(now):
            self._since.setdefault((event.device, condition), at)

    def close(self, sessions: tuple[Session, ...] | None, upto: int | None) -> list[TroubleFact]:
        """All of the day that took any of its hours; what has not ended lasts to ``upto``, or to the day's end."""
        end = _A_DAY if upto is None else upto
        spans = [*self._spans, *((*what, since, end) for what, since in self._since.items())]
        facts = [TroubleFact(one, what, since, within(sessions, since, until)) for one, what, since, until in spans]
        return [fact for fact in facts if fact.seconds]


def within(sessions: tuple[Session, ...] | None, since: int, until: int) -> int:
    """Seconds of the office's hours between two moments; an office without hours never closes."""
    if sessions is None:
        return max(0, until - since)
    return sum(max(0, min(until, _second(one.closes)) - max(since, _second(one.opens))) for one in sessions)


def last_second(sessions: tuple[Session, ...] | None, upto: int | None) -> int:
    """When the day's work ends: with its last session, but not after ``upto``."""
    end = _second(sessions[-1].closes) if sessions else _A_DAY
    return end if upto is None else min(end, upto)


def _second(local: time) -> int:
    return local.hour * 3600 + local.minute * 60 + local.second
