"""The number board's program: the counter's number on seven segments or a line of LED letters."""

from .core.board import Board as Face
from .core.messages import table, whole, words
from .core.orders import TEST_MS
from .device import Device, Part
from .led_line import LedLine
from .max7219 import Max7219
from .tm1637 import Tm1637
from .wired import START_MS

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

REFRESH_MS = 2000
"""Nobody tells whether the display is there: what a spark has spoilt, or who was plugged in later, is right again after this."""


class NumberBoard(Part):
    """At a counter, on the pins of its profile."""

    speaks = False
    tests = ("test-board",)

    def __init__(self, device: Device) -> None:
        settings = device.twin.settings
        self._device = device
        self.topics = (device.topic("notice", "counter", str(whole(settings, "counter", 0))),)
        self._display = _display(device.board, table(settings, "hardware"))
        self._face = Face(4, {})
        self._brightness = 4
        self._shown = ""
        self._shown_at = 0
        self._test_until = device.board.now() + START_MS

    def settle(self, settings: "dict[str, object]") -> None:
        """Brightness, places and words, while it runs."""
        hardware = table(settings, "hardware")
        told = table(settings, "words")
        self._face.digits = whole(hardware, "digits", 4)
        self._face.told = {status: words(told, status) for status in told}
        self._brightness = whole(hardware, "brightness", 4)
        if isinstance(self._display, LedLine):
            self._display.address = whole(hardware, "address", 1)
        self._shown = ""

    def heard(self, topic: str, kind: str, body: "dict[str, object]", now: int) -> None:
        """What the counter does."""
        if topic in self.topics and kind == "CounterState":
            self._face.state(body, now)

    def linked(self, _now: int, *, up: bool) -> None:
        """Without the link nobody knows what the counter does."""
        if not up:
            self._face.lost()

    def step(self, now: int) -> None:
        """The display, where something else belongs on it."""
        text = self._text(now)
        if text != self._shown or now - self._shown_at >= REFRESH_MS:
            self._shown, self._shown_at = text, now
            self._display.show(text, self._brightness)

    def _text(self, now: int) -> str:
        if now < self._test_until:
            return "8." * self._face.digits
        if not self._device.twin.serves:
            return " " * self._face.digits
        return self._face.text(now, reached=self._device.reached(now))

    def test(self, now: int) -> None:
        """Everything is lit for three seconds."""
        self._test_until = now + TEST_MS

    def troubles(self, _now: int) -> "list[str]":
        """A flash that keeps nothing."""
        return [] if self._device.flash_works else ["flash"]


def _display(board: "Board", hardware: "dict[str, object]") -> "LedLine | Max7219 | Tm1637":
    pins = table(hardware, "pins")
    kind, places = words(hardware, "display"), whole(hardware, "digits", 4)
    if kind == "led-line":
        return LedLine(board.serial(whole(pins, "tx", 0), whole(hardware, "baud", 9600)), 1)
    if kind == "max7219":
        wires = [board.output(whole(pins, name, 0)) for name in ("clk", "din", "cs")]
        return Max7219(wires[0], wires[1], wires[2], places)
    return Tm1637(board.open_drain(whole(pins, "clk", 0)), board.open_drain(whole(pins, "dio", 0)), places)


def start(board: "Board", profile: "dict[str, object]") -> Device:
    """The board, ready to ``run``."""
    device = Device(board, profile)
    device.start(NumberBoard(device))
    return device
