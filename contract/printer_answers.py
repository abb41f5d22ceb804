"""What the bytes that come back from a receipt printer mean.

Status bytes do not say which question they answer, so questions are remembered and answered in order. Sources: Epson's
ESC/POS reference, pages DLE EOT, GS r, GS ( H and GS a (download4.epson.biz/sec_pubs/pos/reference_en/escpos).
"""

from collections import deque
from typing import Final

from contract.notices import Printer

PRINTER: Final = 1
OFFLINE_CAUSE: Final = 2
PAPER: Final = 4
QUESTIONS: Final = (PRINTER, OFFLINE_CAUSE, PAPER)
"""Arguments of DLE EOT, in the order they are asked."""

_OFFLINE: Final = 0x08
_COVER: Final = 0x04
_PAPER_STOP: Final = 0x20
_FAULT: Final = 0x40
_PAPER_NEAR_END: Final = 0x0C
_PAPER_END: Final = 0x60

_ID_HEADER: Final = 0x37
_ID_BYTES: Final = 7  # 37 22 d1 d2 d3 d4 00
_ASB_BYTES: Final = 4


class PrinterAnswers:
    """Reads one connection's bytes in pieces of any size; unasked reports (ASB, XON/XOFF) are skipped."""

    def __init__(self) -> None:
        self._asked: deque[int] = deque()
        self._status: dict[int, int] = {}
        self._partial = b""
        self.marks: set[str] = set()
        """Process ids that the printer has answered: printed up to there."""
        self.queue_passed = False
        """GS r was answered: everything before it left the printer's queue."""
        self.heard = False
        """Anything at all came back."""

    def ask(self) -> None:
        """Note that DLE EOT 1, 2 and 4 are being asked."""
        self._asked.extend(QUESTIONS)

    @property
    def complete(self) -> bool:
        """All that was asked has been answered."""
        return not self._asked

    def feed(self, data: bytes) -> None:
        """Take what arrived."""
        self.heard = self.heard or bool(data)
        data = self._partial + data
        while data:
            taken = self._take(data)
            if not taken:
                break
            data = data[taken:]
        self._partial = data

    def condition(self) -> Printer:
        """The worst that the latest answers say; UNKNOWN while an answer is missing."""
        if self._asked or len(self._status) < len(QUESTIONS):
            return Printer.UNKNOWN
        cause, paper = self._status[OFFLINE_CAUSE], self._status[PAPER]
        if cause & _COVER:
            return Printer.COVER_OPEN
        if paper & _PAPER_END or cause & _PAPER_STOP:
            return Printer.PAPER_OUT
        if cause & _FAULT:
            return Printer.ERROR
        if self._status[PRINTER] & _OFFLINE:
            return Printer.OFFLINE
        return Printer.PAPER_LOW if paper & _PAPER_NEAR_END else Printer.READY

    def _take(self, data: bytes) -> int:
        """Bytes of the first answer in ``data``, 0 if it is not whole yet."""
        first = data[0]
        if first == _ID_HEADER:
            return self._take_mark(data)
        if first & 0x93 == 0x12:  # DLE EOT: bits 1 and 4 on, 0 and 7 off
            if self._asked:
                self._status[self._asked.popleft()] = first
            return 1
        if first & 0x93 == 0x10:  # ASB: bit 4 on, 0, 1 and 7 off, three bytes follow
            return _ASB_BYTES if len(data) >= _ASB_BYTES else 0
        if first & 0x90 == 0:  # GS r: bits 4 and 7 off
            self.queue_passed = True
        return 1

    def _take_mark(self, data: bytes) -> int:
        if len(data) < _ID_BYTES:
            return 0
        if data[1] == 0x22 and data[6] == 0:
            self.marks.add(data[2:6].decode("ascii", "replace"))
        return _ID_BYTES
