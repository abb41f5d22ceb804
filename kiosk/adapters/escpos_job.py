"""The bytes of one print job in ESC/POS, with nothing in it that a printer would obey by mistake.

python-escpos gives the commands and the printers' features. Its picture conversion is not used: it takes ten times as long as
slicing rows that are packed already. Command sources: Epson's ESC/POS reference, download4.epson.biz/sec_pubs/pos/reference_en/escpos.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from escpos import constants

from contract.printer_models import Cutter, PrinterModel
from kiosk.core.picture import Picture

_ESC: Final[bytes] = constants.ESC
_GS: Final[bytes] = constants.GS

STATUS_QUESTIONS: Final[bytes] = b"".join(constants.RT_STATUS + bytes([n]) for n in (1, 2, 4))
"""DLE EOT 1, 2 and 4: printer, cause of being offline, paper (reference: DLE EOT). One byte comes back for each."""

PAPER_QUESTION: Final[bytes] = _GS + b"r\x01"
"""GS r 1: answered when the printer's queue has come to it (reference: GS r)."""

OBEYED_AT_ONCE: Final = tuple(constants.DLE + second for second in (constants.EOT, constants.ENQ, constants.DC4))
"""Printers obey these wherever they stand, inside pictures too (reference: DLE EOT, DLE ENQ, DLE DC4)."""

BAND_ROWS: Final = 128
"""Rows a GS v 0: a printer left waiting in the middle of a picture waits for no more than one band."""
_FOOT: Final = bytes([24])
"""Dots of white below the last line, 3 mm: cutters are not exact."""
_WORTH_A_FEED: Final = 8
_LONGEST_FEED: Final = 255


_CUTS: Final = {Cutter.PARTIAL: _GS + b"VB" + _FOOT, Cutter.FULL: _GS + b"VA" + _FOOT, Cutter.NONE: b""}


@dataclass(frozen=True, slots=True)
class PrintJob:
    """Writes jobs for a model of printer."""

    model: PrinterModel

    def write(self, picture: Picture, mark: str, after_broken: bool) -> bytes:  # noqa: FBT001 - a state of the line
        """Everything from ESC @ to the questions for proof.

        ``mark``: four printable ASCII characters, sent back by the printer when it has come to them. ``after_broken``: the
        job before broke off, so the printer may wait for the rest of a band; white fills it, and the piece is cut off.
        """
        parts = [resync(picture.stride) + self._ending()] if after_broken else []
        parts += [constants.HW_INIT, self._unit(), *_bands(harmless(picture)), self._ending(), self.questions(mark)]
        return b"".join(parts)

    def questions(self, mark: str) -> bytes:
        """Those that the model knows: what it does not know it might print as letters."""
        return (process_id(mark) if self.model.marks else b"") + (PAPER_QUESTION if self.model.queue else b"")

    def _unit(self) -> bytes:
        """GS P: makes ESC J count in dots; some printers count in half dots unasked (reference: GS P)."""
        return _GS + b"P" + bytes([self.model.dpi, self.model.dpi])

    def _ending(self) -> bytes:
        """GS V 65/66 n feeds to the cutter and n further (reference: GS V); without a cutter, feed to the tear-off edge."""
        return _CUTS[self.model.cutter] or _feed(self.model.dpi * 5 // 8)


def process_id(mark: str) -> bytes:
    """GS ( H, function 48: the printer answers 37 22 mark 00 when printing has come this far (reference: GS ( H)."""
    data = mark.encode("ascii")
    if len(data) != 4 or not all(0x20 <= byte <= 0x7E for byte in data):
        raise ValueError(f"{mark!r} is not four printable characters")
    return _GS + b"(H\x06\x00\x30\x30" + data


def resync(stride: int) -> bytes:
    """White for the rest of a band that broke off; as commands the zeros mean nothing."""
    return bytes(BAND_ROWS * stride)


def harmless(picture: Picture) -> Picture:
    """The picture, moved sideways by as few dots as it takes until no printer finds a command in it.

    Where no place within the margin is free of them, the dot before a false command's first is burnt too: a change that
    no eye sees, and a command that no printer obeys.
    """
    for distance in range(picture.margin + 1):
        for dots in sorted({distance, -distance}, reverse=True):
            moved = picture.moved(dots) if dots else picture
            if not any(command in moved.rows for command in OBEYED_AT_ONCE):
                return moved
    rows = picture.rows
    for command in OBEYED_AT_ONCE:
        rows = rows.replace(command, b"\x30" + command[1:])
    return Picture(picture.width, rows, picture.margin)


def _bands(picture: Picture) -> list[bytes]:
    """GS v 0 for what has dots, ESC J for what has none (references: GS v 0, ESC J)."""
    parts: list[bytes] = []
    edges = _edges(picture)
    for (start, blank), (end, _) in pairwise([*edges, (picture.height, True)]):
        if blank:
            parts.append(_feed(end - start))
            continue
        for top in range(start, end, BAND_ROWS):
            count = min(BAND_ROWS, end - top)
            size = bytes([picture.stride % 256, picture.stride // 256, count, 0])
            parts += [constants.S_RASTER_N, size, picture.rows[top * picture.stride : (top + count) * picture.stride]]
    return parts


def _edges(picture: Picture) -> list[tuple[int, bool]]:
    """Rows where white worth a feed begins (True) or ends (False), from row 0 on."""
    stride, rows, white = picture.stride, picture.rows, bytes(picture.stride)
    edges: list[tuple[int, bool]] = []
    run = 0
    for row in range(picture.height):
        if rows[row * stride : (row + 1) * stride] == white:
            run += 1
            continue
        if run >= _WORTH_A_FEED:
            edges += [(row - run, True), (row, False)]
        elif row == run:
            edges.append((0, False))
        run = 0
    if run >= _WORTH_A_FEED or run == picture.height:
        edges.append((picture.height - run, True))
    return edges


def _feed(rows: int) -> bytes:
    """ESC J, as often as it takes (reference: ESC J)."""
    whole, rest = divmod(rows, _LONGEST_FEED)
    command = _ESC + b"J"
    return (command + bytes([_LONGEST_FEED])) * whole + (command + bytes([rest]) if rest else b"")
