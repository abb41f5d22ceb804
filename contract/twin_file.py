"""What a device keeps of its twin over restarts: one JSON file."""

import errno
import logging
from pathlib import Path
from typing import Final

import msgspec

from contract.profile import write_private
from contract.twin_rules import TwinBook

_LOG: Final = logging.getLogger(__name__)
_NAME: Final = "twin.json"


class TwinFile:
    """In ``folder``; without one nothing is kept."""

    def __init__(self, folder: str) -> None:
        self._path = Path(folder) / _NAME if folder else None

    def read(self) -> TwinBook:
        """What was kept; nothing where there is none, or none that can be read."""
        if self._path is None:
            return TwinBook()
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=TwinBook)
        except FileNotFoundError:
            return TwinBook()
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _LOG.exception("%s is as good as none", self._path)
            return TwinBook()

    def write(self, book: TwinBook) -> None:
        """Whole or not at all. Raises OSError, also where there is no folder."""
        if self._path is None:
            raise OSError(errno.ENOENT, "the profile names no folder for its state")
        write_private(self._path, msgspec.json.encode(book).decode())
