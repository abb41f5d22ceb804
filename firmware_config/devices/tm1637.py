"""Four digits behind a TM1637 (Titan Micro, datasheet V2.4): two wires, pulled low or let go, lowest bit first."""

from .core.segments import segments

try:
    from collections.abc import Callable
except ImportError:  # MicroPython has no types
    pass

_WRITE, _FIRST, _ON = 0x40, 0xC0, 0x88


class Tm1637:
    """``clk`` and ``dio`` are the wires: 1 lets go, 0 pulls low. Python is slow enough for its 500 kHz without any waiting."""

    def __init__(self, clk: "Callable[[int], None]", dio: "Callable[[int], None]", places: int) -> None:
        self._clk = clk
        self._dio = dio
        self._places = places

    def show(self, text: str, brightness: int) -> None:
        """``brightness`` 0 to 7."""
        self._send(bytes((_WRITE,)))
        self._send(bytes((_FIRST,)) + segments(text, self._places))
        self._send(bytes((_ON | brightness & 7,)))

    def _send(self, data: bytes) -> None:
        """Start, bytes with a ninth clock each for the chip's acknowledgement, stop."""
        self._dio(0)
        self._clk(0)
        for byte in data:
            for place in range(8):
                self._dio(byte >> place & 1)
                self._clk(1)
                self._clk(0)
            self._dio(1)
            self._clk(1)
            self._clk(0)
        self._dio(0)
        self._clk(1)
        self._dio(1)
