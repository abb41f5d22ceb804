"""Reads a Code 128 from one line of grey values whose bars are too thin or too soft for edges to be seen.

Readers that look for edges need about two pixels a module. Here every symbol is held against all 107 patterns at once, each
blurred as a lens or a hand blurs, at every place where it may stand; a path over the places, and the check symbol, decide.
Half as many pixels suffice. Because the likeliest text is always *some* text, one counts only if it is a file code and
each of its symbols is clearly likelier than the next one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.adapters.bar_patterns import FINE, ROOM, WIDE, coarse_patterns, patterns
from kiosk.core.code_128 import STARTS, STOP, SYMBOL, spell

Line = NDArray[np.float32]
"""Grey values from left to right."""
_STEP: Final = SYMBOL * FINE
_SYMBOLS: Final = range(14, 30)
"""With start, check and stop."""
_DRIFT: Final = 2
_REACH: Final = 10
_DEGREE: Final = 3
_PLAIN: Final = 0.9
"""A line whose worst symbol fits so well is not looked at again without its bend."""
_DRIFT_COST: Final = 0.004
_END_ROOM: Final = 3
_LIKE: Final = 0.80
_WORST: Final = 0.80
_APART: Final = 0.06
_CLEAR: Final = 0.6
"""What every symbol must reach; found on damaged codes of chance (``docs/decisions/0014-scan.md``)."""
_ALMOST_NONE: Final = 1e-6
_TRIED: Final = 6
_NEAR: Final = np.array([-0.75, 0.0, 0.75])
_BENDS: Final = (-0.18, -0.12, -0.06, 0.0, 0.06, 0.12, 0.18)
_FAR_BENDS: Final = (-0.36, -0.30, -0.24, 0.24, 0.30, 0.36)
"""Those of a page turned aside by up to 45 degrees at three times its width, tried where the others promise less than ``_ENOUGH``."""
_ENOUGH: Final = 5.45
_SWING: Final = 0.08
_LEAST_PROMISE: Final = 4.7
"""Likeness of the symbols at the ends, six in all: lines that could be read had more than 5.1, lines of text less than 5.0."""
_MERGED: Final = 9
_QUIET: Final = 0.03
_LEAST_CONTRAST: Final = 0.04
_PIECE: Final = 64


@dataclass(frozen=True, slots=True)
class Likely:
    """A text and how well its patterns fit (1: exactly).

    ``worst``: that of the symbol that fits least. ``apart``: the least by which a symbol's pattern fits better than the next
    one; ``clear``: the least share of its own misfit by which the next one misfits more.
    """

    text: str
    like: float
    worst: float
    apart: float
    clear: float

    @property
    def sure(self) -> bool:
        """Each symbol by itself: of texts that damage made, the check alone lets one in 103 pass."""
        every = self.worst >= _WORST and self.apart >= _APART and self.clear >= _CLEAR
        return self.like >= _LIKE and every


@dataclass(frozen=True, slots=True)
class Seen:
    """How well each pattern fits at each symbol of a line: ``rows`` is symbols x patterns.

    ``worth``: the mean of the best ones, which lines of text do not reach. ``backwards``: the code stands on its head.
    """

    rows: NDArray[np.float32]
    backwards: bool

    @property
    def worth(self) -> float:
        """0 to 1."""
        return float(self.rows.max(1).mean())


def look_at(line: Line, *, shadows: bool = False) -> Seen | None:
    """The line's symbols, whatever they say; None if there are no bars, or nothing at its ends is like a start or a stop.

    ``shadows``: as if shadows had hard edges, which reads fewer noisy lines.
    """
    line = _flat(line, shadows=shadows)
    ends = _ends(line)
    likely = [] if ends is None else _hypotheses(line, *ends)
    if not likely:
        return None
    fine, count, backwards = likely[-1]
    rows, path = _read(fine, count)
    if float(rows.max(1).min()) < _PLAIN:
        again, _ = _read(_smoothed(fine, path, rows.max(1)), count)
        if float(again.max(1).mean()) > float(rows.max(1).mean()):
            rows = again
    return Seen(rows, backwards)


def spelt(seen: Sequence[Seen], plausible: Callable[[str], bool]) -> Likely | None:
    """The text of lines with the same number of symbols, one or several views of the same code; None if none is likely enough."""
    rows = seen[0].rows if len(seen) == 1 else np.mean([one.rows for one in seen], 0)
    likely = _spelt(rows, plausible)
    return likely if likely is not None and likely.sure else None


def _flat(line: Line, *, shadows: bool) -> Line:
    """Without shadows: by the paper's brightness around."""
    wide = 2 * (line.size // 24) + 1
    around = np.ones((1, wide), np.uint8)
    paper = cv2.dilate(line[np.newaxis], around)
    if shadows:  # what was spread over an edge goes back to it
        paper, wide = cv2.erode(paper, around), wide // 8 + 1
    return np.asarray(line / np.maximum(cv2.blur(paper, (wide, 1))[0], 1.0), np.float32)


def _ends(line: Line) -> tuple[float, float] | None:
    """Where the first bar begins and the last one ends: outwards from the middle to the first white too broad for a space."""
    deep = 1 - float(np.sort(line)[line.size // 10])  # a partition of many equal values takes a millisecond
    if deep < _LEAST_CONTRAST:
        return None
    dark = np.flatnonzero(line < 1 - 0.5 * deep)
    breaks = np.flatnonzero(np.diff(dark) > line.size * _QUIET)
    runs = np.split(dark, breaks + 1)
    run = max(runs, key=len)
    return float(run[0]) - 0.5, float(run[-1]) + 0.5


def _hypotheses(line: Line, first: float, last: float) -> list[tuple[Line, int, bool]]:
    """The likeliest directions, numbers of symbols and bends, by the two symbols at each end, then by all: best last; none if all are unlikely.

    Each is the line in ``FINE`` samples a module, how many symbols it has, and whether it is read backwards.
    """
    ways = [(line, first, last), (np.ascontiguousarray(line[::-1]), line.size - 1 - last, line.size - 1 - first)]
    few = min(max((_bars(line[int(first) + 1 : int(last)]) - 1) // 3 - 1, _SYMBOLS.start), _SYMBOLS.stop - _MERGED)
    counts = np.arange(few, few + _MERGED)
    shapes, promise = _promises(ways, counts, _BENDS)
    if float(promise.max()) < _ENOUGH:
        more, further = _promises(ways, counts, _FAR_BENDS)
        shapes, promise = shapes + more, np.concatenate([promise, further])
    if float(promise.max()) < _LEAST_PROMISE:
        return []
    tried = []
    for place in np.argsort(-promise)[:_TRIED]:
        side, count, bend = shapes[int(place)]
        fine = _resampled(*ways[side], count, bend)
        tried.append((_worth(fine, count), fine, count, side == 1))
    tried.sort(key=lambda one: one[0])
    return [(fine, count, backwards) for _, fine, count, backwards in tried]


def _promises(
    ways: list[tuple[Line, float, float]], few: NDArray[np.int64], some: Sequence[float]
) -> tuple[list[tuple[int, int, float]], NDArray[np.float32]]:
    """Every way, number of symbols and bend, and how much the symbols at the ends are like some."""
    counts, bends = (axis.ravel() for axis in np.meshgrid(few, some, indexing="ij"))
    at = np.array([0, 1, -2, -1]) + counts[:, np.newaxis] * np.array([0, 0, 1, 1])
    starts = (at[..., np.newaxis] * SYMBOL - ROOM + _NEAR)[..., np.newaxis] + np.arange(0, WIDE, 2) / FINE
    shares = starts.reshape(len(counts), -1) / (SYMBOL * counts + 2)[:, np.newaxis]
    shares = shares + bends[:, np.newaxis] * shares * (1 - shares)
    worth = []
    for way, begin, end in ways:
        seen = np.interp(begin + (end - begin) * shares.ravel(), np.arange(way.size), way).astype(np.float32)
        fit = _fits(_levelled(seen.reshape(-1, WIDE // 2)), coarse_patterns()).reshape(len(counts), 4, _NEAR.size, -1)
        ends = fit[:, 0, :, STARTS[0] : STOP].max((1, 2)) + fit[:, -1, :, STOP].max(1)
        worth.append(2 * ends + fit[:, 1:-1, :, : STARTS[0]].max((2, 3)).sum(1))
    shapes = [(side, int(n), float(bend)) for side in range(len(ways)) for n, bend in zip(counts, bends, strict=True)]
    return shapes, np.concatenate(worth)


def _bars(line: Line) -> int:
    """How many can be told apart: three a symbol, fewer where thin ones merge."""
    turns = line[1:-1][(line[1:-1] - line[:-2]) * (line[2:] - line[1:-1]) <= 0]
    swings = np.diff(turns)
    return int((swings > _SWING * float(np.ptp(line))).sum())


def _worth(fine: Line, count: int) -> float:
    """How well all symbols fit, by every second sample."""
    places = (_places(count)[1:-1] + np.arange(-8, 9, 2)).ravel()[:, np.newaxis] + np.arange(0, WIDE, 2)
    fit = _fits(_levelled(fine[np.clip(places, 0, fine.size - 1)]), coarse_patterns())
    return float(fit[:, : STARTS[0]].max(1).reshape(count - 2, -1).max(1).mean())


def _resampled(line: Line, first: float, last: float, count: int, bend: float) -> Line:
    """With ``_END_ROOM`` modules at both ends."""
    module = (last - first) / (SYMBOL * count + 2)
    share = (np.arange((SYMBOL * count + 2 + 2 * _END_ROOM) * FINE + 1) / FINE - _END_ROOM) / (SYMBOL * count + 2)
    if module > FINE:
        line = cv2.blur(line[np.newaxis], (2 * int(module / FINE / 2) + 1, 1))[0]
    places = first + (last - first) * (share + bend * share * (1 - share))
    return np.interp(places, np.arange(line.size), line).astype(np.float32)


def _places(count: int) -> NDArray[np.int64]:
    """Where the symbols' windows begin, as a column."""
    return (_END_ROOM - ROOM) * FINE + _STEP * np.arange(count)[:, np.newaxis]


def _windows(fine: Line, starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """One row a start: the samples of a symbol there."""
    places = np.clip(starts, 0, fine.size - WIDE)[:, np.newaxis] + np.arange(WIDE)
    return _levelled(fine[places])


def _levelled(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without mean, of length one."""
    windows -= windows.mean(1, keepdims=True)
    windows /= np.sqrt(np.einsum("ij,ij->i", windows, windows))[:, np.newaxis] + 1e-3
    return windows


def _fits(windows: NDArray[np.float32], bank: NDArray[np.float32]) -> NDArray[np.float32]:
    """Correlations, window x pattern; in pieces so small that numpy starts no threads, which would cost more than they save."""
    return np.concatenate([windows[at : at + _PIECE] @ bank for at in range(0, len(windows), _PIECE)])


def _smoothed(fine: Line, path: NDArray[np.int64], trust: NDArray[np.float32]) -> Line:
    """Without the bends that the symbols' offsets show: a symbol is as broad as the next, whatever way the paper is bent."""
    middles = _places(path.size)[:, 0] + WIDE / 2
    scale = fine.size / 2
    bend = np.polynomial.Polynomial.fit(
        middles / scale - 1, path - _REACH, _DEGREE, domain=[-1, 1], w=np.maximum(trust, 0.0) ** 2
    )
    at = np.arange(fine.size)
    return np.interp(at + bend(at / scale - 1), at, fine).astype(np.float32)


def _read(fine: Line, count: int) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Likenesses, symbols x patterns, and where each symbol was found (``_REACH``: where it was expected)."""
    offsets = np.arange(-_REACH, _REACH + 1)
    windows = _windows(fine, (_places(count) + offsets).ravel())
    fits = [_fits(windows, bank).reshape(count, offsets.size, -1) for bank in patterns()]
    fit = max(fits, key=lambda one: float(one[:, :, : STARTS[0]].max((1, 2)).sum()))
    fit[0, :, : STARTS[0]] = fit[0, :, STOP] = fit[-1, :, :STOP] = -1
    fit[1:-1, :, STARTS[0] :] = -1
    best = fit.max(2)
    path = _path(best)
    return fit[np.arange(count), path], path


def _path(best: NDArray[np.float32]) -> NDArray[np.int64]:
    """The offsets of the symbols: each near the one before, altogether fitting best."""
    count, wide = best.shape
    total, back = best[0], np.zeros((count, wide), np.int64)
    for place in range(1, count):
        reached = np.full((2 * _DRIFT + 1, wide), -9.0, np.float32)
        for drift in range(-_DRIFT, _DRIFT + 1):
            to = slice(max(0, drift), wide + min(0, drift))
            come = slice(max(0, -drift), wide + min(0, -drift))
            reached[drift + _DRIFT, to] = total[come] - _DRIFT_COST * drift * drift
        back[place] = reached.argmax(0)
        total = reached.max(0) + best[place]
    path = np.zeros(count, np.int64)
    path[-1] = int(total.argmax())
    for place in range(count - 1, 0, -1):
        path[place - 1] = path[place] - (back[place, path[place]] - _DRIFT)
    return path


def _spelt(rows: NDArray[np.float32], plausible: Callable[[str], bool]) -> Likely | None:
    """The text of the likeliest symbols, if they pass the check and are plausible."""
    symbols = rows.argmax(1)
    text = spell(symbols[:-1].tolist())
    if text is None or not plausible(text):
        return None
    second, first = np.partition(rows, -2, 1)[:, -2:].T
    apart = first - second
    clear = apart / np.maximum(1 - first, _ALMOST_NONE)
    return Likely(text, float(first.mean()), float(first.min()), float(apart.min()), float(clear.min()))
