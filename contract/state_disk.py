"""The disk on which a program keeps what it must not lose: whether it takes anything, tried by a real write."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_ROOM: Final = 1 << 16
"""Bytes that must find room: a handful of taps with their answers."""
_TRY: Final = "room.new"


def disk_fault(folder: Path) -> str:
    """Why nothing can be kept in ``folder``, which is made where it is not there, as the system says it; empty: something can."""
    place = folder / _TRY
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with place.open("wb", buffering=0) as file:
                if file.write(bytes(_ROOM)) < _ROOM:  # as much as there was room for; the next says why
                    file.write(bytes(_ROOM))
                os.fsync(file.fileno())
        finally:
            with suppress(OSError):
                place.unlink(missing_ok=True)
    except OSError as fault:
        return fault.strerror or type(fault).__name__
    return ""
