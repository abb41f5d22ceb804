"""Reads a Code 128 from one line of grey values whose bars are too thin or too soft for edges to be seen.

Readers that look for edges need about two pixels a module. Here every symbol is held against all 107 patterns at once, each
blurred as a lens or a hand blurs, at every place where it may stand; a path over the places, and the check symbol, decide.
Half as many pixels suffice. Because the likeliest text is always *some* text, one counts only if it is a file code and
clearly likelier than the next one that passes the check.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.core.code_128 import STARTS, STOP, SYMBOL, WIDTHS, spell

Line = NDArray[np.float32]
"""Grey values from left to right."""
_FINE: Final = 4
"""Samples a module."""
_STEP: Final = SYMBOL * _FINE
_ROOM: Final = 1
"""Modules beside a symbol that its pattern tells: the space before it and the bar after it."""
_WIDE: Final = (SYMBOL + 2 * _ROOM) * _FINE
_SYMBOLS: Final = range(14, 30)
"""With start, check and stop."""
_SOFT: Final = (0.35, 0.65, 1.0)
"""Widths of the blur in modules (sigma)."""
_DRIFT: Final = 2
_REACH: Final = 10
_DRIFT_COST: Final = 0.004
_END_ROOM: Final = 3
_LIKE: Final = 0.80
_WORST: Final = 0.72
_LOST: Final = 0.0
_LEAD: Final = 0.18
_RUNNERS_UP: Final = 4
_CANDIDATES: Final = 30
_CHECK: Final = 103
_TRIED: Final = 6
_NEAR: Final = np.array([-0.75, 0.0, 0.75])
_BENDS: Final = (-0.18, -0.12, -0.06, 0.0, 0.06, 0.12, 0.18)
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

    ``worst``: that of the symbol that fits least. ``lost``: by how much the likeliest symbols fit better, summed;
    ``lead``: by how much the next text that passes the check fits worse.
    """

    text: str
    like: float
    worst: float
    lost: float
    lead: float

    @property
    def sure(self) -> bool:
        """Found on damaged codes of chance (``docs/decisions/0014-scan.md``)."""
        return self.like >= _LIKE and self.worst >= _WORST and self.lost <= _LOST and self.lead >= _LEAD


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


def look_at(line: Line) -> Seen | None:
    """The line's symbols, whatever they say; None if there are no bars, or nothing at its ends is like a start or a stop."""
    line = _flat(line)
    ends = _ends(line)
    likely = [] if ends is None else _hypotheses(line, *ends)
    return _read(*likely[-1]) if likely else None


def spelt(seen: Sequence[Seen], plausible: Callable[[str], bool]) -> Likely | None:
    """The text of lines with the same number of symbols, one or several views of the same code; None if none is likely enough."""
    rows = seen[0].rows if len(seen) == 1 else np.mean([one.rows for one in seen], 0)
    likely = _spelt(rows, plausible) if float(rows.max(1).mean()) >= _LIKE else None
    return likely if likely is not None and likely.sure else None


def _flat(line: Line) -> Line:
    """Without shadows: by the paper's brightness around."""
    wide = 2 * (line.size // 24) + 1
    paper = cv2.dilate(line[np.newaxis], np.ones((1, wide), np.uint8))
    return np.asarray(line / np.maximum(cv2.blur(paper, (wide, 1))[0], 1.0), np.float32)


def _ends(line: Line) -> tuple[float, float] | None:
    """Where the first bar begins and the last one ends: outwards from the middle to the first white too broad for a space."""
    deep = 1 - float(np.percentile(line, 10))
    if deep < _LEAST_CONTRAST:
        return None
    dark = np.flatnonzero(line < 1 - 0.5 * deep)
    breaks = np.flatnonzero(np.diff(dark) > line.size * _QUIET)
    runs = np.split(dark, breaks + 1)
    run = max(runs, key=len)
    return float(run[0]) - 0.5, float(run[-1]) + 0.5


def _hypotheses(line: Line, first: float, last: float) -> list[tuple[Line, int, bool]]:
    """The likeliest directions, numbers of symbols and bends, by the two symbols at each end, then by all: best last; none if all are unlikely.

    Each is the line in ``_FINE`` samples a module, how many symbols it has, and whether it is read backwards.
    """
    ways = [(line, first, last), (np.ascontiguousarray(line[::-1]), line.size - 1 - last, line.size - 1 - first)]
    few = min(max((_bars(line[int(first) + 1 : int(last)]) - 1) // 3 - 1, _SYMBOLS.start), _SYMBOLS.stop - _MERGED)
    counts, bends = (axis.ravel() for axis in np.meshgrid(range(few, few + _MERGED), _BENDS, indexing="ij"))
    at = np.array([0, 1, -2, -1]) + counts[:, np.newaxis] * np.array([0, 0, 1, 1])
    starts = (at[..., np.newaxis] * SYMBOL - _ROOM + _NEAR)[..., np.newaxis] + np.arange(0, _WIDE, 2) / _FINE
    shares = starts.reshape(len(counts), -1) / (SYMBOL * counts + 2)[:, np.newaxis]
    shares = shares + bends[:, np.newaxis] * shares * (1 - shares)
    worth = []
    for way, begin, end in ways:
        seen = np.interp(begin + (end - begin) * shares.ravel(), np.arange(way.size), way).astype(np.float32)
        fit = _fits(_levelled(seen.reshape(-1, _WIDE // 2)), _coarse_patterns()).reshape(len(counts), 4, _NEAR.size, -1)
        ends = fit[:, 0, :, STARTS[0] : STOP].max((1, 2)) + fit[:, -1, :, STOP].max(1)
        worth.append(2 * ends + fit[:, 1:-1, :, : STARTS[0]].max((2, 3)).sum(1))
    tried = []
    promise = np.concatenate(worth)
    if float(promise.max()) < _LEAST_PROMISE:
        return []
    for place in np.argsort(-promise)[:_TRIED]:
        side, shape = divmod(int(place), len(counts))
        fine = _resampled(*ways[side], int(counts[shape]), float(bends[shape]))
        tried.append((_worth(fine, int(counts[shape])), fine, int(counts[shape]), side == 1))
    tried.sort(key=lambda one: one[0])
    return [(fine, count, backwards) for _, fine, count, backwards in tried]


def _bars(line: Line) -> int:
    """How many can be told apart: three a symbol, fewer where thin ones merge."""
    turns = line[1:-1][(line[1:-1] - line[:-2]) * (line[2:] - line[1:-1]) <= 0]
    swings = np.diff(turns)
    return int((swings > _SWING * float(np.ptp(line))).sum())


def _worth(fine: Line, count: int) -> float:
    """How well all symbols fit, by every second sample."""
    places = (_places(count)[1:-1] + np.arange(-8, 9, 2)).ravel()[:, np.newaxis] + np.arange(0, _WIDE, 2)
    fit = _fits(_levelled(fine[np.clip(places, 0, fine.size - 1)]), _coarse_patterns())
    return float(fit[:, : STARTS[0]].max(1).reshape(count - 2, -1).max(1).mean())


def _resampled(line: Line, first: float, last: float, count: int, bend: float) -> Line:
    """With ``_END_ROOM`` modules at both ends."""
    module = (last - first) / (SYMBOL * count + 2)
    share = (np.arange((SYMBOL * count + 2 + 2 * _END_ROOM) * _FINE + 1) / _FINE - _END_ROOM) / (SYMBOL * count + 2)
    if module > _FINE:
        line = cv2.blur(line[np.newaxis], (2 * int(module / _FINE / 2) + 1, 1))[0]
    places = first + (last - first) * (share + bend * share * (1 - share))
    return np.interp(places, np.arange(line.size), line).astype(np.float32)


def _places(count: int) -> NDArray[np.int64]:
    """Where the symbols' windows begin, as a column."""
    return (_END_ROOM - _ROOM) * _FINE + _STEP * np.arange(count)[:, np.newaxis]


def _windows(fine: Line, starts: NDArray[np.int64]) -> NDArray[np.float32]:
    """One row a start: the samples of a symbol there."""
    places = np.clip(starts, 0, fine.size - _WIDE)[:, np.newaxis] + np.arange(_WIDE)
    return _levelled(fine[places])


def _levelled(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Without mean, of length one."""
    windows -= windows.mean(1, keepdims=True)
    windows /= np.sqrt(np.einsum("ij,ij->i", windows, windows))[:, np.newaxis] + 1e-3
    return windows


def _fits(windows: NDArray[np.float32], bank: NDArray[np.float32]) -> NDArray[np.float32]:
    """Correlations, window x pattern; in pieces so small that numpy starts no threads, which would cost more than they save."""
    return np.concatenate([windows[at : at + _PIECE] @ bank for at in range(0, len(windows), _PIECE)])


def _read(fine: Line, count: int, backwards: bool) -> Seen:  # noqa: FBT001 (from a tuple)
    offsets = np.arange(-_REACH, _REACH + 1)
    windows = _windows(fine, (_places(count) + offsets).ravel())
    fits = [_fits(windows, bank).reshape(count, offsets.size, -1) for bank in _patterns()]
    fit = max(fits, key=lambda one: float(one[:, :, : STARTS[0]].max((1, 2)).sum()))
    fit[0, :, : STARTS[0]] = fit[0, :, STOP] = fit[-1, :, :STOP] = -1
    fit[1:-1, :, STARTS[0] :] = -1
    best = fit.max(2)
    path = _path(best)
    return Seen(fit[np.arange(count), path], backwards)


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
    """The likeliest plausible text that passes the check, and its lead over the next symbols that pass it."""
    order = np.argsort(-rows, 1)[:-1, : _RUNNERS_UP + 1]
    fit = np.take_along_axis(rows[:-1], order, 1)
    found: Likely | None = None
    for cost, changes in _passing(order, fit[:, :1] - fit):
        symbols = order[:, 0].tolist()
        for place, rank in changes:
            symbols[place] = int(order[place, rank])
        text = spell(symbols)
        if found is not None:
            if text is None or text == found.text:
                continue
            return replace(found, lead=cost - found.lost)
        if text is not None and plausible(text):
            chosen = [float(rows[place, symbol]) for place, symbol in enumerate([*symbols, STOP])]
            found = Likely(text, sum(chosen) / len(chosen), min(chosen), cost, 1.0)
    return found


def _passing(order: NDArray[np.int64], loss: NDArray[np.float32]) -> Iterator[tuple[float, list[tuple[int, int]]]]:
    """Up to ``_CANDIDATES`` choices that pass the check, cheapest first: at most two symbols are not the likeliest."""
    weights = np.arange(len(order))
    weights[0], weights[-1] = 1, -1
    first = int(weights @ order[:, 0]) % _CHECK
    if first == 0:
        yield 0.0, []
    turns = (weights[:, np.newaxis] * (order[:, 1:] - order[:, :1])).ravel() % _CHECK
    costs = loss[:, 1:].ravel()
    ranks = order.shape[1] - 1
    ones = [(float(costs[at]), [_named(int(at), ranks)]) for at in np.flatnonzero((turns + first) % _CHECK == 0)]
    left, right = np.nonzero((turns[:, np.newaxis] + turns + first) % _CHECK == 0)
    apart = left // ranks < right // ranks
    left, right = left[apart], right[apart]
    both = costs[left] + costs[right]
    cheapest = np.argsort(both)[:_CANDIDATES]
    twos = [(float(both[at]), [_named(int(left[at]), ranks), _named(int(right[at]), ranks)]) for at in cheapest]
    yield from sorted(ones + twos, key=lambda one: one[0])[:_CANDIDATES]


def _named(at: int, ranks: int) -> tuple[int, int]:
    return at // ranks, at % ranks + 1


@cache
def _patterns() -> tuple[NDArray[np.float32], ...]:
    """For each blur: samples x patterns, without mean, of length one."""
    banks = []
    for soft in _SOFT:
        bank = []
        for widths in WIDTHS:
            runs = [4 * _ROOM, *(int(width) for width in widths), 4 * _ROOM]
            paper = np.repeat([1.0 - place % 2 for place in range(len(runs))], runs)
            drawn = np.repeat(paper, _FINE * 2).astype(np.float32)[np.newaxis]
            drawn = cv2.GaussianBlur(drawn, (0, 0), soft * _FINE * 2, borderType=cv2.BORDER_REPLICATE)[0]
            start = (4 - _ROOM) * _FINE * 2
            cut = drawn[start : start + _WIDE * 2].reshape(-1, 2).mean(1)
            cut = cut - cut.mean()
            bank.append(cut / np.sqrt((cut * cut).sum()))
        banks.append(np.array(bank, np.float32).T.copy())
    return tuple(banks)


@cache
def _coarse_patterns() -> NDArray[np.float32]:
    """Of every second sample, at the middle blur."""
    bank = _patterns()[1][::2]
    bank = bank - bank.mean(0)
    return np.asarray(bank / np.sqrt((bank * bank).sum(0)), np.float32)
