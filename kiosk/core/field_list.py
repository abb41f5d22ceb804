"""How the fields of an office are set out on a screen of any size: tall rows for few, lower ones for many, then pages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Room:
    """Heights in pixels: of the whole list, a row at most, the gap between rows, and the buttons that turn pages."""

    height: int
    row: int
    gap: int
    turn: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``step``: index of the size of type; ``height`` of a row; ``per_page`` rows on each of ``pages``."""

    step: int
    height: int
    per_page: int
    pages: int

    def of(self, page: int) -> slice:
        """Which fields stand on a page, counted from 0."""
        return slice(page * self.per_page, (page + 1) * self.per_page)


def arrange(count: int, room: Room, needs: tuple[int, ...]) -> Arrangement:
    """Rows for ``count`` fields; ``needs``: the lowest row that holds every name, for each size of type, largest first.

    The largest type in which all fit on one page, else pages of the smallest type.
    """
    for step, need in enumerate(needs):
        if count <= _fitting(room.height, need, room.gap):
            return Arrangement(step, _stretched(count, room, room.height, need), max(1, count), 1)
    need = needs[-1]
    height = room.height - room.turn - room.gap
    per_page = max(1, _fitting(height, need, room.gap))
    return Arrangement(len(needs) - 1, _stretched(per_page, room, height, need), per_page, -(-count // per_page))


def _fitting(height: int, row: int, gap: int) -> int:
    return (height + gap) // (row + gap)


def _stretched(rows: int, room: Room, height: int, need: int) -> int:
    """As tall as the room allows, within reason."""
    share = (height + room.gap) // max(1, rows) - room.gap
    return max(need, min(room.row, share))
