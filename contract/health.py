"""The health of a device: what it knows of itself in figures and codes, for whoever has to keep it running.

Retained, so that a controller that starts anew knows at once how everybody is. A small device leaves out what it does not know. No words
of a person stand in it: an error is told by the place in the program where it was met, never by its message.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contract.conditions import Camera, Printer
from contract.directives import Done
from contract.ids import DeviceId

EVERY_S: Final = 30.0
"""Between two healths of a device to which nothing happens; what changes is told at once."""


@dataclass(frozen=True, slots=True)
class Mishap:
    """An error as the program met it. ``code``: where, and what kind, such as ``kiosk.printing PrinterError``."""

    code: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """A device's own word on how it is. Retained.

    ``version``: of its program, running since ``started_at``; ``at``: when this was said, both by the device's own clock. ``up_s``: seconds since its machine was
    switched on. ``temperature_c``: of the hottest part that tells one. ``free_mb`` of ``disk_mb``: the disk that its state lies on.
    ``silent``: a loudspeaker whose latest call did not come out. ``configuration``: version of the one that runs. ``done``: the latest
    directive that it has heard since it was started.
    """

    device: DeviceId
    version: str = ""
    at: datetime | None = None
    started_at: datetime | None = None
    up_s: int | None = None
    temperature_c: float | None = None
    free_mb: int | None = None
    disk_mb: int | None = None
    printer: Printer | None = None
    camera: Camera | None = None
    silent: bool = False
    error: Mishap | None = None
    configuration: str = ""
    done: Done | None = None
