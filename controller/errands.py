"""What every device was told to do last, in memory and on the disk: a controller that starts anew still knows what was asked, and how it ended."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from contract.ids import DeviceId
from contract.site import Device
from controller.core.errand import DEEDS, Errand, Step

Keep = Callable[[Mapping[DeviceId, Errand]], object]
StepOf = Callable[[DeviceId, Errand], tuple[Step, str]]

_ENDS: Final = (Step.DONE, Step.FAILED, Step.CANNOT)


class Errands:
    """Of the devices of one office; not for several threads at once. ``keep`` puts them on the disk.

    An end is kept as soon as it is seen: the device forgets what it has done when it starts anew, and an officer may look a day later.
    """

    def __init__(
        self,
        devices: Mapping[DeviceId, Device],
        kept: Mapping[DeviceId, Errand] | None = None,
        keep: Keep = lambda _errands: None,
    ) -> None:
        self._keep = keep
        self._errands = {
            one: errand
            for one, errand in (kept or {}).items()
            if one in devices and errand.deed in DEEDS.get(devices[one].role, ())
        }

    def get(self, device: DeviceId) -> Errand | None:
        """The latest one of a device."""
        return self._errands.get(device)

    def begin(self, device: DeviceId, errand: Errand) -> None:
        """It is about to be sent; on the disk before that."""
        self._errands[device] = errand
        self._keep(self._errands)

    def look(self, step_of: StepOf) -> None:
        """Keep the ends of those that have ended since the last look."""
        ended = {}
        for device, errand in self._errands.items():
            step, trouble = step_of(device, errand)
            if errand.ended is None and step in _ENDS:
                ended[device] = replace(errand, ended=step, trouble=trouble)
        if ended:
            self._errands |= ended
            self._keep(self._errands)
