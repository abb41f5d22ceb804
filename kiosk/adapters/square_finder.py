"""Where in a frame a QR may stand that is too small, too pale or too soft as it is, and that place made clearer in three ways."""

from typing import Final

import cv2
import numpy as np

from kiosk.adapters.bar_finder import EVEN, Grey

_SMALL: Final = 640
_CELL: Final = 8
_AROUND: Final = 7
"""Cells beside each other that must be full of edges of both directions: about 110 pixels of 1280."""
_REACH: Final = (30, 11)
"""Half the side of what is cut out: so many pixels, and a share of the frame's width (1 / 11)."""
_TWICE: Final = 2
_CLEARER: Final = 4.0
_COARSE: Final = 6
"""Pixels of a cell in which the light is measured: more than a module, less than a finder pattern."""
_WHITE: Final = 200
_AROUND_IT: Final = np.ones((3, 3), np.uint8)
_CRISPER: Final = 2.0
_BLURRED: Final = 5
_TILES: Final = (4, 4)
_HARD: Final = 16.0
"""How much contrast a tile may gain: with much, white streaks are told from the white of the paper."""
_MILD: Final = 4.0
_THICKER: Final = np.ones((3, 3), np.uint8)


def densest(grey: Grey) -> Grey | None:
    """The square with most edges in both directions, in the shade as in the light; text has them too, so it may be that. None: too small."""
    scale = max(1.0, grey.shape[1] / _SMALL)
    size = (round(grey.shape[1] / scale), round(grey.shape[0] / scale))
    cells = ((size[0] - 1) // _CELL, (size[1] - 1) // _CELL)
    if min(cells) < _AROUND:
        return None
    small = cv2.LUT(cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale > 1 else grey, EVEN)
    wide, high = (count * _CELL for count in cells)  # whole cells take a quarter of the time
    across, down = (
        cv2.resize(cv2.absdiff(small[:high, :wide], other), cells, interpolation=cv2.INTER_AREA)
        for other in (small[:high, 1 : wide + 1], small[1 : high + 1, :wide])
    )
    full = cv2.blur(cv2.min(across, down).astype(np.float32), (_AROUND, _AROUND))
    row, column = (int(value) for value in np.unravel_index(int(full.argmax()), full.shape))
    x, y = (round((value + 0.5) * _CELL * scale) for value in (column, row))
    reach = _REACH[0] + grey.shape[1] // _REACH[1]
    return np.ascontiguousarray(grey[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach])


def crisp(part: Grey) -> Grey:
    """Against blur and shadows: as if lit evenly, sharpened, and twice as large."""
    even = cv2.divide(part, _light(part), scale=_WHITE)
    soft = cv2.blur(even, (_BLURRED, _BLURRED))
    return _twice(cv2.addWeighted(even, 1 + _CRISPER, soft, -_CRISPER, 0))


def hardened(part: Grey) -> Grey:
    """Against streaks and missing toner: full contrast in every part, twice as large."""
    return _twice(cv2.createCLAHE(_HARD, _TILES).apply(part))


def thickened(part: Grey) -> Grey:
    """Against haze and thin print: more contrast in every part and broader black, twice as large."""
    return _grey(cv2.erode(_twice(cv2.createCLAHE(_MILD, _TILES).apply(part)), _THICKER))


def sharper(part: Grey) -> Grey:
    """Against blur."""
    soft = cv2.GaussianBlur(part, (0, 0), _CLEARER)
    return _grey(cv2.addWeighted(part, 1 + _CLEARER, soft, -_CLEARER, 0))


def _light(part: Grey) -> Grey:
    """How bright white paper is around each pixel."""
    size = (max(1, part.shape[1] // _COARSE), max(1, part.shape[0] // _COARSE))
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    light = cv2.blur(cv2.dilate(small, _AROUND_IT), (5, 5))
    return _grey(cv2.resize(light, (part.shape[1], part.shape[0])))


def _twice(part: cv2.typing.MatLike) -> Grey:
    return _grey(cv2.resize(part, None, fx=_TWICE, fy=_TWICE))


def _grey(picture: cv2.typing.MatLike) -> Grey:
    return picture.astype(np.uint8, copy=False)
