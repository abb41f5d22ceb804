"""A line of LED letters on a serial wire."""

from .core.line import LIGHT, TEXT, frame

try:
    from collections.abc import Callable
except ImportError:  # MicroPython has no types
    pass


class LedLine:
    """``send`` is the serial wire."""

    def __init__(self, send: "Callable[[bytes], object]", address: int) -> None:
        self._send = send
        self.address = address

    def show(self, text: str, brightness: int) -> None:
        """``brightness`` 0 to 7."""
        self._send(frame(self.address, LIGHT, str(brightness)) + frame(self.address, TEXT, text))
