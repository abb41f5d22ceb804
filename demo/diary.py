"""A diary: what a process did, line by line, read by others while it lives and after it was killed.

A line is one ``write``: SIGKILL takes back nothing that the kernel has, and cuts no line in two.
"""

import json
import os
from pathlib import Path
from typing import Any, Final

Line = dict[str, Any]


class Diary:
    """Writes; any thread may."""

    def __init__(self, path: Path) -> None:
        self._file: Final = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, what: str, **facts: str) -> None:
        """One line: ``what`` happened, with its facts."""
        os.write(self._file, json.dumps({"what": what, **facts}).encode() + b"\n")


class DiaryReader:
    """Reads a diary that may still grow, or not exist yet."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def news(self) -> list[Line]:
        """Lines since the last look."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._read)
            whole, newline, _rest = file.read().rpartition(b"\n")
        self._read += len(whole) + len(newline)
        return [json.loads(line) for line in whole.splitlines()]
