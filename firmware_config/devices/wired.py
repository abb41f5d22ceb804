"""Buttons and the lamp on their pins, and how long a test shows them."""

from .core.button import Button
from .core.lamp import NAMES, TEST, TROUBLE, Lamp
from .core.messages import table, whole
from .core.orders import TEST_MS

try:
    from .ports import Board
except ImportError:  # MicroPython has no types
    pass

START_MS = 1000


class Wired:
    """The buttons named ``names``, as far as the profile has pins for them, and the lamp."""

    def __init__(self, board: "Board", settings: "dict[str, object]", names: "tuple[str, ...]") -> None:
        pins = table(table(settings, "hardware"), "pins")
        self._buttons = [(name, board.button(whole(pins, name, 0)), Button()) for name in names if name in pins]
        self._board = board
        self._shown: tuple[int, ...] = ()
        self._drive = board.output(whole(pins, "lamp", 0)) if "lamp" in pins else None
        self._lamp = Lamp()
        self._level = 0
        self._test_until = board.now() + START_MS

    def pressed(self, now: int) -> "list[str]":
        """The buttons that were pressed since the last look."""
        return [name for name, down, button in self._buttons if button.look(down(), now)]

    def stuck(self, now: int) -> "list[str]":
        """The buttons that have been down for longer than any finger."""
        return ["stuck " + name for name, _, button in self._buttons if button.stuck(now)]

    def test(self, now: int) -> None:
        """Blink slowly for a moment, as at the start: somebody asked for it."""
        self._test_until = now + TEST_MS

    def say(self, pattern: "tuple[int, ...]", now: int, *, trouble: bool) -> None:
        """What the lamp says; a trouble of the device itself goes before."""
        shown = TEST if now < self._test_until else TROUBLE if trouble else pattern
        if shown != self._shown:
            self._shown = shown
            self._board.say("lamp " + NAMES[shown])
        level = int(self._lamp.look(shown, now))
        if self._drive and level != self._level:
            self._level = level
            self._drive(level)
