"""ESC/POS as a receipt printer reads it: bytes in pieces of any size become orders, real-time commands are obeyed at once.

Independent of the kiosk's own bytes on purpose: written from Epson's reference, so that an error there is not repeated here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """One row of dots from GS v 0, eight a byte; printed ``wide`` and ``high`` times as large."""

    dots: bytes
    wide: int
    high: int


@dataclass(frozen=True, slots=True)
class Feed:
    """Paper forward: ``units`` of ESC J, or ``lines`` of ESC d and LF."""

    units: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """GS V. ``to_cutter``: functions B feed to the cutter and ``units`` further first."""

    to_cutter: bool
    units: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """GS ( H function 48: send these four bytes back when printing has come here."""

    id: bytes


@dataclass(frozen=True, slots=True)
class Ask:
    """GS r ``n``: answered in its turn."""

    n: int


@dataclass(frozen=True, slots=True)
class Reset:
    """ESC @."""


@dataclass(frozen=True, slots=True)
class Unit:
    """GS P: dots an inch that ESC J counts in."""

    vertical: int


Order = Row | Feed | Cut | Mark | Ask | Reset | Unit

_LENGTHS: Final = {
    b"\x1b@": 2,
    b"\x1bJ": 3,
    b"\x1bd": 3,
    b"\x1ba": 3,
    b"\x1b2": 2,
    b"\x1b3": 3,
    b"\x1bt": 3,
    b"\x1b!": 3,
    b"\x1dP": 4,
    b"\x1dr": 3,
    b"\x1da": 3,
    b"\x1d!": 3,
}
_REAL_TIME: Final = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


class PrinterStream:
    """Counts what no ticket should contain: ``corrupted`` real-time commands inside pictures, ``stray`` bytes of text."""

    def __init__(self, ask_now: Callable[[int], None]) -> None:
        """``ask_now`` is called with n of each DLE EOT n as soon as its third byte is here."""
        self._ask_now = ask_now
        self._data = bytearray()
        self._tail = b""
        self._rows_left = 0
        self._stride = self._wide = self._high = 1
        self._before = b""
        self.corrupted = 0
        self.stray = 0

    @property
    def waiting(self) -> int:
        """Bytes that are no whole order yet."""
        return len(self._data)

    def feed(self, data: bytes) -> list[Order]:
        """Take what arrived; returns the orders that are complete now."""
        self._data += data
        self._obey_at_once(data)
        return list(self._orders())

    def _obey_at_once(self, data: bytes) -> None:
        """A real printer looks for DLE EOT in everything it receives, whatever the bytes are part of."""
        seen = self._tail + data
        place = seen.find(b"\x10\x04")
        while 0 <= place < len(seen) - 2:
            if 1 <= seen[place + 2] <= 4:
                self._ask_now(seen[place + 2])
            place = seen.find(b"\x10\x04", place + 1)
        self._tail = seen[-2:]

    def _orders(self) -> Iterator[Order]:
        done = 0
        while done < len(self._data):
            order, taken = self._row(done) if self._rows_left else self._command(done)
            if not taken:
                break
            done += taken
            if order is not None:
                yield order
        del self._data[:done]

    def _row(self, at: int) -> tuple[Order | None, int]:
        if len(self._data) - at < self._stride:
            return None, 0
        dots = bytes(self._data[at : at + self._stride])
        seen = self._before + dots
        self.corrupted += sum(seen.count(command) for command in _REAL_TIME)
        self._before = dots[-1:]
        self._rows_left -= 1
        return Row(dots, self._wide, self._high), self._stride

    def _command(self, at: int) -> tuple[Order | None, int]:
        """The order at ``at`` and its bytes; 0 bytes while it is not whole."""
        data = bytes(self._data[at : at + 16])
        first, head = data[:1], data[:2]
        order: Order | None = None
        length = 1
        if first == b"\n":
            order = Feed(lines=1)
        elif head in (b"\x1dv", b"\x1dV", b"\x1d("):
            return self._long_command(data, len(self._data) - at)
        elif first == b"\x10":
            length = 3  # obeyed already
        elif head in _LENGTHS:
            length = _LENGTHS[head]
            order = _short_order(data[:length]) if len(data) >= length else None
        elif first in (b"\x1b", b"\x1d") and len(data) < 2:
            length = 2
        else:
            self.stray += first != b"\x00"
        return (order, length) if len(data) >= length else (None, 0)

    def _long_command(self, data: bytes, here: int) -> tuple[Order | None, int]:
        """GS v 0 m xL xH yL yH, GS V m [n] and GS ( x pL pH ...; ``here``: bytes that have arrived."""
        if data[1:2] == b"v":
            return self._raster_head(data)
        if data[1:2] == b"V":
            if len(data) < 3 or (data[2] >= 65 and len(data) < 4):
                return None, 0
            return (Cut(True, data[3]), 4) if data[2] >= 65 else (Cut(False), 3)
        if len(data) < 5 or here < 5 + data[3] + 256 * data[4]:
            return None, 0
        is_mark = data[2:7] == b"H\x06\x00\x30\x30"
        return (Mark(data[7:11]) if is_mark else None), 5 + data[3] + 256 * data[4]

    def _raster_head(self, data: bytes) -> tuple[Order | None, int]:
        if len(data) < 8:
            return None, 0
        self._stride = data[4] + 256 * data[5]
        self._rows_left = data[6] + 256 * data[7] if self._stride else 0
        self._wide, self._high = 1 + (data[3] & 1), 1 + (data[3] >> 1 & 1)
        self._before = b""
        return None, 8


def _short_order(command: bytes) -> Order | None:
    match command[:2]:
        case b"\x1b@":
            return Reset()
        case b"\x1bJ":
            return Feed(units=command[2])
        case b"\x1bd":
            return Feed(lines=command[2])
        case b"\x1dP":
            return Unit(command[3])
        case b"\x1dr":
            return Ask(command[2])
    return None
