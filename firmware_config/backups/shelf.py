"""The folder of backups: names by date, one file put there whole or not at all, old ones removed."""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

from contract.ids import SiteId
from firmware_config.backups.fault import BackupError

ALWAYS_KEPT: Final = 7
"""Newest backups that stay whatever their date says: a clock that is once a year ahead must not empty the shelf."""
_END: Final = ".tar.gz"
_BEGUN: Final = ".motcua-"
_STALE_S: Final = 86400
_WHEN: Final = "%Y-%m-%dT%H%M%S"


class Shelf:
    """Backups of one office in ``folder``. ``mounted``: the folder must lie on another disk than ``/``."""

    def __init__(self, folder: Path, site: SiteId, *, mounted: bool = False) -> None:
        self.folder = folder
        self._site = site
        self._mounted = mounted

    def prepare(self) -> None:
        """Ready for a backup, without what an earlier power cut has left. Raises BackupError, OSError."""
        if self._mounted and not _is_elsewhere(self.folder):
            raise BackupError("not_mounted", folder=self.folder)
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.folder.chmod(
                0o755
            )  # whatever the umask: the controller, which is not root, looks how old the newest is
        for one in self.folder.glob(f"{_BEGUN}*"):
            with contextlib.suppress(OSError):
                if time.time() - one.stat().st_mtime > _STALE_S:
                    one.unlink()

    @contextmanager
    def begun(self, at: datetime) -> Iterator[tuple[IO[bytes], Path]]:
        """A file to write, and the path at which it stands as soon as it is left without a fault; else nothing stands there."""
        path = self.folder / f"motcua-{self._site}-{at.strftime(_WHEN)}{_END}"
        descriptor, name = tempfile.mkstemp(prefix=_BEGUN, dir=self.folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file, path
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _flush(self.folder)

    def backups(self) -> list[tuple[datetime, Path]]:
        """Of this office, oldest first by their names."""
        name = re.compile(rf"motcua-{re.escape(self._site)}-(\d{{4}}-\d\d-\d\dT\d{{6}}){re.escape(_END)}")
        found = []
        for path in self.folder.iterdir():
            if match := name.fullmatch(path.name):
                with contextlib.suppress(ValueError):  # no day of ours
                    found.append((datetime.strptime(match[1], _WHEN), path))  # noqa: DTZ007 (the office's local time)
        return sorted(found)

    def prune(self, at: datetime, days: int) -> list[Path]:
        """Remove what is older than so many days, but never the newest seven; returns what is gone."""
        before = at.replace(tzinfo=None) - timedelta(days=days)
        old = [path for made, path in self.backups()[:-ALWAYS_KEPT] if made < before]
        for path in old:
            path.unlink()
        return old


def _is_elsewhere(folder: Path) -> bool:
    return folder.is_dir() and folder.stat().st_dev != Path("/").stat().st_dev


def _flush(folder: Path) -> None:
    """The name, too, outlives a power cut, where the file system can promise that; shares cannot."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
