"""What a kiosk must remember over restarts besides its outbox and its twin: how many PINs were wrong. One JSON file."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from contract.profile import write_private

_LOG: Final = logging.getLogger(__name__)
_NAME: Final = "marks.json"


@dataclass(frozen=True, slots=True)
class _Marks:
    wrong_pins: int = 0


class JsonMarks:
    """``kiosk.ports.Marks`` in a file below ``folder``; one that cannot be read is as good as none."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _NAME
        self._marks = _read(self._file)

    @property
    def wrong_pins(self) -> int:
        """Wrong PINs since the last right one."""
        return self._marks.wrong_pins

    def set_wrong_pins(self, count: int) -> None:
        """Raises OSError where it cannot be kept."""
        self._write(replace(self._marks, wrong_pins=count))

    def _write(self, marks: _Marks) -> None:
        if marks != self._marks:
            self._marks = marks
            write_private(self._file, msgspec.json.encode(marks).decode())


def _read(file: Path) -> _Marks:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Marks)
    except FileNotFoundError:
        return _Marks()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        _LOG.exception("%s is as good as none", file)
        return _Marks()
