"""The kiosks' paper rolls: since when one is running out, and how many tickets it has given since.

Kept in memory alone: printers say again that their paper is low whenever they are asked.
"""

from dataclasses import dataclass
from datetime import datetime

from contract.ids import DeviceId
from contract.notices import Presence, Printer


@dataclass(slots=True)
class LowRoll:
    """``since`` is when it was first heard of; ``tickets`` came out since then."""

    since: datetime
    tickets: int = 0


class Rolls:
    """One roll a device; not for several threads at once."""

    def __init__(self) -> None:
        self._low: dict[DeviceId, LowRoll] = {}

    def heard(self, presence: Presence, at: datetime) -> None:
        """A printer that is ready has a new roll; what else ails it tells nothing about the paper."""
        if presence.printer is Printer.PAPER_LOW:
            self._low.setdefault(presence.device, LowRoll(at))
        elif presence.printer is Printer.READY:
            self._low.pop(presence.device, None)

    def printed(self, device: DeviceId) -> None:
        """A ticket came out, as far as the printer says."""
        if device in self._low:
            self._low[device].tickets += 1

    def low(self, device: DeviceId) -> LowRoll | None:
        """None where there is paper enough, or nobody knows."""
        return self._low.get(device)
