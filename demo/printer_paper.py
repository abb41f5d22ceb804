"""The paper of the virtual printer: rows of dots that come out, and the pieces that are cut off."""

from dataclasses import dataclass
from typing import Final

from PIL import Image

from demo.printer_stream import Row

CUTTER_DOTS: Final = 96
"""From the print head to the cutter: 12 mm."""
LINE_DOTS: Final = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of paper in the tray. ``received_at``: ``time.monotonic()`` when the last byte of its cut arrived."""

    image: Image.Image
    received_at: float
    job_bytes: int


class Paper:
    """A roll under a head of ``width`` dots. ``left``: dots until it ends, None for plenty."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.left: int | None = None
        self.too_wide = 0
        self._rows = bytearray(self._white(CUTTER_DOTS))

    @property
    def ended(self) -> bool:
        """Nothing left to print on."""
        return self.left is not None and self.left <= 0

    def print_row(self, row: Row) -> None:
        """Burn a row; dots beyond the head are lost and counted in ``too_wide``."""
        dots = row.dots if row.wide == 1 else _doubled(row.dots)
        stride = self.width // 8
        self.too_wide += any(dots[stride:])
        for _ in range(row.high):
            self._forward(dots[:stride].ljust(stride, b"\x00"))

    def feed(self, dots: int) -> None:
        """White forward."""
        for _ in range(dots):
            self._forward(self._white(1))

    def cut(self) -> Image.Image:
        """The piece beyond the cutter, black on white, one bit a dot; what lies under the head stays on the roll."""
        kept = len(self._rows) - len(self._white(CUTTER_DOTS))
        piece, self._rows = self._rows[:kept], self._rows[kept:]
        return Image.frombytes("1", (self.width, kept // (self.width // 8)), bytes(piece), "raw", "1;I")

    def _white(self, rows: int) -> bytes:
        return bytes(self.width // 8 * rows)

    def _forward(self, dots: bytes) -> None:
        self._rows += dots
        if self.left is not None:
            self.left -= 1


def _doubled(dots: bytes) -> bytes:
    bits = "".join(bit * 2 for byte in dots for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(2 * len(dots), "big")
