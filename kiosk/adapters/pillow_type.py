"""Black dots with Pillow and Noto Sans: words, numbers and codes as full-width strips of one paper, each drawn once.

Strips of words are kept by their text, digits by their shape. Text mode of printers has no Vietnamese.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from contract import look

_KEPT: Final = 384
"""Strips, some 6 kB each: those that tickets share (some 300 in an office of forty fields), and few that stand on one ticket alone."""
_BURNT: Final = [255 if ink >= 128 else 0 for ink in range(256)]
"""A dot is burnt where the outline covers half of it."""
SLACK: Final = 4
"""Dots by which a line may be wider than the sum of its words."""
_QR_MASK: Final = 3
"""Any mask is valid (ISO/IEC 18004, 7.8); trying all eight for the prettiest takes five times as long."""
_QUIET: Final = 4
"""Modules of white around a QR (ISO/IEC 18004, 6.3.8)."""


@dataclass(frozen=True, slots=True)
class SlipSizes:
    """Dots at 8 a millimetre: ``side`` white on either side, type sizes of words, room for the QR, gaps between parts."""

    side: int
    field: int
    body: int
    small: int
    qr: int
    module: int
    gap: int


SIZES: Final[Mapping[int, SlipSizes]] = {
    576: SlipSizes(side=24, field=50, body=36, small=28, qr=288, module=7, gap=20),
    512: SlipSizes(side=20, field=46, body=34, small=27, qr=288, module=7, gap=18),
    384: SlipSizes(side=16, field=42, body=32, small=26, qr=256, module=6, gap=16),
}
"""By printable width: 72 mm of an 80 mm roll (64 mm with older heads), 48 mm of a 58 mm roll."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A shape of the number, where it stands from the pen on the base line, and how far the pen moves on."""

    shape: Image.Image
    left: int
    top: int
    advance: int


class TypeCase:
    """Strips ``width`` dots wide; a strip is bytes of whole rows."""

    def __init__(self, width: int) -> None:
        """Raise ValueError for a width without sizes; OSError where Noto Sans is not installed."""
        if width not in SIZES:
            raise ValueError(f"no sizes for {width} dots, only for {sorted(SIZES)}")
        self.width, self.sizes = width, SIZES[width]
        self.words = lru_cache(_KEPT)(self._draw_words)
        self.banner = lru_cache(4)(self._draw_banner)
        self.glyph = lru_cache(_KEPT)(self._draw_glyph)
        self.number_size = lru_cache(8)(self._fit_number)
        self.font = lru_cache(32)(_load)

    def blank(self, height: int) -> bytes:
        """White."""
        return bytes(self.width // 8 * height)

    def paragraph(self, text: str, size: int, face: Path, indent: int = 0, sign: Image.Image | None = None) -> bytes:
        """Lines from the left margin and ``indent`` dots in; ``sign`` stands before the first one.

        A word too long for the line, such as a file code, makes the type smaller before it is broken.
        """
        side, room = self.sizes.side, self.width - 2 * self.sizes.side - indent
        longest = max((self.font(face, 100).getlength(word) / 100 for word in text.split()), default=0.0)
        if longest * size > room:
            size = max(min(size, int(room / longest)), self.sizes.small * 4 // 5)
        font = self.font(face, size)
        strip = self.written(text, font, room, left=side + indent)
        if sign is not None:
            ascent = font.getmetrics()[0]
            strip.paste(sign, (side, _spare(size) + ascent - sign.height + (sign.height - _capital(size)) // 2))
        return pack(strip)

    def number(self, text: str) -> bytes:
        """As large as the width allows for any text of this length, and never wider than the paper."""
        size = self.number_size(len(text))
        glyphs = [self.glyph(letter, size) for letter in text]
        above = max(-glyph.top for glyph in glyphs)
        below = max(glyph.top + glyph.shape.height for glyph in glyphs)
        strip = Image.new("1", (self.width, above + below))
        x = (self.width - sum(glyph.advance for glyph in glyphs)) // 2
        for glyph in glyphs:
            strip.paste(glyph.shape, (x + glyph.left, above + glyph.top))
            x += glyph.advance
        return strip.tobytes()

    def qr(self, text: str) -> bytes:
        """Modules of whole dots, as large as the room allows, in a quiet zone."""
        matrix = segno.make_qr(text, error="m", boost_error=False, mask=_QR_MASK).matrix
        count = len(matrix)
        module = max(2, min(self.sizes.module, self.sizes.qr // count))
        indent = (self.width - count * module) // 2
        rows = bytearray(self.blank(_QUIET * module))
        black, white = "1" * module, "0" * module
        for line in matrix:
            bits = int("".join(black if dark else white for dark in line), 2)
            number = bits << (self.width - indent - count * module)
            rows += number.to_bytes(self.width // 8, "big") * module
        return bytes(rows + self.blank(_QUIET * module))

    def written(self, text: str, font: ImageFont.FreeTypeFont, room: int, left: int | None = None) -> Image.Image:
        """Wrapped lines in grey, centred unless ``left`` says where they begin."""
        lines = wrap(text, font, room)
        ascent, descent = font.getmetrics()
        spare = _spare(font.size)
        pitch = round(font.size * 1.35)
        strip = Image.new("L", (self.width, ascent + descent + 2 * spare + pitch * (len(lines) - 1)))
        pen = ImageDraw.Draw(strip)
        place, anchor = (self.width / 2, "ms") if left is None else (float(left), "ls")
        for row, line in enumerate(lines):
            pen.text((place, spare + ascent + row * pitch), line, fill=255, font=font, anchor=anchor)
        return strip

    def _draw_words(self, text: str, size: int, face: Path) -> bytes:
        """Centred lines, wrapped, as tall as the type needs above and below."""
        return pack(self.written(text, self.font(face, size), self.width - 2 * self.sizes.side))

    def _draw_banner(self, text: str, size: int) -> bytes:
        """White words on a black bar: nobody takes a second print for a second number."""
        side = self.sizes.side
        strip = ImageChops.invert(self.written(text, self.font(look.BOLD, size), self.width - 4 * side))
        strip.paste(0, (0, 0, side, strip.height))
        strip.paste(0, (self.width - side, 0, self.width, strip.height))
        return pack(strip)

    def _fit_number(self, length: int) -> int:
        """The largest size at which every number of this length fits: W is the widest prefix."""
        room = self.width - 2 * self.sizes.side
        widest = "W" + "0" * (length - 1)
        return int(room * 100 / self.font(look.BOLD, 100).getlength(widest))

    def _draw_glyph(self, letter: str, size: int) -> _Glyph:
        font = self.font(look.BOLD, size)
        left, top, right, bottom = (int(edge) for edge in font.getbbox(letter, anchor="ls"))
        cell = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(cell).text((-left, -top), letter, fill=255, font=font, anchor="ls")
        return _Glyph(_dots(cell), left, top, round(font.getlength(letter)))


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


def pack(strip: Image.Image) -> bytes:
    """Grey into rows of dots, eight a byte."""
    return _dots(strip).tobytes()


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


def _spare(size: float) -> int:
    """Letters such as Ẵ reach above the font's own ascent."""
    return round(size / 8)


def _capital(size: int) -> int:
    """Height of Noto Sans' capitals (714 of 1000 units)."""
    return round(size * 0.714)


def _load(face: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face, size)


def _dots(strip: Image.Image) -> Image.Image:
    """No grey: every dot is burnt or not."""
    return strip.point(_BURNT, "1")
