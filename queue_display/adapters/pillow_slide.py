"""Draws guide slides that an office wrote as text, in the product's own type and colours, on as many leaves as they need."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unicodedata import normalize

from PIL import Image, ImageDraw, ImageFont

from contract.look import BOLD, DARK, REGULAR
from queue_display.adapters.pillow_picture import frame_of
from queue_display.core.frame import Frame, fitted
from queue_display.core.hall_plan import CAPITAL, LINE, SMALL, TEXT
from queue_display.core.slide import Slide

_PAD: Final = 2.4
_GAP: Final = 0.7
_RULE: Final = 0.3
_FEW: Final = 2
"""So many leaves of large type are better than one of small type."""
_LEAST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one sentence, with its number before the first."""

    lines: tuple[str, ...]
    mark: str
    indented: bool

    def torn(self, most: int) -> "list[_Block]":
        """Into pieces of at most so many lines; the number stands before the first."""
        pieces = [self.lines[first : first + most] for first in range(0, len(self.lines), most)]
        return [_Block(piece, "" if place else self.mark, indented=self.indented) for place, piece in enumerate(pieces)]


class SlidePainter:
    """``unit``: pixels of a hundredth of the board's short side, as in ``queue_display.core.hall_plan``."""

    def __init__(self, unit: float) -> None:
        self._unit = unit
        self._fonts = {
            (size, face): ImageFont.truetype(str(face), max(1, round(size / CAPITAL * unit)))
            for size in (SMALL, TEXT)
            for face in (REGULAR, BOLD)
        }

    def paint(self, slide: Slide, room: tuple[int, int]) -> Iterator[Frame]:
        """A frame for each leaf, drawn when it is asked for, all as large as the room; nothing is left out, and only a sentence higher than a leaf is torn."""
        size = fitted(room, room)
        large = self._leaves(slide, size, TEXT)
        leaves, body = (large, TEXT) if 0 < len(large) <= _FEW else (self._leaves(slide, size, SMALL), SMALL)
        for place, blocks in enumerate(leaves, 1):
            yield self._leaf(slide, blocks, body, size, (place, len(leaves)))

    def _leaves(self, slide: Slide, size: tuple[int, int], body: float) -> list[list[_Block]]:
        """Empty where not three lines have room below the title: the type is too large."""
        room = size[1] - self._head(slide, size, body) - self._foot(slide, size)
        most = max(1, int((room - _GAP * self._unit) / self._line(body)))
        if most < _LEAST_LINES and body != SMALL:
            return []
        leaves: list[list[_Block]] = [[]]
        used = 0.0
        for block in (torn for whole in self._blocks(slide, size, body) for torn in whole.torn(most)):
            high = len(block.lines) * self._line(body) + _GAP * self._unit
            if leaves[-1] and used + high > room:
                leaves.append([])
                used = 0.0
            leaves[-1].append(block)
            used += high
        return leaves

    def _blocks(self, slide: Slide, size: tuple[int, int], body: float) -> list[_Block]:
        indent = self._indent(body) if slide.steps else 0.0
        wide = size[0] - 2 * _PAD * self._unit
        steps = [
            _Block(self._wrapped(step, body, REGULAR, wide - indent), str(number), indented=True)
            for number, step in enumerate(slide.steps, 1)
        ]
        lines = [_Block(self._wrapped(line, body, REGULAR, wide), "", indented=False) for line in slide.lines]
        return [*steps, *lines]

    def _leaf(
        self, slide: Slide, blocks: list[_Block], body: float, size: tuple[int, int], place: tuple[int, int]
    ) -> Frame:
        picture = Image.new("RGB", size, DARK.panel)
        pen, left, unit = ImageDraw.Draw(picture), _PAD * self._unit, self._unit
        top = left * 0.5
        for line in self._title(slide, size, body):
            pen.text((left, top), line, DARK.ink, self._fonts[body, BOLD])
            top += self._line(body)
        if place[1] > 1:
            self._page(pen, place, size)
        pen.rectangle((left, top + _GAP * unit, size[0] - left, top + (_GAP + _RULE) * unit), DARK.edge)
        top += (_GAP * 1.5 + _RULE) * unit
        for block in blocks:
            pen.text((left, top), block.mark, DARK.ink, self._fonts[body, BOLD])
            for line in block.lines:
                pen.text(
                    (left + (self._indent(body) if block.indented else 0), top),
                    line,
                    DARK.ink,
                    self._fonts[body, REGULAR],
                )
                top += self._line(body)
            top += _GAP * unit
        top = size[1] - self._foot(slide, size)
        for line in self._note(slide, size):
            pen.text((left, top), line, DARK.soft, self._fonts[SMALL, REGULAR])
            top += self._line(SMALL)
        return frame_of(picture)

    def _page(self, pen: ImageDraw.ImageDraw, place: tuple[int, int], size: tuple[int, int]) -> None:
        words = "{}/{}".format(*place)
        at = (size[0] - _PAD * self._unit, _PAD * 0.5 * self._unit)
        pen.text(at, words, DARK.soft, self._fonts[SMALL, REGULAR], anchor="ra")

    def _head(self, slide: Slide, size: tuple[int, int], body: float) -> float:
        lines = len(self._title(slide, size, body)) * self._line(body)
        return lines + (_PAD * 0.5 + _GAP * 1.5 + _RULE) * self._unit

    def _foot(self, slide: Slide, size: tuple[int, int]) -> float:
        return len(self._note(slide, size)) * self._line(SMALL) + _PAD * 0.3 * self._unit

    def _title(self, slide: Slide, size: tuple[int, int], body: float) -> tuple[str, ...]:
        wide = size[0] - 2 * _PAD * self._unit - self._fonts[SMALL, REGULAR].getlength("10/10 ")
        return self._wrapped(slide.title, body, BOLD, wide)

    def _note(self, slide: Slide, size: tuple[int, int]) -> tuple[str, ...]:
        return self._wrapped(slide.note, SMALL, REGULAR, size[0] - 2 * _PAD * self._unit) if slide.note else ()

    def _indent(self, body: float) -> float:
        return float(self._fonts[body, BOLD].getlength("20 "))

    def _line(self, body: float) -> float:
        return body / CAPITAL * LINE * 0.88 * self._unit

    def _wrapped(self, text: str, body: float, face: Path, wide: float) -> tuple[str, ...]:
        font = self._fonts[body, face]
        lines, rest = [], [part for word in normalize("NFC", text).split(" ") for part in _parts(word, font, wide)]
        while rest:
            over = (n for n in range(2, len(rest) + 1) if font.getlength(" ".join(rest[:n])) > wide)
            fits = next(over, len(rest) + 1) - 1
            lines.append(" ".join(rest[:fits]))
            rest = rest[fits:]
        return tuple(lines)


def _parts(word: str, font: ImageFont.FreeTypeFont, wide: float) -> list[str]:
    """A word that is longer than a line, such as an address, in pieces."""
    parts = [word]
    while font.getlength(parts[-1]) > wide and len(parts[-1]) > 1:
        last = parts.pop()
        fits = next((n for n in range(2, len(last)) if font.getlength(last[:n]) > wide), len(last)) - 1
        parts += [last[:fits], last[fits:]]
    return parts
