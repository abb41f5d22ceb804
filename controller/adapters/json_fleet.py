"""What the fleet remembers over restarts, in JSON files beside the journal.

When the controller was started, which alerts are under way, which devices were ever seen, and what they were told to do last.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from contract.ids import DeviceId
from contract.profile import write_private
from controller.alert_line import Alert
from controller.core.errand import Errand
from controller.core.fleet_alarms import Alarm, Book, Course
from controller.core.sightings import Sighting

_LOG: Final = logging.getLogger(__name__)
_STARTS: Final = "starts.json"
_ALARMS: Final = "alarms.json"
_SIGHTINGS: Final = "sightings.json"
_ERRANDS: Final = "errands.json"
_WAITING: Final = "alerts.json"
_KEPT: Final = 50
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Kept:
    alarm: Alarm
    course: Course


def note_start(folder: Path, now: datetime) -> tuple[datetime, ...]:
    """The controller starts; returns the moments of the latest starts, this one last. A full disk forgets, and stops nobody."""
    starts = (*_read(folder / _STARTS, list[datetime], [])[-_KEPT:], now)
    _write(folder / _STARTS, starts)
    return starts


def read_alarms(folder: Path) -> Book:
    """Those under way when the controller ended; none where that cannot be read."""
    return {one.alarm: one.course for one in _read(folder / _ALARMS, list[_Kept], [])}


def keep_alarms(folder: Path, book: Book) -> None:
    """For the next start."""
    _write(folder / _ALARMS, [_Kept(alarm, course) for alarm, course in book.items()])


def read_sightings(folder: Path) -> Mapping[DeviceId, Sighting]:
    """By device; none where that cannot be read: then everybody is as if never seen, until heard."""
    found = _read(folder / _SIGHTINGS, dict[DeviceId, Sighting], {})
    return {
        device: one for device, one in found.items() if one.wanted.tzinfo and not (one.gone and not one.gone.tzinfo)
    }


def keep_sightings(folder: Path, sightings: Mapping[DeviceId, Sighting]) -> None:
    """For the next start."""
    _write(folder / _SIGHTINGS, sightings)


def read_errands(folder: Path) -> Mapping[DeviceId, Errand]:
    """By device; none where that cannot be read."""
    found = _read(folder / _ERRANDS, dict[DeviceId, Errand], {})
    return {
        device: one for device, one in found.items() if one.at.tzinfo and not (one.before and not one.before.tzinfo)
    }


def keep_errands(folder: Path, errands: Mapping[DeviceId, Errand]) -> None:
    """For the next start."""
    _write(folder / _ERRANDS, errands)


def read_waiting(folder: Path) -> Sequence[Alert]:
    """Alerts that were not sent when the controller ended, oldest first; none where that cannot be read."""
    return _read(folder / _WAITING, list[Alert], [])


def keep_waiting(folder: Path, waiting: Sequence[Alert]) -> None:
    """For the next start."""
    _write(folder / _WAITING, waiting)


def _read(path: Path, kind: type[_T], otherwise: _T) -> _T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except FileNotFoundError:
        return otherwise
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        _LOG.exception("%s is as good as none", path)
        return otherwise


def _write(path: Path, content: Sequence[object] | Mapping[DeviceId, object]) -> None:
    try:
        write_private(path, msgspec.json.encode(content).decode() + "\n")
    except OSError as fault:
        _LOG.error("%s is not kept: %s", path, fault)
