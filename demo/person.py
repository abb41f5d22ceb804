"""A person in the hall: sees what a window shows, touches it, and presses a counter page's keys."""

import time
from collections.abc import Mapping
from typing import Any, Final

from PIL import Image

from contract.ids import CounterId, DeviceId
from demo.hall import Hall
from demo.screen import Sight, VirtualScreen, wait_for

PATIENT_S: Final = 20.0
"""For steps that wait for a program on a busy machine."""
_FINGER_S: Final = 0.7
"""From one touch, or from a button's moving, to the next touch: a window takes a faster one for a finger that slipped."""


class Person:
    """Acts on the windows of ``screens`` and the pages of ``hall``; every wait ends after PATIENT_S with a ScreenError."""

    def __init__(self, hall: Hall, screens: Mapping[DeviceId, VirtualScreen]) -> None:
        self._hall, self._screens = hall, screens
        self._touched_at = 0.0

    def sees(self, device: DeviceId, view: str | None = None, seconds: float = PATIENT_S, **facts: str) -> Sight:
        """Wait for a view (None: any) with these facts; earlier ones are passed over, the present one counts."""
        trace = self._hall.traces[device]

        def look() -> Sight | None:
            self._all_alive()
            now = trace.news() or trace.seen[-1:]
            return next((one for one in now if view in (None, one.view) and facts.items() <= one.facts.items()), None)

        return wait_for(look, seconds, f"{device}: no {view or 'picture'} {facts or ''}")

    def sees_key(self, device: DeviceId, key: str) -> None:
        """Wait until something can be touched."""
        self._hall.traces[device].where(key, PATIENT_S)

    def touches(self, device: DeviceId, key: str, *, times: int = 1) -> None:
        """Touch what has this key."""
        trace = self._hall.traces[device]
        place = trace.where(key, PATIENT_S)
        while (early := max(self._touched_at, trace.since(key)) + _FINGER_S - time.monotonic()) > 0:
            time.sleep(early)
            place = trace.where(key, PATIENT_S)
        self._screens[device].tap(*place, times=times)
        self._touched_at = time.monotonic()

    def looks(self, device: DeviceId) -> Image.Image:
        """The window as it is now."""
        return self._screens[device].grab()

    def presses(self, counter: CounterId, command: str, visit: str | None = None, **words: Any) -> dict[str, Any]:
        """A key of a counter's page, where its clerk has signed in; answers ``{"accepted", "text"}``."""
        return self._hall.staff.at(counter).press(command, visit=visit, **words)

    def _all_alive(self) -> None:
        for device in self._hall.ended():
            raise RuntimeError(f"{device} ended by itself:\n{self._hall.log(device)[-2000:]}")
