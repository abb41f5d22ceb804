"""A terminal whose disk takes nothing: it says so, to visitors and to the IT officer, and serves again by itself once the disk does.

It asks nobody for anything and gives nothing, for what it could not keep would be lost by the next power cut.
"""

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC
from pathlib import Path
from typing import Final

from contract.device_health import Body, DeviceHealth
from contract.device_twin import DeviceTwin
from contract.link import Link
from contract.profile import KioskProfile, RatingProfile
from contract.settings import version
from contract.state_disk import disk_fault
from kiosk.adapters.sqlite_outbox import SqliteOutbox

_LOG: Final = logging.getLogger(__name__)
LOOK_S: Final = 5.0
"""Between two looks at the disk."""


def start_fault(folder: Path) -> str:
    """What a start in ``folder`` would fail with, as the system says it; empty: nothing. Raises OutboxInUseError."""
    if fault := disk_fault(folder):
        return fault
    try:
        with closing(SqliteOutbox(folder)) as box:
            box.held(UTC)
    except (OSError, sqlite3.Error) as wrong:
        return str(wrong) or type(wrong).__name__
    return ""


class Standstill:
    """From a start that could not be until one that can. ``end``: closes the window; whoever started the program starts it anew."""

    def __init__(
        self,
        twin: DeviceTwin[KioskProfile] | DeviceTwin[RatingProfile],
        fault: str,
        end: Callable[[], object],
        look_s: float = LOOK_S,
    ) -> None:
        profile = twin.profile
        self._folder, self._fault, self._end, self._look_s = Path(profile.state), fault, end, look_s
        self._link = Link(profile.account)
        self._health = DeviceHealth(
            profile.account.device, self._link, Body(profile.state, lambda: version(twin.profile))
        )
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="standstill", daemon=True)

    def start(self) -> None:
        """Say so, and look."""
        self._link.start()
        self._health.start()
        self._tell()
        self._thread.start()

    def stop(self) -> None:
        """In reverse."""
        self._over.set()
        self._thread.join()
        self._health.stop()
        self._link.stop()

    def _tell(self) -> None:
        _LOG.error(
            "OUT OF SERVICE: nothing can be kept in %s (%s). It serves again by itself once that is mended; "
            "`motcua doctor` says how",
            self._folder,
            self._fault,
        )

    def _watch(self) -> None:
        while not self._over.wait(self._look_s):
            fault = start_fault(self._folder)
            if not fault:
                _LOG.warning("%s can be written again: the program starts anew", self._folder)
                self._end()
                return
            if fault != self._fault:
                self._fault = fault
                self._tell()
