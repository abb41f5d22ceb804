"""Where in a frame a QR may stand that is too small, too pale or too soft as it is, and that place made clearer in three ways."""

from typing import Final

import cv2
import numpy as np

from kiosk.adapters.bar_finder import Grey

_SMALL: Final = 640
_CELL: Final = 8
_AROUND: Final = 7
"""Cells beside each other that must be full of edges of both directions: about 110 pixels of 1280."""
_REACH: Final = (30, 11)
"""Half the side of what is cut out: so many pixels, and a share of the frame's width (1 / 11)."""
_TWICE: Final = 2
_CLEARER: Final = 4.0
_SOFTER: Final = 1.5
_NEIGHBOURS: Final = 41
_BELOW: Final = 3


def densest(grey: Grey) -> Grey | None:
    """The square with most edges in both directions, twice as large; text has them too, so it may be that. None: too small."""
    scale = max(1.0, grey.shape[1] / _SMALL)
    size = (round(grey.shape[1] / scale), round(grey.shape[0] / scale))
    cells = (size[0] // _CELL, size[1] // _CELL)
    if min(cells) < _AROUND:
        return None
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale > 1 else grey
    across, down = (
        cv2.resize(cv2.absdiff(small[:-1, :-1], other), cells, interpolation=cv2.INTER_AREA)
        for other in (small[:-1, 1:], small[1:, :-1])
    )
    full = cv2.blur(cv2.min(across, down).astype(np.float32), (_AROUND, _AROUND))
    row, column = (int(value) for value in np.unravel_index(int(full.argmax()), full.shape))
    x, y = (round((value + 0.5) * _CELL * scale) for value in (column, row))
    reach = _REACH[0] + grey.shape[1] // _REACH[1]
    part = grey[max(0, y - reach) : y + reach, max(0, x - reach) : x + reach]
    return _grey(cv2.resize(part, None, fx=_TWICE, fy=_TWICE, interpolation=cv2.INTER_CUBIC))


def sharper(part: Grey) -> Grey:
    """Against blur."""
    soft = cv2.GaussianBlur(part, (0, 0), _CLEARER)
    return _grey(cv2.addWeighted(part, 1 + _CLEARER, soft, -_CLEARER, 0))


def two_toned(part: Grey) -> Grey:
    """Against shadows, glare and pale print: black or white beside the neighbours."""
    soft = cv2.GaussianBlur(part, (0, 0), _SOFTER)
    way = (cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY)
    return _grey(cv2.adaptiveThreshold(soft, 255, *way, _NEIGHBOURS, _BELOW))


def _grey(picture: cv2.typing.MatLike) -> Grey:
    return picture.astype(np.uint8, copy=False)
