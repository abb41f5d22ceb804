"""The record of an office's folder ``keep``: who shut which device out, who gave it new credentials, and when; no secret stands in it.

One JSON line a deed, never rewritten. A power cut may tear the last one: it counts as one that cannot be read, and the next begins behind it.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from contract.ids import DeviceId

_RECORD: Final = "record.jsonl"
_TORN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Noted:
    """``by``: who was signed in on the machine. ``deed``: ``revoke`` or ``replace``."""

    at: datetime
    by: str
    deed: str
    device: DeviceId


def add_line(folder: Path, noted: Noted) -> None:
    """On the disk when the call returns. Raises OSError."""
    line = msgspec.json.encode(
        {"at": noted.at.isoformat(timespec="seconds"), "by": noted.by, "deed": noted.deed, "device": noted.device}
    )
    handle = os.open(folder / _RECORD, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        size = file.seek(0, os.SEEK_END)
        torn = size and os.pread(handle, 1, size - 1) != b"\n"
        file.write((b"\n" if torn else b"") + line + b"\n")
        os.fsync(handle)


def read_lines(folder: Path) -> tuple[Noted | None, ...]:
    """Oldest first; None for a line that cannot be read. Raises OSError."""
    try:
        content = (folder / _RECORD).read_bytes()
    except FileNotFoundError:
        return ()
    return tuple(_read(line) for line in content.split(b"\n") if line.strip())


def _read(line: bytes) -> Noted | None:
    try:
        return msgspec.json.decode(line, type=Noted)
    except _TORN:
        return None
