"""A place with bars, turned upright and cut out, and the lines of grey values that bands of it give."""

from typing import Final

import cv2
import numpy as np

from kiosk.adapters.bar_finder import BarField, Grey, Pixels

_FINE: Final = 2.0
"""Samples a pixel along the line."""
_LONGEST: Final = 2400
_ROWS: Final = 48
_SOFT: Final = 1.0
_PARTS: Final = 40
"""A row is judged in parts of a twentieth: about two symbols."""
_BESIDE: Final = 5
_LEAST: Final = 1e-3


def cut_strip(grey: Grey, field: BarField) -> Grey:
    """The bars upright, at most 48 rows high, two samples a pixel wide."""
    wide = min(_LONGEST, int(field.length * _FINE))
    high = int(np.clip(field.height, 8, _ROWS))
    along = np.array(field.line) * field.length / wide
    down = np.array(field.bar) * field.height / high
    corner = np.array(field.middle) - along * (wide - 1) / 2 - down * (high - 1) / 2
    back = np.column_stack([along, down, corner])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    strip = cv2.warpAffine(grey, back, (wide, high), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return straightened(straightened(strip.astype(np.uint8, copy=False)))


def straightened(strip: Grey) -> Grey:
    """Sheared row by row, part by part, until the bars stand upright: perspective and rolled paper lean them differently."""
    high, wide = strip.shape
    parts, columns = 8, np.arange(wide, dtype=np.float32)
    soft = cv2.GaussianBlur(strip, (0, 0), 1.2)
    across = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3)
    edges = np.linspace(0, wide, parts + 1).astype(int)
    xx = np.add.reduceat((across * across).sum(0), edges[:-1])
    xy = np.add.reduceat((across * down).sum(0), edges[:-1])
    lean = -xy / np.maximum(xx, 1.0)
    trust = np.convolve(xx, np.ones(3), "same")
    lean = np.convolve(lean * xx, np.ones(3), "same") / np.maximum(trust, 1.0)
    leans = np.interp(columns, (edges[:-1] + edges[1:]) / 2, np.clip(lean, -0.6, 0.6)).astype(np.float32)
    rows = np.arange(high, dtype=np.float32)[:, np.newaxis]
    places = columns[np.newaxis] + leans[np.newaxis] * (rows - (high - 1) / 2)
    level = np.broadcast_to(rows, places.shape).astype(np.float32)
    return cv2.remap(strip, places, level, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(
        np.uint8, copy=False
    )


def bands(strip: Grey) -> list[Pixels]:
    """The clearest parts of all rows, then means over most of them and over thirds: what one covers or blinds, another may not."""
    high = strip.shape[0]
    cuts = [(0.15, 0.85), (0.0, 0.4), (0.3, 0.7), (0.6, 1.0)]
    means = [mean(strip, int(high * low), max(int(high * low) + 1, int(high * top))) for low, top in cuts]
    return [_clearest(strip), *means]


def _clearest(strip: Grey) -> Pixels:
    """The mean of all rows, each part of a row by how strong the bars' edges are there."""
    across = cv2.Sobel(cv2.GaussianBlur(strip, (0, 0), _SOFT), cv2.CV_32F, 1, 0, ksize=3)
    edges = cv2.blur(across * across, (2 * (strip.shape[1] // _PARTS) + 1, _BESIDE)) + _LEAST
    return np.asarray((strip * edges).sum(0) / edges.sum(0), np.float32)


def mean(strip: Grey, first: int, last: int) -> Pixels:
    """Over the rows from ``first`` to before ``last``."""
    return np.asarray(strip[first:last].mean(0), np.float32)
