"""What is held before the camera: the demo's receipt with a code of chance on it, or the same code on a phone."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import cv2
import numpy as np
import segno
import zxingcpp
from numpy.random import Generator
from numpy.typing import NDArray

from contract.ids import FileCode
from demo.files import sample_files
from demo.receipts import ADDRESS, DOTS_PER_MM, draw_receipt
from kiosk.core.scan import Symbology

Grey = NDArray[np.uint8]
"""Height x width."""
BARS_MM: Final = (12.0, 56.0, 13.0)
"""Left, top and height of the Code 128 on the page."""
QR_MM: Final = (60.0, 46.0)
_NARROW: Final = 3
_BROAD: Final = 4
_BROAD_SHARE: Final = 0.75
"""A module is 0.25 or 0.33 mm, as office printers draw it; the broad one is the usual one."""
_PHONE_MM: Final = (70, 145)


@dataclass(frozen=True, slots=True)
class Page:
    """A picture in ``DOTS_PER_MM``, its true code, and the middle and half size of the code in dots."""

    picture: Grey
    code: FileCode
    middle: tuple[float, float]
    half: tuple[float, float]


def chance_code(chance: Generator) -> FileCode:
    """A file code of one of the two forms that receipts carry."""
    day = date.fromordinal(int(chance.integers(date(2022, 1, 3).toordinal(), date(2026, 11, 20).toordinal())))
    serial = f"{chance.integers(1, 10_000):04}"
    agency = f"{chance.integers(0, 100):02}"
    province = f"H{chance.integers(1, 64):02}"
    long = chance.random() < 0.5
    head = f"000.00.{agency}.{province}" if long else f"{province}.{agency}"
    return FileCode(f"{head}-{day:%y%m%d}-{serial}")


def bars(code: str, module: int, height: int) -> Grey:
    """A Code 128 without quiet zones, ``module`` dots a module."""
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    picture = np.asarray(zxingcpp.write_barcode_to_image(barcode, add_quiet_zones=False))
    row = picture[picture.shape[0] // 2]
    return np.tile(np.repeat(row, module), (height, 1)).astype(np.uint8)


def squares(text: str, side: int) -> Grey:
    """A QR without quiet zone, about ``side`` dots wide."""
    matrix = np.array(
        [[0 if dark else 255 for dark in row] for row in segno.make_qr(text, error="m").matrix_iter(border=0)]
    )
    module = max(1, round(side / matrix.shape[0]))
    return np.kron(matrix, np.ones((module, module), int)).astype(np.uint8)


def chance_page(symbology: Symbology, chance: Generator, *, phone: bool = False) -> Page:
    """A receipt, or a phone that shows a picture of the code."""
    code = chance_code(chance)
    picture = _phone(chance) if phone else _paper().copy()
    if symbology is Symbology.QR:
        full = ADDRESS.format(code=code, number=f"{chance.integers(10**11, 10**12)}")
        mark = squares(full if chance.random() < 0.7 else code, round(chance.uniform(20, 27) * DOTS_PER_MM))
        left, top = (value * DOTS_PER_MM for value in QR_MM)
    else:
        module = _BROAD if chance.random() < _BROAD_SHARE else _NARROW
        mark = bars(code, module, round(BARS_MM[2] * DOTS_PER_MM))
        left, top = (value * DOTS_PER_MM for value in BARS_MM[:2])
    if phone:
        if mark.shape[1] > picture.shape[1] * 0.86:
            fitting = (round(picture.shape[1] * 0.86), mark.shape[0])
            mark = cv2.resize(mark, fitting, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        left, top = (picture.shape[1] - mark.shape[1]) / 2, picture.shape[0] * 0.35
    row, column = round(top), round(left)
    picture[row : row + mark.shape[0], column : column + mark.shape[1]] = mark
    half = (mark.shape[1] / 2, mark.shape[0] / 2)
    return Page(picture, code, (column + half[0], row + half[1]), half)


def blank_page() -> Page:
    """A receipt on which no code was printed; its middle is where the bars would be."""
    picture = _paper()
    middle = ((BARS_MM[0] + 35) * DOTS_PER_MM, (BARS_MM[1] + BARS_MM[2] / 2) * DOTS_PER_MM)
    return Page(picture, FileCode(""), middle, (0.0, 0.0))


@cache
def _paper() -> Grey:
    return np.array(draw_receipt(sample_files(date(2026, 11, 22))[0], "Thủ Dầu Một", qr=False, bars=False))


def _phone(chance: Generator) -> Grey:
    """A bright screen in a dark case, held upright or lying, wide enough for the code."""
    wide, high = (value * DOTS_PER_MM for value in reversed(_PHONE_MM))
    picture = np.full((high, wide), int(chance.integers(10, 50)), np.uint8)
    edge = 3 * DOTS_PER_MM
    picture[edge:-edge, edge:-edge] = 255
    return picture
