"""The Wi-Fi: joined, lost and joined again, without ever waiting for it."""

try:
    from typing import Any
except ImportError:  # MicroPython has no types
    pass

AGAIN_MS = 20_000
"""An access point that is there answers within ten seconds."""


class Wifi:
    """``wlan`` is a ``network.WLAN`` of a station."""

    def __init__(self, wlan: "Any", name: str, password: str) -> None:
        self._wlan = wlan
        self._name = name
        self._password = password
        self._asked_at: int | None = None

    def step(self, now: int) -> bool:
        """Whether it is there."""
        if self._wlan.isconnected():
            self._asked_at = now
            return True
        if self._asked_at is None or now - self._asked_at >= AGAIN_MS:
            self._join(now)
        return False

    def _join(self, now: int) -> None:
        first, self._asked_at = self._asked_at is None, now
        try:
            self._wlan.active(True)
            if not first:
                self._wlan.disconnect()
            self._wlan.connect(self._name, self._password)
        except OSError:
            self._wlan.active(False)  # the radio is in no state to be asked; the next attempt begins afresh
