"""What the clock said when it was last believed, in a file beside the journal, for the next start of the controller.

It counts only until the machine is started anew: the seconds that only go forward begin again then, and nobody knows how long it was off.
"""

import logging
import time
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Final

import msgspec

from contract.profile import write_private
from controller.core.day_guard import Anchor

_LOG: Final = logging.getLogger(__name__)
_FILE: Final = "clock.json"
_AHEAD_S: Final = 10 * 365 * 86400.0
"""Longer than any machine runs: so long what is kept must tell the time."""
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class _Kept:
    boot: str
    anchor: Anchor


def ticks() -> float:
    """Seconds since the machine was started, in sleep as well; nobody sets them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class JsonClock:
    """Of one controller's folder. ``boot`` is a file whose content is another one after each start of the machine."""

    def __init__(self, folder: Path, boot: Path = _BOOT_ID) -> None:
        self._path = folder / _FILE
        self._boot = _word(boot)

    def read(self) -> Anchor | None:
        """None where the machine was started since, and where that or the file cannot be read."""
        try:
            kept = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _LOG.exception("%s is as good as none", self._path)
            return None
        if not (self._boot and kept.boot == self._boot and kept.anchor.at.tzinfo):
            return None
        try:
            kept.anchor.now(ticks() + _AHEAD_S).astimezone(UTC)
        except OverflowError:
            _LOG.error("%s is as good as none: it tells no time that there is", self._path)
            return None
        return kept.anchor

    def keep(self, anchor: Anchor) -> None:
        """For the next start. A full disk forgets, and stops nobody."""
        if not self._boot:
            return
        try:
            write_private(self._path, msgspec.json.encode(_Kept(self._boot, anchor)).decode() + "\n")
        except OSError as fault:
            _LOG.error("%s is not kept: %s", self._path, fault)


def _word(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
