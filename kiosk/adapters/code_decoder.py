"""Codes in one frame, in a given time: zxing-cpp first, and what it cannot read is looked at more closely, best chance first.

Bars are cut out, put upright and averaged, and read by patterns instead of edges (``bar_reader``), then by the two edge
readers; a QR is enlarged, sharpened, and made black and white. All readers look for Code 128 and QR only: more symbologies
cost up to three times as much, find nothing more on receipts and misread them. ``docs/decisions/0014-scan.md`` has figures.
"""

import time
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from contract.file_code import DEFAULT_PATTERN, find_file_code
from kiosk.adapters.bar_finder import BarField, field_between, find_bars
from kiosk.adapters.bar_reader import read_line
from kiosk.adapters.bar_strip import bands, cut_strip
from kiosk.adapters.square_finder import densest, sharper, two_toned
from kiosk.core.scan import Reading, Symbology

Frame = NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (blue green red)."""
LIMIT_S: Final = 0.026
"""With the 5 to 7 ms that a camera's JPEG costs, a frame of 1280 x 720 stays below 33 ms."""
_Found = TypeVar("_Found")
Try = tuple[str, Callable[[], list[Reading]]]

_ZXING: Final = {zxingcpp.BarcodeFormat.Code128: Symbology.CODE_128, zxingcpp.BarcodeFormat.QRCode: Symbology.QR}
_FORMATS: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode))
_BARS: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128,))
_SQUARES: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.QRCode,))
_FIRST: Final = "whole"
_FADING: Final = 0.8
"""Weight of what a try cost before beside what it cost now."""


class CodeDecoder:
    """Reads codes; holds nothing of what it read, only how long its tries take. For one thread.

    ``pattern``: what a file code is (what only the pattern reader can read counts only as such). ``limit_s``: seconds a
    frame; no try is begun that would probably go beyond, except the first.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        *,
        pattern: str = DEFAULT_PATTERN,
        limit_s: float = LIMIT_S,
    ) -> None:
        self.spent_s = 0.0
        """Seconds that the last frame took."""
        self._clock = clock
        self._pattern = pattern
        self._limit_s = limit_s
        self._costs: dict[str, float] = {}

    def decode(self, frame: Frame) -> tuple[Reading, ...]:
        """All codes that can be read, without duplicates; none for a frame that is empty or of another shape."""
        start = self._clock()
        grey = _grey(frame)
        readings: list[Reading] = []
        for name, look in () if grey is None else self._tries(grey):
            begun = self._clock()
            if name != _FIRST and begun - start + self._costs.get(name, 0.0) > self._limit_s:
                self._costs[name] = self._costs.get(name, 0.0) * _FADING  # one slow turn must not end it for ever
                continue
            readings = look()
            cost = self._clock() - begun
            self._costs[name] = max(cost, _FADING * self._costs.get(name, cost) + (1 - _FADING) * cost)
            if readings:
                break
        self.spent_s = self._clock() - start
        return tuple(dict.fromkeys(readings))

    def _tries(self, grey: Frame) -> Iterator[Try]:
        """Likeliest first; what one needs from another is made when it is reached."""
        yield _FIRST, lambda: self._undoubted(grey)
        fields: list[BarField] = []
        yield "find bars", lambda: _kept(fields, find_bars(grey))
        for one in fields[:1]:
            yield from self._bar_tries(grey, one)
        squares: list[Frame] = []
        yield "find square", lambda: self._square(grey, squares)
        for square in squares:
            yield "sharper", lambda square=square: _by_zxing(sharper(square), _SQUARES)  # type: ignore[misc]
            yield "two toned", lambda square=square: _by_zxing(two_toned(square), _SQUARES)  # type: ignore[misc]
        for one in fields[1:]:
            yield from self._bar_tries(grey, one)

    def _undoubted(self, grey: Frame) -> list[Reading]:
        """What zxing-cpp reads, but no Code 128 in whose place the patterns say clearly something else.

        A Code 128 has one check symbol in 103: two wrong symbols pass it now and then.
        """
        readings = []
        for code in _found(grey, _FORMATS):
            reading = Reading(code.text, _ZXING[code.format], _on_its_head(code))
            if reading.symbology is Symbology.CODE_128:
                line = bands(cut_strip(grey, field_between(*_corners(code))))[0]
                other = read_line(line, lambda text: find_file_code(text, self._pattern) is not None)
                if other is not None and other.text != reading.text:
                    continue
            readings.append(reading)
        return readings

    def _bar_tries(self, grey: Frame, one: BarField) -> Iterator[Try]:
        strips: list[Frame] = []
        yield "cut", lambda: _kept(strips, [cut_strip(grey, one)])
        for strip in strips:
            for place, line in enumerate(bands(strip)):
                yield "line", lambda line=line: self._by_patterns(line)  # type: ignore[misc]
                if place == 0:
                    yield "strip", lambda strip=strip: _by_edges(strip)  # type: ignore[misc]

    def _by_patterns(self, line: NDArray[np.float32]) -> list[Reading]:
        likely = read_line(line, lambda text: find_file_code(text, self._pattern) is not None)
        return [] if likely is None else [Reading(likely.text, Symbology.CODE_128)]

    def _square(self, grey: Frame, found: list[Frame]) -> list[Reading]:
        square = densest(grey)
        if square is None:
            return []
        found.append(square)
        return _by_zxing(square, _SQUARES)


def _grey(frame: Frame) -> Frame | None:
    if frame.dtype != np.uint8 or frame.size == 0:
        return None
    if frame.ndim == 2:
        return np.ascontiguousarray(frame)
    if frame.ndim == 3 and frame.shape[2] == 3:
        return _as_frame(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
    return None


def _by_zxing(grey: Frame, formats: zxingcpp.BarcodeFormats, *, turned: bool = True) -> list[Reading]:
    return [Reading(code.text, _ZXING[code.format]) for code in _found(grey, formats, turned=turned)]


def _found(grey: Frame, formats: zxingcpp.BarcodeFormats, *, turned: bool = True) -> list[zxingcpp.Barcode]:
    found = zxingcpp.read_barcodes(grey, formats=formats, try_invert=False, try_rotate=turned)
    return [code for code in found if code.valid and code.format in _ZXING]


def _on_its_head(code: zxingcpp.Barcode) -> bool | None:
    turned = abs(code.orientation)
    return None if 45 < turned < 135 else turned >= 135


def _corners(code: zxingcpp.Barcode) -> list[tuple[float, float]]:
    """From the upper left one, clockwise."""
    place = code.position
    return [(one.x, one.y) for one in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)]


def _by_edges(strip: Frame) -> list[Reading]:
    for picture in (strip, sharper(strip)):
        if readings := _by_zxing(picture, _BARS, turned=False) or _by_zbar(picture):
            return readings
    return []


def _kept(found: list[_Found], fresh: list[_Found]) -> list[Reading]:
    """A try that only prepares others."""
    found.extend(fresh)
    return []


def _by_zbar(grey: Frame) -> list[Reading]:
    found = pyzbar.decode(grey, symbols=[pyzbar.ZBarSymbol.CODE128])
    return [Reading(code.data.decode("utf-8", "replace"), Symbology.CODE_128) for code in found]


def _as_frame(picture: cv2.typing.MatLike) -> Frame:
    return picture.astype(np.uint8, copy=False)
