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
_ONE_WAY: Final = 0.06
"""Between bars it goes down as often as up; an edge of the paper, which would join the bars beside it, goes one way."""
_STRONG: Final = 0.12
"""Of the strong coherent places' energy: text and noise lie below."""
EVEN: Final = np.clip(46 * np.log1p(np.arange(256) / 8) / np.log(2) * 1.09, 0, 255).astype(np.uint8)
"""Grey values by their logarithm: bars in the shade are as strong as in the light."""
_LEAST_AREA: Final = 20
_LEAST_ENERGY: Final = 60.0
_GAP: Final = 5
_LOOKED_AT: Final = 5
_LEAST_RATIO: Final = 1.3
_EIGHTH: Final = np.float32(8)
"""Products are kept in 16 bits, which takes a third of the time; the strongest edges are cut off."""
_STRONGEST: Final = 100
"""One cell in so many is stronger than what is called strong."""
_ROUND: Final = (np.eye(2) * 1e-3).astype(np.float32)
_TAIL: Final = 200
"""One place in so many may lie beyond either end."""
_MARGIN: Final = 0.11


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
    xx, yy, xy, step = _tensor(cv2.LUT(small, EVEN).astype(np.uint8, copy=False))
    lean = cv2.magnitude(xx - yy, 2 * xy)
    strong = lean * ((lean > _COHERENT * (xx + yy)) & (step < _ONE_WAY * (xx + yy)))
    rank = max(1, strong.size // _STRONGEST)  # the smallest frame has not a hundred cells
    some = strong[strong > 0]  # mostly nothing is there, which costs a partition ten times as long
    strongest = float(np.partition(some, some.size - rank)[some.size - rank]) if some.size >= rank else 0.0
    floor = max(_LEAST_ENERGY, _STRONG * strongest)
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


def _tensor(small: Grey) -> tuple[Pixels, Pixels, Pixels, Pixels]:
    """Means of the gradient's products over cells of four pixels and their neighbours, and the square of its mean."""
    across = cv2.Sobel(small, cv2.CV_16S, 1, 0, ksize=3)
    down = cv2.Sobel(small, cv2.CV_16S, 0, 1, ksize=3)
    pairs = ((across, across), (down, down), (across, down))
    products = (cv2.multiply(*pair, scale=float(1 / _EIGHTH), dtype=cv2.CV_16S) for pair in pairs)
    cells = [_in_cells(part).astype(np.float32) for part in products]
    xx, yy, xy = (np.asarray(cv2.blur(part, (3, 3)), np.float32) * _EIGHTH for part in cells)
    means = (cv2.blur(_in_cells(part), (3, 3)) for part in (across, down))
    step = sum(np.square(part, dtype=np.float32) for part in means)
    return xx, yy, xy, np.asarray(step, np.float32)


def _in_cells(part: cv2.typing.MatLike) -> cv2.typing.MatLike:
    """Means over cells of four pixels: halving it twice takes a third of the time."""
    wide, high = part.shape[1] // _CELL, part.shape[0] // _CELL
    part = cv2.resize(part[: high * _CELL, : wide * _CELL], (2 * wide, 2 * high), interpolation=cv2.INTER_AREA)
    return cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA)


def _measure(inside: NDArray[np.bool_], corner: tuple[int, int], xx: Pixels, yy: Pixels, xy: Pixels) -> BarField | None:
    rows, columns = np.nonzero(inside)
    places = np.column_stack([columns, rows]).astype(np.float32)
    middle = places.mean(0)
    angle = 0.5 * float(np.arctan2(2 * float(xy.sum()), float((xx - yy).sum())))
    normal = np.array([np.cos(angle), np.sin(angle)], np.float32)
    bar = np.array([-normal[1], normal[0]], np.float32)
    apart = places - middle
    spread, axes = np.linalg.eigh(apart.T @ apart / max(1, len(apart) - 1) + _ROUND)
    line = np.asarray(axes[:, 1] * (np.sign(axes[:, 1] @ normal) or 1), np.float32)
    if line @ normal < 0.85 or spread[1] < 3 * spread[0]:
        line = normal
    turn = np.array([[bar[1], -bar[0]], [-line[1], line[0]]], np.float32) / (line[0] * bar[1] - line[1] * bar[0])
    along = np.sort(turn @ apart.T)  # not percentile, which takes longer than all the rest
    edge = along.shape[1] // _TAIL
    low, high = along[:, edge], along[:, -1 - edge]
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
