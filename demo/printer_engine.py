"""The works of the virtual printer: orders in their turn, paper out, answers back, and every trouble a printer has."""

from collections import deque
from enum import StrEnum
from typing import Final

from PIL import Image

from demo.printer_paper import CUTTER_DOTS, LINE_DOTS, Paper
from demo.printer_stream import Ask, Cut, Feed, Mark, Order, PrinterStream, Reset, Row, Unit

_DPI: Final = 203
_POWER_ON_UNIT: Final = 406
"""ESC J counts half dots until told otherwise, as on several Epson models."""


class Condition(StrEnum):
    """What the printer can be told to be. MUTE prints and answers nothing; STALLED takes nothing in."""

    READY = "ready"
    PAPER_LOW = "paper_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    OFF = "off"
    MUTE = "mute"
    STALLED = "stalled"


class PrinterEngine:
    """Not for several threads at once. ``answers``: bytes that wait to be sent; ``cut``: pieces that wait to be taken away."""

    def __init__(self, width: int, *, knows_marks: bool, knows_asks: bool) -> None:
        self.condition = Condition.READY
        self.paper = Paper(width)
        self.answers = bytearray()
        self.cut: list[tuple[Image.Image, float]] = []
        self._knows_marks, self._knows_asks = knows_marks, knows_asks
        self.corrupted_before = self.stray_before = 0
        self.stream = PrinterStream(self._answer_now)
        self._orders: deque[tuple[Order, float]] = deque()
        self._held = 0
        self._unit = _POWER_ON_UNIT

    def power_on(self) -> None:
        """Forget everything that was received and not printed."""
        self.corrupted_before += self.stream.corrupted
        self.stray_before += self.stream.stray
        self.stream = PrinterStream(self._answer_now)
        self._orders.clear()
        self._held = 0
        self._unit = _POWER_ON_UNIT
        self.answers.clear()

    @property
    def held(self) -> int:
        """Bytes received and not printed."""
        return self._held + self.stream.waiting

    @property
    def paper_ended(self) -> bool:
        """No paper under the head."""
        return self.condition is Condition.PAPER_OUT or self.paper.ended

    @property
    def stopped(self) -> bool:
        """Nothing moves."""
        return self.paper_ended or self.condition in (Condition.COVER_OPEN, Condition.ERROR, Condition.OFF)

    def receive(self, data: bytes, at: float) -> None:
        """Take bytes in that came ``at`` and print what can be printed."""
        self._orders += [(order, at) for order in self.stream.feed(data)]
        self._held = sum(len(order.dots) for order, _ in self._orders if isinstance(order, Row))
        self.work()

    def work(self) -> None:
        """Print as far as condition and paper allow."""
        while self._orders and not self.stopped:
            order, at = self._orders.popleft()
            self._do(order, at)
        if not self._orders:
            self._held = 0

    def _do(self, order: Order, at: float) -> None:
        match order:
            case Row():
                self.paper.print_row(order)
            case Feed(units, lines):
                self.paper.feed(round(units * _DPI / self._unit) + lines * LINE_DOTS)
            case Cut(to_cutter, units):
                self.paper.feed((CUTTER_DOTS + round(units * _DPI / self._unit)) if to_cutter else 0)
                self.cut.append((self.paper.cut(), at))
            case Mark(mark):
                if self._knows_marks:
                    self._say(b"\x37\x22" + mark + b"\x00")
            case Ask(n):
                if self._knows_asks and n in (1, 49):
                    self._say(b"\x03" if self.condition is Condition.PAPER_LOW else b"\x00")
            case Reset():
                self._unit = _POWER_ON_UNIT
            case Unit(vertical):
                self._unit = vertical or _POWER_ON_UNIT

    def _answer_now(self, n: int) -> None:
        """One byte for DLE EOT n; bits 1 and 4 are always on (Epson's reference, DLE EOT)."""
        near_end = self.condition is Condition.PAPER_LOW or self.paper_ended
        bits = {
            1: 0x08 if self.stopped else 0,
            2: (0x04 if self.condition is Condition.COVER_OPEN else 0)
            | (0x20 if self.paper_ended else 0)
            | (0x40 if self.condition is Condition.ERROR else 0),
            3: 0x08 if self.condition is Condition.ERROR else 0,
            4: (0x0C if near_end else 0) | (0x60 if self.paper_ended else 0),
        }
        self._say(bytes([0x12 | bits[n]]))

    def _say(self, answer: bytes) -> None:
        if self.condition is not Condition.MUTE:
            self.answers += answer
