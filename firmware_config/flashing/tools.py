"""The ecosystem's two programs, each run by itself: esptool writes MicroPython, mpremote talks to it.

Neither is part of this product (esptool is GPL-2.0-or-later, mpremote MIT): an office installs them where boards are flashed.
"""

import shutil
import subprocess
import sys
from getpass import getuser
from pathlib import Path
from typing import Final

from firmware_config.flashing import BoardError

ESPTOOL: Final = "esptool"
MPREMOTE: Final = "mpremote"
_BUSY: Final = ("exclusively lock", "Resource busy", "device reports readiness", "multiple access", "in use by another")
_FORBIDDEN: Final = ("Permission denied",)


def program(name: str) -> str:
    """Its path: beside this Python, else where the shell finds it. Raises BoardError."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise BoardError("no_tool", name, sys.executable)
    return found


def run(name: str, *words: str, port: str, seconds: float, mute: str) -> str:
    """What it printed. ``mute``: the sentence where the board does not answer. Raises BoardError in words for the officer."""
    command = [program(name), *words]
    try:
        ended = subprocess.run(
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise BoardError(mute, port, f"{name}: {seconds:.0f} s") from fault
    if ended.returncode == 0:
        return ended.stdout
    told = (ended.stdout + ended.stderr).strip()
    if any(words in told for words in _FORBIDDEN):
        raise BoardError("no_permission", port, getuser())
    if any(words in told for words in _BUSY):
        raise BoardError("busy", port, _last(told))
    raise BoardError(mute, port, _last(told))


def _last(told: str) -> str:
    """The end of what it said: the rest is progress."""
    return " ".join(told.split())[-200:]
