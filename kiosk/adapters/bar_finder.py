"""Where in a frame bars may stand side by side: regions whose structure tensor has one direction only.

At half the frame's size it costs 2 ms at 1280 x 720. Text, faces and desks change in all directions; a Code 128 only along
its own line, whatever the blur.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Pixels = NDArray[np.float32]
_SMALL: Final = 640
"""Pixels of width at which bars are looked for."""
_CELL: Final = 4
_WINDOW: Final = 2.0
"""Cells by which a region comes out too large."""
_COHERENT: Final = 0.55
_STRONG: Final = 0.12
"""Of the strong coherent places' energy: text and noise lie below."""
_EVEN: Final = np.clip(46 * np.log1p(np.arange(256) / 8) / np.log(2) * 1.09, 0, 255).astype(np.uint8)
"""Grey values by their logarithm: bars in the shade are as strong as in the light."""
_LEAST_AREA: Final = 20
_LEAST_ENERGY: Final = 60.0
_GAP: Final = 5
_LOOKED_AT: Final = 5
_LEAST_RATIO: Final = 1.3
_MARGIN: Final = 0.11
_LEAST_HEIGHT: Final = 9.0


@dataclass(frozen=True, slots=True)
class BarField:
    """A parallelogram of bars in pixels of the frame: its middle, unit vectors along the line and along a bar, its size."""

    middle: tuple[float, float]
    line: tuple[float, float]
    bar: tuple[float, float]
    length: float
    height: float


def find_bars(grey: Grey, most: int = 2) -> list[BarField]:
    """The likeliest places, best first; ``grey`` is height x width."""
    scale = max(1.0, grey.shape[1] / _SMALL)
    size = (round(grey.shape[1] / scale), round(grey.shape[0] / scale))
    if min(size) < 4 * _CELL:
        return []
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA) if scale > 1 else grey
    xx, yy, xy = _tensor(cv2.LUT(small, _EVEN).astype(np.uint8, copy=False))
    lean = cv2.magnitude(xx - yy, 2 * xy)
    strong = lean * (lean > _COHERENT * (xx + yy))
    floor = max(_LEAST_ENERGY, _STRONG * float(np.percentile(strong, 99)))
    mask = cv2.morphologyEx((strong > floor).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8, copy=False))
    fields: list[tuple[float, BarField]] = []
    for label in 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA])[:_LOOKED_AT]:
        if stats[label, cv2.CC_STAT_AREA] < _LEAST_AREA:
            break
        left, top, wide, high = (int(value) for value in stats[label, :4])
        window = (slice(top, top + high), slice(left, left + wide))
        inside = labels[window] == label
        field = _measure(inside, (left, top), *(part[window][inside] for part in (xx, yy, xy)))
        if field is not None:
            worth = float(lean[window][inside].sum()) * min(3.0, field.length / field.height)
            fields.append((worth, _grown(field, scale * _CELL)))
    return [field for _, field in sorted(fields, key=lambda pair: -pair[0])[:most]]


def field_between(*corners: tuple[float, float]) -> BarField:
    """Around bars whose corners a reader told, clockwise from the upper left; readers tell few rows, so a little is added."""
    upper_left, upper_right, lower_right, lower_left = (np.array(corner, float) for corner in corners)
    left, right = (upper_left + lower_left) / 2, (upper_right + lower_right) / 2
    length = max(1.0, float(np.hypot(*(right - left))))
    line = (right - left) / length
    height = max(_LEAST_HEIGHT, float(np.hypot(*(lower_left - upper_left))))
    middle = (left + right) / 2
    return BarField(
        (float(middle[0]), float(middle[1])), (float(line[0]), float(line[1])), (float(-line[1]), float(line[0])),
        length * (1 + 2 * _MARGIN), height,
    )  # fmt: skip


def _tensor(small: Grey) -> tuple[Pixels, Pixels, Pixels]:
    """Means of the gradient's products over cells of four pixels and their neighbours."""
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3)
    size = (small.shape[1] // _CELL, small.shape[0] // _CELL)
    products = (cv2.multiply(*pair) for pair in ((across, across), (down, down), (across, down)))
    cells = [cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in products]
    xx, yy, xy = (cv2.blur(part, (3, 3)).astype(np.float32, copy=False) for part in cells)
    return xx, yy, xy


def _measure(inside: NDArray[np.bool_], corner: tuple[int, int], xx: Pixels, yy: Pixels, xy: Pixels) -> BarField | None:
    rows, columns = np.nonzero(inside)
    places = np.column_stack([columns, rows]).astype(np.float32)
    middle = places.mean(0)
    angle = 0.5 * np.arctan2(2 * float(xy.sum()), float((xx - yy).sum()))
    normal = np.array([np.cos(angle), np.sin(angle)])
    bar = np.array([-normal[1], normal[0]])
    spread, axes = np.linalg.eigh(np.cov((places - middle).T) + np.eye(2) * 1e-3)
    line = axes[:, 1] * np.sign(axes[:, 1] @ normal or 1)
    if line @ normal < 0.85 or spread[1] < 3 * spread[0]:
        line = normal
    along = (places - middle) @ np.linalg.inv(np.column_stack([line, bar])).T
    low, high = np.percentile(along, [0.5, 99.5], axis=0)
    length, height = (float(value) for value in high - low)
    if length < _LEAST_RATIO * height or height < 1:
        return None
    centre = middle + (low + high)[0] / 2 * line + (low + high)[1] / 2 * bar + corner
    return BarField(
        (float(centre[0]), float(centre[1])),
        (float(line[0]), float(line[1])),
        (float(bar[0]), float(bar[1])),
        length,
        height,
    )


def _grown(field: BarField, scale: float) -> BarField:
    """In pixels of the whole frame, with room for quiet zones; the window's own reach goes off the height."""
    length = field.length * scale * (1 + 2 * _MARGIN) + _WINDOW * scale
    height = max(4.0, (field.height - 0.5) * scale)
    middle = ((field.middle[0] + 0.5) * scale - 0.5, (field.middle[1] + 0.5) * scale - 0.5)
    return BarField(middle, field.line, field.bar, length, height)
