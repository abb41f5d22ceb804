"""Draws tickets and other documents: a stack of strips, each part once, then only what changes.

A ticket of a known office, field and seat costs its QR, four pasted shapes and a join.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from PIL import Image, ImageDraw

from contract import look
from contract.notices import Wait
from contract.wait import wait_words
from kiosk.adapters.pillow_type import SLACK, TypeCase, pack
from kiosk.core.document import (
    Banner,
    Block,
    Boxes,
    Document,
    Line,
    Number,
    Pair,
    Points,
    Qr,
    Rule,
    Ruler,
    Section,
    Shades,
    Title,
)
from kiosk.core.picture import Picture
from kiosk.core.slip import Slip, ticket, tidy

_COMMON: Final = tuple(
    Wait(low * 60, high * 60, high * 60)
    for low in (*range(10), *range(10, 45, 5))
    for high in (*range(5, 10), *range(10, 65, 5))
    if low < high <= 3 * low + 10
)
"""Waits as most tickets tell them."""

_SHADES: Final = (0, 2, 4, 8, 12, 16)
"""Of 16 dots in a square of four by four, how many are black."""
_ORDER: Final = (0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5)
"""In which order the dots of such a square turn black (Bayer)."""


class SlipPainter:
    """Paints papers ``width`` dots wide (576, 512 or 384); tickets with the words of one language."""

    def __init__(self, width: int, texts: Mapping[str, str], dpi: int = 203) -> None:
        """Raise ValueError for another width; OSError where Noto Sans is not installed."""
        self._type, self._texts, self._dots_per_mm = TypeCase(width), texts, dpi / 25.4
        self._sizes = self._type.sizes

    def prepare(self, slips: Iterable[Slip], crowd: int = 60) -> None:
        """Draw ahead of time what slips like these share, for up to ``crowd`` people ahead."""
        for slip in slips:
            self.paint(slip)
            for letter in "0123456789":
                self._type.glyph(letter, self._type.number_size(len(slip.number)))
        for ahead in range(crowd + 1):
            key = {0: "slip.nobody_ahead", 1: "slip.one_ahead"}.get(ahead, "slip.ahead")
            self._type.words(tidy(self._texts[key].format(count=ahead)), self._sizes.body, look.REGULAR)
        for wait in _COMMON:
            told = self._texts["slip.wait"].format(wait=wait_words(wait, self._texts))
            self._type.words(tidy(told), self._sizes.body, look.REGULAR)

    def paint(self, paper: Slip | Document) -> Picture:
        """The paper from top to bottom; every line is there whole, however long."""
        document = ticket(paper, self._texts) if isinstance(paper, Slip) else paper
        parts: list[bytes] = []
        above: Block | None = None
        for block in document.blocks:
            if above is not None:
                parts.append(self._type.blank(self._gap(above, block)))
            parts.append(self._draw(block))
            above = block
        return Picture(self._type.width, b"".join(parts), self._sizes.side - SLACK)

    def _gap(self, above: Block, block: Block) -> int:
        """White between two blocks, in dots."""
        gap = self._sizes.gap
        if isinstance(block, Line) and block.close:
            return gap // 2 if isinstance(above, Title) else 0
        if isinstance(above, Section):
            return gap // 2
        return gap * 3 // 2 if isinstance(block, Number | Section | Rule) else gap

    def _draw(self, block: Block) -> bytes:
        kind, sizes = self._type, self._sizes
        match block:
            case Title(text):
                strip = kind.words(text, sizes.field, look.BOLD)
            case Line(text, bold, left, _, small):
                face, size = look.BOLD if bold else look.REGULAR, sizes.small if small else sizes.body
                strip = kind.paragraph(text, size, face) if left else kind.words(text, size, face)
            case Section(text):
                strip = self._line(2) + kind.blank(sizes.gap // 2) + kind.paragraph(text, sizes.body, look.BOLD)
            case Pair(name, value):
                strip = kind.paragraph(name, sizes.small, look.REGULAR)
                strip += kind.paragraph(value, sizes.body, look.BOLD)
            case Points(items):
                strip = self._items(items, self._dash(), 3)
            case Boxes(items):
                strip = self._items(items, self._box(), 2)
            case Qr(text, note):
                strip = kind.qr(text) + (kind.words(note, sizes.body, look.REGULAR) if note else b"")
            case _:
                strip = self._draw_shape(block)
        return strip

    def _draw_shape(self, block: Number | Banner | Rule | Ruler | Shades) -> bytes:
        match block:
            case Number(text):
                return self._type.number(text)
            case Banner(text):
                return self._type.banner(text, self._sizes.body)
            case Rule():
                return self._line(3)
            case Ruler():
                return self._ruler()
            case Shades():
                return self._shades()

    def _items(self, items: tuple[str, ...], sign: Image.Image, part: int) -> bytes:
        """Paragraphs behind a sign, with a ``part`` of a gap between them."""
        indent = sign.width + self._sizes.gap // 2 + 4
        between = self._type.blank(self._sizes.gap // part)
        return between.join(self._type.paragraph(one, self._sizes.body, look.REGULAR, indent, sign) for one in items)

    def _box(self) -> Image.Image:
        """As tall as the type, to be ticked with a pen: its white inside is 4 mm at least."""
        side = max(self._sizes.body, 38)
        box = Image.new("L", (side, side), 255)
        box.paste(0, (3, 3, side - 3, side - 3))
        return box

    def _dash(self) -> Image.Image:
        """Half an em across, in the middle of a small letter's height."""
        dash = Image.new("L", (self._sizes.body // 2, self._sizes.body * 5 // 9))
        dash.paste(255, (0, self._sizes.body // 4, dash.width, self._sizes.body // 4 + 3))
        return dash

    def _line(self, thick: int) -> bytes:
        strip = Image.new("L", (self._type.width, thick))
        strip.paste(255, (self._sizes.side, 0, self._type.width - self._sizes.side, thick))
        return pack(strip)

    def _ruler(self) -> bytes:
        """A stroke a millimetre, longer ones at 5 and 10, the tens with their figures."""
        side, font = self._sizes.side, self._type.font(look.REGULAR, self._sizes.small)
        long = int((self._type.width - 2 * side - self._sizes.small) / self._dots_per_mm) // 10 * 10
        strip = Image.new("L", (self._type.width, 44 + 2 * self._sizes.small))
        pen = ImageDraw.Draw(strip)
        for millimetre in range(long + 1):
            x = side + self._sizes.small // 2 + round(millimetre * self._dots_per_mm)
            height = 44 if millimetre % 10 == 0 else 30 if millimetre % 5 == 0 else 18
            pen.rectangle((x, 0, x + 1, height), fill=255)
            if millimetre % 10 == 0:
                pen.text((x, 50), str(millimetre), fill=255, font=font, anchor="ma")
        return pack(strip)

    def _shades(self) -> bytes:
        """Fields of more and more dots, then a black bar: a dead dot of the head is a white line down through it."""
        side, high = self._sizes.side, 64
        room = self._type.width - 2 * side
        strip = Image.new("L", (self._type.width, high + 24))
        field = room // len(_SHADES) // 4 * 4
        for place, black in enumerate(_SHADES):
            strip.paste(_shade(black, field, high), (side + place * field, 0))
        strip.paste(255, (side, high, side + field * len(_SHADES), high + 24))
        ImageDraw.Draw(strip).rectangle((side, 0, side + field * len(_SHADES) - 1, high + 23), outline=255, width=2)
        return pack(strip)


def _shade(black: int, width: int, height: int) -> Image.Image:
    """``black`` of each 16 dots."""
    square = Image.new("L", (4, 4))
    square.putdata([255 if place < black else 0 for place in _ORDER])
    field = Image.new("L", (width, height))
    for x in range(0, width, 4):
        for y in range(0, height, 4):
            field.paste(square, (x, y))
    return field


def picture_image(picture: Picture) -> Image.Image:
    """The picture as a black on white 1-bit image, for screens and files."""
    return Image.frombytes("1", (picture.width, picture.height), picture.rows, "raw", "1;I")
