"""The programme of a board's media: which files are shown at a moment, in which order, and for how long.

Without a schedule every file is shown, in order of name. An entry of the schedule narrows what it names: such a file is shown when any of
its entries holds. What no entry names is shown always, so that a poster for Tết needs one entry, and the rest none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final
from unicodedata import normalize


class Kind(StrEnum):
    """What a file is, by the end of its name."""

    SLIDE = "slide"
    PICTURE = "picture"
    VIDEO = "video"


SCHEDULE: Final = "schedule.toml"
_ENDS: Final = {
    Kind.SLIDE: (".toml",),
    Kind.PICTURE: (".png", ".jpg", ".jpeg", ".webp", ".bmp"),
    Kind.VIDEO: (".mp4", ".m4v", ".mov", ".mkv", ".avi", ".webm"),
}
_NOBODYS: Final = ("thumbs.db", "desktop.ini", "readme.md", "readme.txt", SCHEDULE)
"""Files that stand in such folders and are nothing to show."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Files that match ``what`` are shown from ``first`` to ``last``, on ``days`` (0: Monday), in one of ``hours``.

    What is left out does not narrow. ``seconds``: how long each time, 0 for the usual.
    """

    what: str
    first: date | None = None
    last: date | None = None
    days: frozenset[int] = frozenset()
    hours: tuple[tuple[time, time], ...] = ()
    seconds: float = 0.0

    def names(self, file: str) -> bool:
        """Whether it is about this file; capitals do not matter."""
        return fnmatchcase(_plain(file), _plain(self.what))

    def holds(self, moment: datetime) -> bool:
        """Whether its files are shown at ``moment``, the office's time."""
        if (self.first and moment.date() < self.first) or (self.last and moment.date() > self.last):
            return False
        if self.days and moment.weekday() not in self.days:
            return False
        return not self.hours or any(begin <= moment.time() < end for begin, end in self.hours)


@dataclass(frozen=True, slots=True)
class Turn:
    """A file, and for how many seconds it is shown; 0: the usual, and a video to its end."""

    file: str
    seconds: float = 0.0


def kind_of(file: str) -> Kind | None:
    """None: it cannot be shown."""
    return next((kind for kind, ends in _ENDS.items() if _plain(file).endswith(ends)), None)


def is_media(file: str) -> bool:
    """Whether somebody put it there to be shown; hidden files and what systems leave in folders are not."""
    return not file.startswith((".", "~")) and _plain(file) not in _NOBODYS


def programme(files: Iterable[str], entries: Sequence[Entry], moment: datetime) -> tuple[Turn, ...]:
    """The turns at ``moment``, in order of name, where 2 comes before 10."""
    turns = []
    for file in sorted(files, key=_order):
        about = [entry for entry in entries if entry.names(file)]
        holding = [entry for entry in about if entry.holds(moment)]
        if holding or not about:
            turns.append(Turn(file, next((entry.seconds for entry in holding if entry.seconds), 0.0)))
    return tuple(turns)


def following(turns: Sequence[Turn], last: str) -> Turn | None:
    """The turn after the file ``last``, which may be gone; from the beginning again after the end. None: there is none."""
    later = (turn for turn in turns if last and _order(turn.file) > _order(last))
    return next(later, turns[0] if turns else None)


def _order(file: str) -> tuple[tuple[tuple[bool, int, str], ...], str]:
    parts = re.findall(r"\d+|\D+", _plain(file))
    return tuple((False, int(part), "") if part.isdecimal() else (True, 0, part) for part in parts), file


def _plain(file: str) -> str:
    return normalize("NFC", file).casefold()
