"""How old the newest backup is, by the files of a folder."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def newest_backup(folder: str, zone: ZoneInfo) -> Callable[[], datetime | None]:
    """Tells when the newest file that is not empty was last written; None where there is none, or no folder is named."""

    def look() -> datetime | None:
        found = []
        with suppress(OSError):
            for path in Path(folder).iterdir() if folder else ():
                with suppress(OSError):
                    told = path.stat()
                    if path.is_file() and told.st_size and not path.name.startswith("."):  # begun, and cut off
                        found.append(told.st_mtime)
        return datetime.fromtimestamp(max(found), zone) if found else None

    return look
