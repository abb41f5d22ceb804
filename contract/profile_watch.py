"""A profile that may change while its program runs: looked at now and then, and read again when it has."""

import logging
from pathlib import Path
from typing import Final, Generic, TypeVar

from contract.errors import ProfileError
from contract.profile import read_profile

_LOG: Final = logging.getLogger(__name__)
_P = TypeVar("_P")


class ProfileWatch(Generic[_P]):
    """The file at ``place``, whose content is ``content`` until it changes. For one thread."""

    def __init__(self, place: Path, kind: type[_P], content: _P) -> None:
        self.content = content
        """As it was read last."""
        self._place = place
        self._kind = kind
        self._mark = self._now() if self._matches() else None

    def look(self) -> _P | None:
        """What it says now, where that is something else than before; a file that cannot be read changes nothing and is told once."""
        mark = self._now()
        if mark == self._mark:
            return None
        self._mark = mark
        try:
            found = read_profile(self._place, self._kind)
        except ProfileError as fault:
            _LOG.warning("what changed cannot be read, so nothing changes: %s", fault)
            return None
        if found == self.content:
            return None
        self.content = found
        return found

    def _matches(self) -> bool:
        """Whether nobody has changed it between its first reading and the first look."""
        try:
            return read_profile(self._place, self._kind) == self.content
        except ProfileError:
            return False

    def _now(self) -> tuple[int, int, int] | None:
        """Another one for every file that was put there, as ``write_profile`` does."""
        try:
            found = self._place.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size
