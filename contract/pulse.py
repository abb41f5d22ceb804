"""The pulse: the controller's sign of life, for whoever must never pass an old call off as a new one.

A last will comes when a connection breaks; a controller, broker or cable that hangs breaks none for many seconds. So the controller
says every second that it is there, never retained and never sent twice: a pulse is worth nothing once it is late.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

PULSE_S: Final = 1.0
"""Seconds between two pulses."""
SILENCE_S: Final = 3.5
"""Seconds without a pulse after which a device says that it hears nobody: two may be late or lost, and 5 s are not exceeded even where
drawing takes a second on a busy machine."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """``seq``: of the journal's last event; lower than what a device knows, the journal is a new one. ``at``: the office's time."""

    seq: int
    at: datetime
