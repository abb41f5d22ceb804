"""The facts of one kind in memory: days that are over, and behind them, put anew whenever it is asked, the day that is not."""

from collections.abc import Iterable, Mapping

import numpy as np

from controller.reports.columns import COLUMNS, Array, unpack
from controller.reports.sqlite_blocks import Block

DAY = "day"
"""The column that every kind has beside its own: the day as an ordinal."""


class Shelf:
    """One array a column, with room behind what is there."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._types = {DAY: np.dtype("i4"), **COLUMNS[kind].types}
        self._room: dict[str, Array] = {name: np.zeros(0, dtype) for name, dtype in self._types.items()}
        self._kept = 0
        self._size = 0
        self._sorted = True
        self.seq = 0
        """The first entry of the last day that is kept, whether it had facts of this kind or not."""
        self.shown = 0
        """The last entry of the day that is not over."""

    def keep(self, blocks: Iterable[Block]) -> None:
        """More days that are over, in order."""
        found = list(blocks)
        if not found:
            return
        parts = [unpack(self._kind, one.count, one.block) for one in found]
        days = [np.full(one.count, one.day, np.int32) for one in found]
        self._size = self._kept
        self._add(
            {DAY: np.concatenate(days)} | {name: np.concatenate([one[name] for one in parts]) for name in parts[0]}
        )
        self._kept = self._size
        self._look()

    def today(self, day: int, facts: Mapping[str, Array]) -> None:
        """The day that is not over, instead of what was said of it before."""
        self._size = self._kept
        count = len(next(iter(facts.values())))
        self._add({DAY: np.full(count, day, np.int32), **facts})
        self._look()

    def period(self, since: int, until: int) -> dict[str, Array]:
        """Columns of the days from ``since`` to ``until``; views, not copies, as long as days only went forward."""
        days = self._room[DAY][: self._size]
        if self._sorted:
            begin, end = np.searchsorted(days, (since, until + 1))
            return {name: column[begin:end] for name, column in self._room.items()}
        chosen = (days >= since) & (days <= until)
        return {name: column[: self._size][chosen] for name, column in self._room.items()}

    def _add(self, columns: Mapping[str, Array]) -> None:
        count = len(columns[DAY])
        end = self._size + count
        if end > len(self._room[DAY]):
            room = end + end // 8 + 1024
            for name, old in self._room.items():
                self._room[name] = np.zeros(room, self._types[name])
                self._room[name][: self._size] = old[: self._size]
        for name, column in columns.items():
            self._room[name][self._size : end] = column
        self._size = end

    def _look(self) -> None:
        days = self._room[DAY][: self._size]
        self._sorted = bool(np.all(days[:-1] <= days[1:]))
