"""Draws slips in black dots with Pillow and Noto Sans: each part once, then only what changes.

A slip is a stack of full-width strips. Strips of words are kept by their text, digits by their shape; a slip of a known
office, field and seat costs its QR, four pasted shapes and a join. Text mode of printers has no Vietnamese.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from contract import look
from contract.notices import Wait
from contract.wait import wait_words
from kiosk.core.picture import Picture
from kiosk.core.slip import Slip, slip_lines, tidy

_KEPT: Final = 512
_BURNT: Final = [255 if ink >= 128 else 0 for ink in range(256)]
"""A dot is burnt where the outline covers half of it."""
_SLACK: Final = 4
"""Dots by which a line may be wider than the sum of its words."""
_QR_MASK: Final = 3
"""Any mask is valid (ISO/IEC 18004, 7.8); trying all eight for the prettiest takes five times as long."""
_QUIET: Final = 4
"""Modules of white around a QR (ISO/IEC 18004, 6.3.8)."""

_COMMON: Final = tuple(
    Wait(low * 60, high * 60, high * 60)
    for low in (*range(10), *range(10, 45, 5))
    for high in (*range(5, 10), *range(10, 65, 5))
    if low < high <= 3 * low + 10
)
"""Waits as most tickets tell them."""


@dataclass(frozen=True, slots=True)
class SlipSizes:
    """Dots at 8 a millimetre: ``side`` white on either side, type sizes of words, room for the QR, gaps between parts."""

    side: int
    field: int
    body: int
    qr: int
    module: int
    gap: int


SIZES: Final[Mapping[int, SlipSizes]] = {
    576: SlipSizes(side=24, field=50, body=36, qr=288, module=7, gap=20),
    384: SlipSizes(side=16, field=42, body=32, qr=256, module=6, gap=16),
}
"""By printable width: 72 mm of an 80 mm roll, 48 mm of a 58 mm roll."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A shape of the number, where it stands from the pen on the base line, and how far the pen moves on."""

    shape: Image.Image
    left: int
    top: int
    advance: int


class SlipPainter:
    """Paints slips ``width`` dots wide (576 or 384) with the words of one language."""

    def __init__(self, width: int, texts: Mapping[str, str]) -> None:
        """Raise ValueError for another width; OSError where Noto Sans is not installed."""
        if width not in SIZES:
            raise ValueError(f"no sizes for {width} dots, only for {sorted(SIZES)}")
        self._width, self._sizes, self._texts = width, SIZES[width], texts
        self._words = lru_cache(_KEPT)(self._draw_words)
        self._framed = lru_cache(4)(self._draw_framed)
        self._glyph = lru_cache(_KEPT)(self._draw_glyph)
        self._font = lru_cache(16)(_load)
        self._number_size = lru_cache(8)(self._fit_number)

    def prepare(self, slips: Iterable[Slip], crowd: int = 60) -> None:
        """Draw ahead of time what slips like these share, for up to ``crowd`` people ahead."""
        for slip in slips:
            self.paint(slip)
            for letter in "0123456789":
                self._glyph(letter, self._number_size(len(slip.number)))
        for ahead in range(crowd + 1):
            key = {0: "slip.nobody_ahead", 1: "slip.one_ahead"}.get(ahead, "slip.ahead")
            self._words(tidy(self._texts[key].format(count=ahead)), self._sizes.body, look.REGULAR)
        for wait in _COMMON:
            told = self._texts["slip.wait"].format(wait=wait_words(wait, self._texts))
            self._words(tidy(told), self._sizes.body, look.REGULAR)

    def paint(self, slip: Slip) -> Picture:
        """The slip from top to bottom; every line is there whole, however long."""
        lines, sizes = slip_lines(slip, self._texts), self._sizes
        gap, half = self._blank(sizes.gap), self._blank(sizes.gap // 2)
        parts = [self._words(lines.office, sizes.body, look.BOLD), gap]
        if lines.reprint:
            parts += [self._framed(lines.reprint, sizes.body), gap]
        parts += [half, self._number(lines.number), gap, self._words(lines.field, sizes.field, look.BOLD)]
        parts += [half, self._words(lines.ahead, sizes.body, look.REGULAR)]
        parts += [self._words(lines.wait, sizes.body, look.REGULAR), gap] if lines.wait else [gap]
        if lines.seat:
            parts += [self._words(lines.seat, sizes.body, look.BOLD), gap]
        if lines.scan:
            parts += [self._qr(slip.follow), self._words(lines.scan, sizes.body, look.REGULAR), gap]
        parts.append(self._words(lines.issued, sizes.body, look.REGULAR))
        return Picture(self._width, b"".join(parts), sizes.side - _SLACK)

    def _blank(self, height: int) -> bytes:
        return bytes(self._width // 8 * height)

    def _draw_words(self, text: str, size: int, face: Path) -> bytes:
        """Centred lines, wrapped, as tall as the type needs above and below."""
        return _pack(self._written(text, self._font(face, size), self._width - 2 * self._sizes.side))

    def _draw_framed(self, text: str, size: int) -> bytes:
        """White words on a black bar: nobody takes a second print for a second number."""
        side = self._sizes.side
        strip = ImageChops.invert(self._written(text, self._font(look.BOLD, size), self._width - 4 * side))
        strip.paste(0, (0, 0, side, strip.height))
        strip.paste(0, (self._width - side, 0, self._width, strip.height))
        return _pack(strip)

    def _written(self, text: str, font: ImageFont.FreeTypeFont, room: int) -> Image.Image:
        lines = wrap(text, font, room)
        ascent, descent = font.getmetrics()
        spare = round(font.size / 8)  # letters such as Ẵ reach above the font's own ascent
        pitch = round(font.size * 1.35)
        strip = Image.new("L", (self._width, ascent + descent + 2 * spare + pitch * (len(lines) - 1)))
        pen = ImageDraw.Draw(strip)
        for row, line in enumerate(lines):
            pen.text((self._width / 2, spare + ascent + row * pitch), line, fill=255, font=font, anchor="ms")
        return strip

    def _fit_number(self, length: int) -> int:
        """The largest size at which every number of this length fits: W is the widest prefix."""
        room = self._width - 2 * self._sizes.side
        widest = "W" + "0" * (length - 1)
        return int(room * 100 / self._font(look.BOLD, 100).getlength(widest))

    def _draw_glyph(self, letter: str, size: int) -> _Glyph:
        font = self._font(look.BOLD, size)
        left, top, right, bottom = (int(edge) for edge in font.getbbox(letter, anchor="ls"))
        cell = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(cell).text((-left, -top), letter, fill=255, font=font, anchor="ls")
        return _Glyph(_dots(cell), left, top, round(font.getlength(letter)))

    def _number(self, text: str) -> bytes:
        size = self._number_size(len(text))
        glyphs = [self._glyph(letter, size) for letter in text]
        above = max(-glyph.top for glyph in glyphs)
        below = max(glyph.top + glyph.shape.height for glyph in glyphs)
        strip = Image.new("1", (self._width, above + below))
        x = (self._width - sum(glyph.advance for glyph in glyphs)) // 2
        for glyph in glyphs:
            strip.paste(glyph.shape, (x + glyph.left, above + glyph.top))
            x += glyph.advance
        return strip.tobytes()

    def _qr(self, address: str) -> bytes:
        """Modules of whole dots, as large as the room allows, in a quiet zone."""
        matrix = segno.make_qr(address, error="m", boost_error=False, mask=_QR_MASK).matrix
        count = len(matrix)
        module = max(2, min(self._sizes.module, self._sizes.qr // count))
        indent = (self._width - count * module) // 2
        rows = bytearray(self._blank(_QUIET * module))
        black, white = "1" * module, "0" * module
        for line in matrix:
            bits = int("".join(black if dark else white for dark in line), 2)
            number = bits << (self._width - indent - count * module)
            rows += number.to_bytes(self._width // 8, "big") * module
        return bytes(rows + self._blank(_QUIET * module))


def wrap(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """As few lines of at most ``room`` dots as possible, of even length so that no word is left alone below.

    Broken at spaces, and inside a word only where it alone is too long.
    """
    words = [piece for word in text.split() for piece in _pieces(word, font, room)]
    widths = [font.getlength(word) for word in words]
    space = font.getlength(" ")
    count = len(_fill(words, widths, space, room))
    low, high = max(widths, default=0.0), float(room)
    while high - low > 2:
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(words, widths, space, middle)) == count else (middle, high)
    return _fill(words, widths, space, high)


def _pieces(word: str, font: ImageFont.FreeTypeFont, room: int) -> Iterator[str]:
    while len(word) > 1 and font.getlength(word) > room:
        cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or font.getlength(word[:n]) <= room)
        yield word[:cut]
        word = word[cut:]
    yield word


def _fill(words: list[str], widths: list[float], space: float, room: float) -> list[str]:
    lines: list[str] = []
    filled = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and filled + space + width <= room:
            lines[-1] += f" {word}"
            filled += space + width
        else:
            lines.append(word)
            filled = width
    return lines


def picture_image(picture: Picture) -> Image.Image:
    """The picture as a black on white 1-bit image, for screens and files."""
    return Image.frombytes("1", (picture.width, picture.height), picture.rows, "raw", "1;I")


def _load(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face, size)


def _dots(strip: Image.Image) -> Image.Image:
    """No grey: every dot is burnt or not."""
    return strip.point(_BURNT, "1")


def _pack(strip: Image.Image) -> bytes:
    return _dots(strip).tobytes()
