"""Codes in one frame, in a given time: squares first, then bars, then what neither showed, looked at more closely.

Bars are cut out, put upright and averaged, and read by patterns instead of edges (``bar_reader``), also in the rows where an
edge reader found something; a QR is enlarged, lit evenly and sharpened, and given more contrast. All readers look for Code 128 and QR only: more symbologies
cost up to three times as much, find nothing more on receipts and misread them. ``docs/decisions/0014-scan.md`` has figures.
"""

import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from contract.file_code import DEFAULT_PATTERN, find_file_code
from kiosk.adapters.bar_finder import BarField, find_bars
from kiosk.adapters.bar_reader import Likely, Seen, look_at, spelt
from kiosk.adapters.bar_strip import bands, cut_strip, mean
from kiosk.adapters.square_finder import crisp, densest, hardened, sharper, thickened
from kiosk.core.scan import Reading, Symbology

Frame = NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (blue green red)."""
LIMIT_S: Final = 0.032
"""What a frame may cost with its JPEG, which takes 5 to 11 ms of it at 1280 x 720: the rest to 33 ms is for what was foreseen badly."""
_LEAST: Final = 0.55
"""Share of the limit that is left to the decoder, however long the JPEG took: on a weak machine pictures take longer."""
_Found = TypeVar("_Found")
Rows = tuple[int, int]
"""The first and one past the last."""
Try = tuple[str, Callable[[], list[Reading]]]

_ZXING: Final = {zxingcpp.BarcodeFormat.Code128: Symbology.CODE_128, zxingcpp.BarcodeFormat.QRCode: Symbology.QR}
_BARS: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128,))
_SQUARES: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
_ONE_THRESHOLD: Final = zxingcpp.Binarizer.GlobalHistogram
_FIRST: Final = "squares"
_CLOSE: Final = frozenset({"line", "find square"})
"""Tries that look closely at one place."""
_BARS_AT: Final = 0.62
"""Mean likeness of symbols from which a line is one of bars: text reaches less."""
_SLIM: Final = 3.5
"""Length by height of a place that is looked at as bars first: text beside a QR makes broader ones in three of four frames."""
_REMEMBERED: Final = 8
_LYING: Final = (45, 135)
"""Degrees between which a code lies on its side."""
_ON_ITS_SIDE: Final = 90
_FADING: Final = 0.8
"""Weight of what a try cost before beside what it cost now."""
_PACE: Final = "find bars"
"""Costs nearly the same in every frame, whatever is to be seen in it."""
_TURNS: Final = (frozenset({_FIRST, _PACE, "cut", "line"}), frozenset({_FIRST, _PACE, "find square"}))
"""What is begun whatever it costs, in one frame and in the next, until one place was looked at closely: a machine on which
nothing fits into the limit reads receipts all the same, with fewer frames a second."""
_USUAL: Final = {
    "cut": 0.5, "line": 0.6, "strip": 0.2, "find square": 0.9, "harden": 0.7, "one threshold": 0.4,
    "thicken": 0.7, "whole": 1.7,
}  # fmt: skip
"""What a try costs at 1280 x 720 in nine of ten frames, beside ``_PACE``: as long as it has not been seen, and at least."""


class CodeDecoder:
    """Reads codes; of what it saw it keeps, for the next few frames, how likely each symbol was. For one thread.

    ``pattern``: what a file code is (what only the pattern reader can read counts only as such). ``limit_s``: seconds a
    frame; no try is begun that would probably go beyond, except what leads to one close look. The default ``clock`` counts the thread's own work:
    on a machine that is busy with other things a frame is read later, not worse.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.thread_time,
        *,
        pattern: str = DEFAULT_PATTERN,
        limit_s: float = LIMIT_S,
    ) -> None:
        self.spent_s = 0.0
        """Seconds that the last frame took, by ``clock``."""
        self._clock = clock
        self._pattern = pattern
        self._limit_s = limit_s
        self._costs: dict[str, float] = {}
        self._frame = 0
        self._worth = 0.0
        """How much like bars the present frame's clearest line is."""
        self._before: list[tuple[int, Seen]] = []
        """Lines of the last frames that could not be read, with the number of their frame."""

    def decode(self, frame: Frame, opened_s: float = 0.0) -> tuple[Reading, ...]:
        """The codes that are found until one is a file code, without duplicates; none for an empty frame or another shape.

        ``opened_s``: seconds of work that the frame took before, which count toward its limit: a noisy JPEG takes twice as long.
        """
        start = self._clock()
        limit_s = max(self._limit_s - opened_s, _LEAST * self._limit_s)
        grey = _grey(frame)
        self._frame, self._worth = self._frame + 1, 0.0
        self._before = [(number, seen) for number, seen in self._before if number >= self._frame - _REMEMBERED]
        readings: list[Reading] = []
        sure = _TURNS[self._frame % len(_TURNS)]
        for name, look in () if grey is None else self._tries(grey):
            begun = self._clock()
            if name not in sure and begun - start + self._likely_cost(name) > limit_s:
                self._costs[name] = self._costs.get(name, 0.0) * _FADING  # one slow turn must not end it for ever
                continue
            if name in _CLOSE:
                sure = frozenset()
            fresh = look()
            cost = self._clock() - begun
            self._costs[name] = max(cost, _FADING * self._costs.get(name, cost) + (1 - _FADING) * cost)
            readings += fresh
            if any(self._plausible(reading.text) for reading in fresh):
                self._before.clear()
                break
        self.spent_s = self._clock() - start
        return tuple(dict.fromkeys(readings))

    def _likely_cost(self, name: str) -> float:
        """Seconds: what it took lately, and not less than it usually takes at the machine's present pace."""
        return max(self._costs.get(name, 0.0), _USUAL.get(name, 0.0) * self._costs.get(_PACE, 0.0))

    def _tries(self, grey: Frame) -> Iterator[Try]:
        """Likeliest first; what one needs from another is made when it is reached.

        In the whole frame one row of bars is enough to be read, which is not sure enough for a file code.
        """
        yield _FIRST, lambda: _by_zxing(grey, _SQUARES)
        fields: list[BarField] = []
        yield _PACE, lambda: _kept(fields, find_bars(grey))
        if not (slim := bool(fields) and fields[0].length > _SLIM * fields[0].height):
            yield from self._square_tries(grey)
        later: list[Try] = []
        for place, one in enumerate(fields):
            strips: list[Frame] = []
            yield "cut", lambda one=one, strips=strips: _kept(strips, [cut_strip(grey, one)])  # type: ignore[misc]
            for strip in strips:
                lines = bands(strip)
                yield "line", lambda line=lines[0], one=one: self._by_patterns(line, one, first=True)  # type: ignore[misc]
                shown: list[Rows] = []
                yield "strip", lambda strip=strip, one=one, shown=shown: self._by_edges(strip, one, shown)  # type: ignore[misc]
                for rows in shown:
                    yield "line", lambda strip=strip, rows=rows, one=one: self._by_patterns(mean(strip, *rows), one)  # type: ignore[misc]
                later += [
                    ("line", lambda line=line, one=one: self._by_patterns(line, one))  # type: ignore[misc]
                    for line in lines[1:]
                ]
            if place:
                continue
            if bars := self._worth >= _BARS_AT:
                yield from later
                later.clear()
            if slim:
                yield from self._square_tries(grey)  # the second clearest line is seldom a code's
            if bars:
                break
        yield from later
        yield "whole", lambda: [one for one in _by_zxing(grey, _BARS) if not self._plausible(one.text)]

    def _square_tries(self, grey: Frame) -> Iterator[Try]:
        squares: list[Frame] = []
        yield "find square", lambda: self._square(grey, squares)
        for square in squares:
            hard: list[Frame] = []
            yield "harden", lambda square=square, hard=hard: _by_zxing(_noted(hard, hardened(square)), _SQUARES)  # type: ignore[misc]
            for one in hard:
                yield "one threshold", lambda one=one: _by_zxing(one, _SQUARES, _ONE_THRESHOLD)  # type: ignore[misc]
            yield "thicken", lambda square=square: _by_zxing(thickened(square), _SQUARES)  # type: ignore[misc]

    def _by_patterns(self, line: NDArray[np.float32], field: BarField, *, first: bool = False) -> list[Reading]:
        seen = look_at(line, shadows=not first)
        if seen is None:
            return []
        self._worth = max(self._worth, seen.worth)
        likely = spelt([seen], self._plausible)
        if likely is None and first and seen.worth >= _BARS_AT:
            likely = self._together(seen)
        return [] if likely is None else [_bars_reading(likely.text, field, backwards=seen.backwards)]

    def _by_edges(self, strip: Frame, field: BarField, shown: list[Rows]) -> list[Reading]:
        """What edges say; of a file code only the rows that said it, in which patterns then have to find it too."""
        readings: list[Reading] = []
        for picture in (strip, sharper(strip)):
            found = zxingcpp.read_barcodes(
                picture, formats=_BARS, try_invert=False, try_rotate=False, try_downscale=False
            )
            for code in found:
                if code.valid and self._plausible(code.text):
                    shown.append(_rows(code.position))
                elif code.valid:
                    readings.append(_bars_reading(code.text, field, backwards=abs(code.orientation) > _ON_ITS_SIDE))
            if readings or shown:
                break
        return readings

    def _together(self, seen: Seen) -> Likely | None:
        """What the last frames and this one say together: what blurs one may not blur the next in the same way.

        Each by itself must agree with it; a line of another receipt does not.
        """
        alike = [one for _, one in self._before if one.rows.shape == seen.rows.shape]
        self._before.append((self._frame, seen))
        for few in (alike, alike[-1:]) if alike else ():
            if likely := spelt([*few, seen], self._plausible):
                return likely
        return None

    def _plausible(self, text: str) -> bool:
        return find_file_code(text, self._pattern) is not None

    def _square(self, grey: Frame, found: list[Frame]) -> list[Reading]:
        square = densest(grey)
        if square is None:
            return []
        found.append(square)
        return _by_zxing(crisp(square), _SQUARES)


def _grey(frame: Frame) -> Frame | None:
    if frame.dtype != np.uint8 or frame.size == 0:
        return None
    if frame.ndim == 2:
        return np.ascontiguousarray(frame)
    if frame.ndim == 3 and frame.shape[2] == 3:
        return _as_frame(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
    return None


def _by_zxing(
    grey: Frame, formats: zxingcpp.BarcodeFormats, binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage
) -> list[Reading]:
    found = zxingcpp.read_barcodes(grey, formats=formats, binarizer=binarizer, try_invert=False)
    return [
        Reading(code.text, _ZXING[code.format], _on_its_head(abs(code.orientation)))
        for code in found
        if code.valid and code.format in _ZXING
    ]


def _on_its_head(turned: float) -> bool | None:
    return None if _LYING[0] < turned < _LYING[1] else turned >= _LYING[1]


def _bars_reading(text: str, field: BarField, *, backwards: bool) -> Reading:
    turned = np.degrees(np.arctan2(field.line[1], field.line[0]))
    return Reading(text, Symbology.CODE_128, _on_its_head(abs((turned + 180 * backwards + 180) % 360 - 180)))


def _noted(found: list[Frame], fresh: Frame) -> Frame:
    """Kept for another try."""
    found.append(fresh)
    return fresh


def _kept(found: list[_Found], fresh: list[_Found]) -> list[Reading]:
    """A try that only prepares others."""
    found.extend(fresh)
    return []


def _rows(place: zxingcpp.Position) -> Rows:
    corners = (place.top_left, place.top_right, place.bottom_left, place.bottom_right)
    rows = [corner.y for corner in corners]
    return max(0, min(rows) - 1), max(rows) + 2


def _as_frame(picture: cv2.typing.MatLike) -> Frame:
    return picture.astype(np.uint8, copy=False)
