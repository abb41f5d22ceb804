"""Up to eight digits behind a MAX7219 (Maxim, 19-4452 Rev 4): three wires, frames of sixteen bits, highest bit first."""

from .core.segments import segments

try:
    from collections.abc import Callable
except ImportError:  # MicroPython has no types
    pass

_DECODE, _BRIGHTNESS, _SCAN_LIMIT, _AWAKE, _TEST = 0x09, 0x0A, 0x0B, 0x0C, 0x0F


class Max7219:
    """``clk``, ``din`` and ``cs`` are the wires. Digit 0 is the rightmost."""

    def __init__(
        self,
        clk: "Callable[[int], None]",
        din: "Callable[[int], None]",
        cs: "Callable[[int], None]",
        places: int,
    ) -> None:
        self._clk = clk
        self._din = din
        self._cs = cs
        self._places = places
        cs(1)

    def show(self, text: str, brightness: int) -> None:
        """``brightness`` 0 to 7. All registers each time: a disturbed chip is right again with the next number."""
        self._send(_TEST, 0)
        self._send(_DECODE, 0)
        self._send(_SCAN_LIMIT, self._places - 1)
        self._send(_BRIGHTNESS, 2 * (brightness & 7) + 1)
        for place, bits in enumerate(segments(text, self._places)):
            self._send(self._places - place, _turned(bits))
        self._send(_AWAKE, 1)

    def _send(self, register: int, value: int) -> None:
        """Taken over when ``cs`` rises."""
        word = register << 8 | value
        self._cs(0)
        for place in range(15, -1, -1):
            self._din(word >> place & 1)
            self._clk(1)
            self._clk(0)
        self._cs(1)


def _turned(bits: int) -> int:
    """Segments in the chip's order: the dot highest, then a to g downwards."""
    turned = bits & 0x80
    for place in range(7):
        turned |= (bits >> place & 1) << (6 - place)
    return turned
