"""Figures of groups of rows, in numbers that are exact: counts, sums, and values that occurred."""

import numpy as np

from controller.reports.columns import Array
from controller.reports.question import ReportError

_SHIFT = 32
_MOST = 20_000_000
"""Groups that there may be, whether there are or not: what some hundred megabytes hold."""


class Groups:
    """Rows told apart: ``index`` says to which of ``size`` groups each of them belongs."""

    def __init__(self, index: Array, size: int) -> None:
        self._index = index
        self.size = size
        self._ordered: tuple[Array, Array, Array, Array] | None = None

    def counts(self, where: Array | None = None) -> Array:
        """Rows a group; of those for which ``where`` is not 0."""
        index = self._index if where is None else self._index[where != 0]
        return np.bincount(index, minlength=self.size)

    def sums(self, values: Array) -> Array:
        """Whole numbers, as exact as a float counts them, which is up to 2 to the 53rd."""
        return np.bincount(self._index, values, self.size).astype(np.int64)

    def ranks(self, values: Array, where: Array, percent: int) -> Array:
        """A group's smallest value that at least ``percent`` of its values are not above; -1 where it has none.

        ``values`` are not negative. They are sorted group by group, once for all figures of the same ones.
        """
        counts, ordered = self._in_order(values, where)
        ranks = -(-counts * percent // 100) - 1
        ends = np.cumsum(counts)
        found = np.full(self.size, -1, np.int64)
        full = counts > 0
        found[full] = ordered[(ends - counts + ranks)[full]] & ((1 << _SHIFT) - 1)
        return found

    def _in_order(self, values: Array, where: Array) -> tuple[Array, Array]:
        """How many a group has, and all of them behind their groups."""
        if self._ordered is None or self._ordered[0] is not values or self._ordered[1] is not where:
            here = where != 0
            index, chosen = self._index[here], values[here]
            ordered = np.sort((index.astype(np.int64) << _SHIFT) | chosen)
            self._ordered = (values, where, np.bincount(index, minlength=self.size), ordered)
        return self._ordered[2:]


def together(columns: list[Array]) -> tuple[Groups, list[Array]]:
    """Rows grouped by all ``columns`` of whole numbers at once, and what each column says of each group, in the columns' order.

    Raises ReportError where their ranges multiplied are beyond measure.
    """
    if not len(columns[0]):
        return Groups(np.zeros(0, np.int32), 0), list(columns)
    lows = [int(one.min()) for one in columns]
    sizes = [int(one.max()) - low + 1 for one, low in zip(columns, lows, strict=True)]
    if np.prod(np.array(sizes, float)) > _MOST:
        raise ReportError("too much to tell apart at once")
    codes = np.zeros(len(columns[0]), np.int64)
    for column, low, size in zip(columns, lows, sizes, strict=True):
        codes = codes * size + (column.astype(np.int64) - low)
    present = np.flatnonzero(np.bincount(codes))
    place = np.zeros(int(np.prod(sizes)), np.int32)
    place[present] = np.arange(len(present))
    values, rest = [], present
    for low, size in zip(reversed(lows), reversed(sizes), strict=True):
        values.append(rest % size + low)
        rest = rest // size
    return Groups(place[codes], len(present)), values[::-1]
