"""How old the newest backup is, by the files of a folder."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_AHEAD_S: Final = 3600.0
"""A clock that was put right by so much makes no file one of the future."""


def newest_backup(folder: str, zone: ZoneInfo) -> Callable[[], datetime | None]:
    """Tells when the newest file that is not empty was last written; None where there is none, or no folder is named.

    One of the future does not count: a clock that was ahead must not hide for years that no more backups are made.
    """

    def look() -> datetime | None:
        found = []
        with suppress(OSError):
            for path in Path(folder).iterdir() if folder else ():
                with suppress(OSError):
                    told = path.stat()
                    whole = path.is_file() and told.st_size and not path.name.startswith(".")  # else begun, and cut off
                    if whole and told.st_mtime < time.time() + _AHEAD_S:
                        found.append(told.st_mtime)
        return datetime.fromtimestamp(max(found), zone) if found else None

    return look
