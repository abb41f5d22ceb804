"""The site file's table about running the devices: who is told of what, and who may read the figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Trouble(StrEnum):
    """What the IT officer is told of."""

    GONE = "gone"
    """A device cannot be reached."""
    UNSEEN = "unseen"
    """A device has never come, although the office has opened since the site file has it."""
    PAPER_OUT = "paper_out"
    """A printer has no paper."""
    PAPER_LOW = "paper_low"
    """A roll is near its end."""
    PRINTER = "printer"
    """A printer's cover is open, or it does not work."""
    CAMERA = "camera"
    """A scanner sees nothing."""
    SILENT = "silent"
    """A loudspeaker's latest call did not come out."""
    DISK = "disk"
    """A disk is nearly full."""
    TEMPERATURE = "temperature"
    """A machine is too warm."""
    CONFIGURATION = "configuration"
    """A device is not configured as it is wanted."""
    CLOCK = "clock"
    """A device's clock differs from the controller's."""
    BROKER_GONE = "broker_gone"
    """The controller does not reach its broker."""
    BROKER = "broker"
    """The controller has lost its broker too often within an hour."""
    CONTROLLER = "controller"
    """The controller was started too often within an hour."""
    BACKUP = "backup"
    """The newest backup is too old."""


OF_THE_OFFICE: Final = frozenset({Trouble.BROKER_GONE, Trouble.BROKER, Trouble.CONTROLLER, Trouble.BACKUP})
"""Those that no device has."""

AFTER_MIN: Final[Mapping[Trouble, int]] = MappingProxyType(
    dict.fromkeys(Trouble, 0)
    | {
        Trouble.GONE: 5,
        Trouble.UNSEEN: 30,
        Trouble.PAPER_OUT: 1,
        Trouble.PRINTER: 2,
        Trouble.CAMERA: 5,
        Trouble.DISK: 10,
        Trouble.TEMPERATURE: 10,
        Trouble.CONFIGURATION: 60,
        Trouble.CLOCK: 10,
        Trouble.BROKER_GONE: 2,
    }
)
"""Minutes that a trouble lasts before anybody is told, where the site file says nothing else."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """``[fleet]``: alerts about devices to a webhook, and figures for Prometheus; without it nobody is told anything."""

    webhook: str = ""
    """Address that gets every alert as JSON by POST, with a sentence in ``text``; empty: none is sent."""
    secret_file: str = ""
    """File on the controller's machine that holds a secret, sent along as ``Authorization: Bearer``; empty: none is sent."""
    kinds: tuple[Trouble, ...] = tuple(Trouble)
    """What is told: any of gone, unseen, paper_out, paper_low, printer, camera, silent, disk, temperature, configuration, clock, broker_gone, broker, controller, backup."""
    after_min: dict[str, int] = field(default_factory=dict)
    """Minutes that a trouble lasts before it is told, by kind: ``{gone = 10}``; else gone and camera 5, unseen 30, paper_out 1, printer and broker_gone 2, disk, temperature and clock 10, configuration 60, others at once."""
    language: str = "vi"
    """Of the sentences: vi or en."""
    free_mb: int = 500
    """A disk with less room, in megabytes, is nearly full."""
    warm_c: int = 80
    """A machine that is warmer, in degrees Celsius, is too warm."""
    restarts: int = 3
    """More starts of the controller within an hour, or more losses of the broker, are too many."""
    backups: str = ""
    """Whole path of the folder with the backups; empty: that of ``[backup]``, and where that has none either nobody looks how old the newest file in it is."""
    backup_hours: int = 26
    """So old may the newest backup be."""
    metrics_file: str = ""
    """File on the controller's machine that holds the secret with which another machine may read ``/metrics``; empty: only this machine may."""

    def after_s(self, trouble: Trouble) -> float:
        """Seconds that a trouble lasts before it is told."""
        return 60.0 * self.after_min.get(trouble, AFTER_MIN[trouble])
