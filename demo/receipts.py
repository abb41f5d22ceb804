"""Sample receipts as pictures: the A5 paper that a citizen holds, with its Code 128 and its QR.

The QR holds an address with the file code beside an invented citizen's number, as was seen on real receipts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import segno
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from contract.ids import FileCode
from contract.language import load_texts
from contract.look import BOLD, REGULAR
from demo.files import SampleFile

TEXTS: Final = Path(__file__).parent / "texts"
DOTS_PER_MM: Final = 12
"""About 300 dpi, as an office printer draws it."""
PAGE_MM: Final = (148, 210)
CODES_MM: Final = (74, 62)
"""The middle of the two codes on the page, from its upper left corner."""
ADDRESS: Final = "https://dichvucong.example/tra-cuu?MHS={code}&SGT={number}"

_MARGIN_MM: Final = 11
_BARS_MM: Final = (11.0, 56.0, 14.0)
_QR_MM: Final = (111.0, 47.0, 27.0)
_MODULE_DOTS: Final = 4
_PALE: Final = 236


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws text by millimetres, as Noto Sans, in NFC as the texts are written."""

    draw: ImageDraw.ImageDraw

    def text(self, x: float, y: float, words: str, size: float, *, bold: bool = False, anchor: str = "la") -> None:
        """``size`` is the letters' height with ascent and descent, in mm; several lines are allowed."""
        self.draw.text((_dots(x), _dots(y)), words, 0, _font(size, bold=bold), anchor, _dots(size * 0.25), "center")

    def paragraph(self, x: float, y: float, width: float, words: str, size: float, *, bold: bool = False) -> float:
        """Break words to ``width``; returns the y below the last line."""
        font, line = _font(size, bold=bold), ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if line and self.draw.textlength(longer, font) > _dots(width):
                self.text(x, y, line, size, bold=bold)
                y, longer = y + size * 1.5, word
            line = longer
        self.text(x, y, line, size, bold=bold)
        return y + size * 1.5


def draw_receipt(file: SampleFile, office: str, *, qr: bool = True, bars: bool = True) -> Image.Image:
    """The receipt of a file as grey picture (L) of ``PAGE_MM`` at ``DOTS_PER_MM``; either code can be left out."""
    words = load_texts(TEXTS, "vi")
    page = Image.new("L", (_dots(PAGE_MM[0]), _dots(PAGE_MM[1])), 255)
    pen = _Pen(ImageDraw.Draw(page))
    _watermark(page, words)
    _head(pen, words, office, file.code)
    if bars:
        _paste_bars(page, file.code)
    if qr:
        _paste_qr(page, ADDRESS.format(code=file.code, number=file.citizen_number))
    _body(pen, words, file)
    return page


def draw_foreign_page(text: str) -> Image.Image:
    """A page whose only code is a QR of something else, in the receipt's size."""
    page = Image.new("L", (_dots(PAGE_MM[0]), _dots(PAGE_MM[1])), 255)
    _paste_qr(page, text)
    return page


def _head(pen: _Pen, words: Mapping[str, str], office: str, code: FileCode) -> None:
    left, right = PAGE_MM[0] * 0.26, PAGE_MM[0] * 0.71
    _centred(pen, left, 10, 56, office.upper(), 3.1)
    pen.text(right, 10, words["receipt.nation"], 3.1, bold=True, anchor="ma")
    pen.text(right, 14.5, words["receipt.motto"], 3.3, bold=True, anchor="ma")
    pen.draw.line([(_dots(right - 20), _dots(19.6)), (_dots(right + 20), _dots(19.6))], 0, 3)
    pen.text(PAGE_MM[0] / 2, 29, words["receipt.title"], 5.2, bold=True, anchor="ma")
    pen.text(_MARGIN_MM, 49, f"{words['receipt.code']}:", 3.4)
    pen.text(_MARGIN_MM + 18, 48.7, code, 4.0, bold=True)


def _centred(pen: _Pen, middle: float, y: float, width: float, words: str, size: float) -> None:
    font, lines = _font(size, bold=True), [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if pen.draw.textlength(longer, font) > _dots(width):
            lines.append(word)
        else:
            lines[-1] = longer
    pen.text(middle, y, "\n".join(lines), size, bold=True, anchor="ma")


def _body(pen: _Pen, words: Mapping[str, str], file: SampleFile) -> None:
    y, width = 82.0, PAGE_MM[0] - 2 * _MARGIN_MM
    rows = (
        ("owner", words["receipt.nobody"]),
        ("procedure", file.procedure),
        ("received", words["receipt.day"].format(day=file.received_on)),
        ("due", words["receipt.day"].format(day=file.due_on)),
        ("place", words["receipt.unit"]),
    )
    for key, value in rows:
        pen.text(_MARGIN_MM, y, f"{words[f'receipt.{key}']}:", 3.4)
        y = pen.paragraph(_MARGIN_MM + 4, y + 5.4, width - 4, value, 3.8, bold=True) + 2.2
    for middle, who in ((PAGE_MM[0] * 0.27, "giver"), (PAGE_MM[0] * 0.73, "taker")):
        pen.text(middle, y + 5, words[f"receipt.{who}"], 3.2, bold=True, anchor="ma")
        pen.text(middle, y + 10, words["receipt.sign"], 2.9, anchor="ma")
    pen.text(PAGE_MM[0] / 2, PAGE_MM[1] - 9, words["receipt.note"], 3.0, anchor="ma")


def _watermark(page: Image.Image, words: Mapping[str, str]) -> None:
    font = _font(24, bold=True)
    mark = Image.new("L", (_dots(150), _dots(40)), 0)
    ImageDraw.Draw(mark).text((mark.width // 2, mark.height // 2), words["receipt.sample"], 255 - _PALE, font, "mm")
    mark = mark.rotate(32, expand=True)
    corner = ((page.width - mark.width) // 2, _dots(132) - mark.height // 2)
    page.paste(0, corner, mark)


def _paste_bars(page: Image.Image, code: FileCode) -> None:
    barcode = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.Code128)
    picture = np.asarray(zxingcpp.write_barcode_to_image(barcode, add_quiet_zones=False))
    row = picture[picture.shape[0] // 2][np.newaxis, :]
    size = (row.shape[1] * _MODULE_DOTS, _dots(_BARS_MM[2]))
    page.paste(Image.fromarray(row).resize(size, Image.Resampling.NEAREST), (_dots(_BARS_MM[0]), _dots(_BARS_MM[1])))


def _paste_qr(page: Image.Image, text: str) -> None:
    code = segno.make_qr(text, error="m")
    matrix = np.array([[0 if dark else 255 for dark in row] for row in code.matrix_iter(border=0)], np.uint8)
    scale = _dots(_QR_MM[2]) // matrix.shape[0]
    modules = Image.fromarray(matrix).resize(
        (matrix.shape[1] * scale, matrix.shape[0] * scale), Image.Resampling.NEAREST
    )
    page.paste(modules, (_dots(_QR_MM[0]), _dots(_QR_MM[1])))


def _font(size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(BOLD if bold else REGULAR), _dots(size))


def _dots(millimetres: float) -> int:
    return round(millimetres * DOTS_PER_MM)
