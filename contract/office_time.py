"""The office's time as a device knows it: by the controller's pulse, for a device's own clock is often wrong where nothing sets it."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from contract.codec import decode_notice_as
from contract.errors import MalformedMessageError
from contract.pulse import Pulse


def decode_pulse(payload: bytes) -> Pulse:
    """Raises MalformedMessageError, also for a pulse whose time has no zone."""
    pulse = decode_notice_as(payload, Pulse)
    if pulse.at.tzinfo is None:
        raise MalformedMessageError("a time without its zone")
    return pulse


class OfficeTime:
    """Local time of ``zone``; from any thread. ``steady``: seconds that only go forward.

    Before the first pulse it is what the device's ``own`` clock says; between two pulses, and while none comes, it goes on from the latest.
    """

    def __init__(
        self,
        zone: tzinfo,
        steady: Callable[[], float] = time.monotonic,
        own: Callable[[tzinfo], datetime] = datetime.now,
    ) -> None:
        self._zone, self._steady, self._own = zone, steady, own
        self._told: tuple[datetime, float] | None = None

    @property
    def is_told(self) -> bool:
        """Whether a pulse was ever heard."""
        return self._told is not None

    def heard(self, pulse: Pulse) -> None:
        """A pulse came just now."""
        self._told = pulse.at, self._steady()

    def now(self) -> datetime:
        """The time of day."""
        told = self._told
        if told is None:
            return self._own(self._zone)
        at, heard = told
        return (at + timedelta(seconds=self._steady() - heard)).astimezone(self._zone)
