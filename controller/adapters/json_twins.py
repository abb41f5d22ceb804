"""What is known of the devices' twins, in one JSON file beside the journal."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from contract.ids import DeviceId
from contract.profile import write_private
from controller.core.twin_entry import TwinEntry

_LOG: Final = logging.getLogger(__name__)
_NAME: Final = "twins.json"


class JsonTwins:
    """``controller.ports.TwinStore`` in ``folder``; a file that cannot be read is as good as none: devices tell what they know."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._written: bytes | None = None

    def read(self) -> Mapping[DeviceId, TwinEntry]:
        """By device."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[DeviceId, TwinEntry])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            _LOG.exception("%s is as good as none", self._path)
            return {}

    def write(self, entries: Mapping[DeviceId, TwinEntry]) -> None:
        """Whole or not at all. Raises OSError."""
        content = msgspec.json.encode(entries)
        if content != self._written:
            write_private(self._path, msgspec.json.format(content, indent=1).decode() + "\n")
            self._written = content
