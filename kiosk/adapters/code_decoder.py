"""Codes in one frame: zxing-cpp first; what it cannot read is sharpened, given to pyzbar, or turned, frame by frame.

These second tries read different damage and cost three to six times the first one, so each frame gets only one of them;
a hand holds a receipt for many frames. Both readers look for Code 128 and QR only: more symbologies cost up to three times as much, find nothing more on receipts and
misread them.
"""

import itertools
import time
from collections.abc import Callable
from functools import partial
from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from pyzbar import pyzbar

from kiosk.core.scan import Reading, Symbology

Frame = NDArray[np.uint8]
"""Height x width (grey) or height x width x 3 (blue green red)."""

_ZXING: Final = {zxingcpp.BarcodeFormat.Code128: Symbology.CODE_128, zxingcpp.BarcodeFormat.QRCode: Symbology.QR}
_FORMATS: Final = zxingcpp.BarcodeFormats((zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.QRCode))
_ZBAR: Final = {"CODE128": Symbology.CODE_128, "QRCODE": Symbology.QR}
_SYMBOLS: Final = [pyzbar.ZBarSymbol.CODE128, pyzbar.ZBarSymbol.QRCODE]
_SHARPEN: Final = 1.5
_SOFT_SIGMA: Final = 1.2
_TURN: Final = 13.0
"""Degrees. A receipt's Code 128 is seven times as long as high: no line crosses all bars when it is held 9 degrees askew."""
_ENLARGE: Final = 2
"""A receipt's Code 128 has less than two pixels a bar at arm's length; enlarged and sharpened it is read from further off."""


class CodeDecoder:
    """Reads codes; holds nothing of what it read."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.spent_s = 0.0
        """Seconds that the last frame took."""
        self._clock = clock
        self._second_tries = itertools.cycle(SECOND_TRIES)

    def decode(self, frame: Frame) -> tuple[Reading, ...]:
        """All codes that can be read, without duplicates; none for a frame that is empty or of another shape."""
        start = self._clock()
        grey = _grey(frame)
        readings = [] if grey is None else _by_zxing(grey) or next(self._second_tries)(grey)
        self.spent_s = self._clock() - start
        return tuple(dict.fromkeys(readings))


def _grey(frame: Frame) -> Frame | None:
    if frame.dtype != np.uint8 or frame.size == 0:
        return None
    if frame.ndim == 2:
        return np.ascontiguousarray(frame)
    if frame.ndim == 3 and frame.shape[2] == 3:
        return _as_frame(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY))
    return None


def _by_zxing(grey: Frame) -> list[Reading]:
    found = zxingcpp.read_barcodes(grey, formats=_FORMATS, try_invert=False)
    return [Reading(code.text, _ZXING[code.format]) for code in found if code.valid and code.format in _ZXING]


def _by_sharpened_zxing(grey: Frame) -> list[Reading]:
    return _by_zxing(
        _as_frame(cv2.resize(_sharpen(grey), None, fx=_ENLARGE, fy=_ENLARGE, interpolation=cv2.INTER_CUBIC))
    )


def _by_turned_zxing(degrees: float, grey: Frame) -> list[Reading]:
    rows, columns = grey.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, _ENLARGE)
    turn[:, 2] += (columns * (_ENLARGE - 1) / 2, rows * (_ENLARGE - 1) / 2)
    size = (columns * _ENLARGE, rows * _ENLARGE)
    return _by_zxing(_as_frame(cv2.warpAffine(_sharpen(grey), turn, size, flags=cv2.INTER_CUBIC)))


def _sharpen(grey: Frame) -> Frame:
    soft = cv2.GaussianBlur(grey, (0, 0), _SOFT_SIGMA)
    return _as_frame(cv2.addWeighted(grey, 1 + _SHARPEN, soft, -_SHARPEN, 0))


def _by_zbar(grey: Frame) -> list[Reading]:
    found = pyzbar.decode(grey, symbols=_SYMBOLS)
    return [Reading(code.data.decode("utf-8", "replace"), _ZBAR[code.type]) for code in found if code.type in _ZBAR]


def _as_frame(picture: cv2.typing.MatLike) -> Frame:
    return picture.astype(np.uint8, copy=False)


SECOND_TRIES: Final[tuple[Callable[[Frame], list[Reading]], ...]] = (
    _by_sharpened_zxing,
    _by_zbar,
    partial(_by_turned_zxing, _TURN),
    partial(_by_turned_zxing, -_TURN),
)
"""One a frame, in turn."""
