"""Where things stand on a hall board, and how large its numbers are: as large as the office's counters leave room for.

All lengths are hundredths of the board's short side, the shorter side of the largest 16:9 picture that the screen has room for; sizes
of type are heights of capitals in the same unit. A call must be found by its number from afar, so nothing but the number of counters
decides how large it is.
"""

from dataclasses import dataclass
from math import ceil
from typing import Final

MARGIN: Final = 3.0
GAP: Final = 2.0
SMALL: Final = 2.4
"""Names of fields, words beside numbers: 16 mm on a screen of 55 inches."""
TEXT: Final = 3.6
CAPITAL: Final = 0.714
"""Of Noto Sans: height of a capital in parts of the font size."""
LINE: Final = 1.362
"""Height of a line, room for two storeys of diacritics included, in parts of the font size."""
FIGURES: Final = 0.97
"""Height of a line of capitals and figures alone."""
NUMBER: Final = 2.5
"""Width of a bold ticket number such as H012."""
WIDEST: Final = 2.69
"""Width of W888; it is squeezed where it stands in a cell."""
DIGIT: Final = 0.5721
CELL_GAP: Final = 0.8
FEW: Final = 8
"""Counters whose calls all stand beside the lines and media; more need the whole width when many are called at once."""

_LATEST: Final = 8
_STRIP: Final = TEXT / CAPITAL * LINE
"""Height of one line of text: the head of the board, and its foot."""
_WORDS: Final = _STRIP + 3.4
"""Height of the words above the newest number, and the air around both."""
_MESSAGE: Final = (9.4, 15.7)
"""What the longest message adds to the head of a wide and of a tall board; the lines at the foot make room for it."""
_SIDE: Final = (49.0, 60.0)
"""Width of the lines without and with media, where they stand beside the calls."""
_BELOW: Final = 50.0
"""Height of lines and media, where they stand below the calls."""
_SIZES: Final = tuple(tenths / 10 for tenths in range(110, 23, -1))
"""Of the numbers in cells, tried from the largest on."""
_WORD: Final = SMALL / CAPITAL * 2.47 + 1
"""Width of "quầy" between number and counter."""
_ARROW: Final = SMALL / CAPITAL * 1.32 + 0.4
_PAD: Final = 2.6
_TOP: Final = (36.7, 46.0)
"""Least and greatest height of the newest call where it has lines beside it; with many counters the least is smaller."""
_TOP_MANY: Final = 31.0
_MORE: Final = 16
_TALL_TOP: Final = (56.8, 52.0)
"""Height of the newest call on a tall screen, for few counters and for many."""
STACKED: Final = 0.6
"""Size of the counter below the number on a tall screen, in parts of the number's."""


@dataclass(frozen=True, slots=True)
class HallPlan:
    """``columns`` x ``rows`` cells beside or above lines and media, ``wide_columns`` x ``wide_rows`` when those make room.

    ``top``: height of the newest call. ``side``: width of lines and media, on a tall screen their height. ``number`` and ``title``:
    capitals of the newest call and of the cells. ``brief``: cells have an arrow instead of a word.
    """

    tall: bool
    top: float
    side: float
    columns: int
    rows: int
    wide_columns: int
    wide_rows: int
    number: float
    title: float
    brief: bool
    alarm: float
    """Height of an emergency's words, above one row of calls."""

    @property
    def cells(self) -> int:
        """Earlier calls in view."""
        return self.columns * self.rows

    @property
    def most(self) -> int:
        """Earlier calls in view when lines and media make room."""
        return self.wide_columns * self.wide_rows


def hall_plan(counters: int, digits: int, width: float, height: float, *, ticker: bool, media: bool) -> HallPlan:
    """For ``counters`` whose numbers have up to ``digits`` figures, on ``width`` x ``height``; a board is never without a plan.

    Each counter has a cell besides the newest call, which may be one that its counter has replaced already.

    ``ticker``: there are lines at the foot, which give their place to the head's message. ``media``: there is something to show.
    """
    foot = _STRIP * (2 if height > width else 1) + GAP if ticker else 0.0
    body = height - MARGIN - GAP - _STRIP - GAP - max(_MESSAGE[height > width], foot)
    across, few = width - 2 * MARGIN, counters <= FEW
    if height > width:
        top, side = _TALL_TOP[not few], _BELOW
        free, beside = across, across
        calm = body - top - side - 2 * GAP
        full = calm if few else body - top - GAP
    else:
        side = _SIDE[media]
        beside = across - side - 2 * GAP
        top = _TOP_MANY if counters > _MORE else _TOP[0]
        free = beside if few else across
        calm = full = body - top - GAP

    def holds(size: float) -> bool:
        """Whether all have a cell at once, and the latest eight beside or above lines and media too."""
        at_once = _columns(size, free, digits, brief=not few) * _rows(size, full)
        return at_once >= counters and cells(size) >= min(counters, _LATEST)

    def cells(size: float) -> int:
        return _columns(size, beside, digits, brief=not few) * _rows(size, calm)

    title = next(filter(holds, _SIZES), _SIZES[-1])
    columns, rows = _columns(title, beside, digits, brief=not few), _rows(title, calm)
    if few:
        columns = max(1, min(columns, ceil(counters / rows)))
        rows = max(1, min(rows, ceil(counters / columns)))
    wide = (columns, rows) if few else (_columns(title, free, digits, brief=True), _rows(title, full))
    if few and height <= width:
        top = min(_TOP[1], body - GAP - rows * (_tall(title) + CELL_GAP))
    number = _number(top, beside, digits, tall=height > width)
    if height <= width:
        top = min(top, number / CAPITAL * FIGURES + _WORDS)  # what is too narrow for larger type need not be higher
    alarm = height - MARGIN - GAP - _STRIP - 3 * GAP - _tall(title) - CELL_GAP
    return HallPlan(height > width, top, side, columns, rows, *wide, number, title, not few, alarm)


def _tall(size: float) -> float:
    return size / CAPITAL * FIGURES


def _rows(size: float, room: float) -> int:
    return max(1, int((room + CELL_GAP) / (_tall(size) + CELL_GAP)))


def _columns(size: float, room: float, digits: int, *, brief: bool) -> int:
    wide = size / CAPITAL * (NUMBER + DIGIT * digits) + (_ARROW if brief else _WORD) + _PAD
    return max(1, int((room + CELL_GAP) / (wide + CELL_GAP)))


def _number(top: float, room: float, digits: int, *, tall: bool) -> float:
    """As large as height and width of the newest call's place allow."""
    if tall:
        high = (top - _WORDS - 2.0) / (FIGURES * (1 + STACKED))
        return min(high, (room - 8.0) / WIDEST) * CAPITAL
    counter = max(TEXT / CAPITAL * 4.7, 0.0)
    font = min((top - _WORDS) / FIGURES, (room - 14.5) / (NUMBER + DIGIT * digits), (room - 14.5 - counter) / NUMBER)
    return font * CAPITAL
