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
_AGAIN_S: Final = 2.0
"""Until somebody touches again what did not answer."""


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
        place = self._hall.traces[device].ready(key, PATIENT_S, self._touched_at)
        self._screens[device].tap(*place, times=times)
        self._touched_at = time.monotonic()

    def goes(self, device: DeviceId, key: str, view: str) -> Sight:
        """Touch what has this key until ``view`` comes, as people do.

        Where buttons have just moved, a window takes a touch for a finger that meant what stood there before.
        """
        trace = self._hall.traces[device]

        def look() -> Sight | None:
            there = next((one for one in trace.news() or trace.seen[-1:] if one.view == view), None)
            now = trace.seen[-1]
            if not there and key in now.targets and time.monotonic() - self._touched_at > _AGAIN_S:
                self._screens[device].tap(*now.middle(key))
                self._touched_at = time.monotonic()
            return there

        self.touches(device, key)
        return wait_for(look, PATIENT_S, f"{device}: {key} does not lead to {view}")

    def looks(self, device: DeviceId) -> Image.Image:
        """The window as it is now."""
        return self._screens[device].grab()

    def presses(self, counter: CounterId, command: str, visit: str | None = None, **words: Any) -> dict[str, Any]:
        """A key of a counter's page, where its clerk has signed in; answers ``{"accepted", "text"}``."""
        return self._hall.staff.at(counter).press(command, visit=visit, **words)

    def _all_alive(self) -> None:
        for device in self._hall.ended():
            raise RuntimeError(f"{device} ended by itself:\n{self._hall.log(device)[-2000:]}")
