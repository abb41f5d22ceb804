"""What the programs need of the board they run on; ``esp32.py`` gives it on the real one. Read by type checkers only."""

from collections.abc import Callable
from typing import Protocol


class Network(Protocol):
    """The way to the broker."""

    def step(self, now: int) -> bool:
        """Whether it is there; does what is needed to get it."""


class Board(Protocol):
    """Pins, clock, network and flash. Pins are numbered as the chip numbers them."""

    folder: str
    """Where profile and state are on the flash, with a slash at its end, or empty."""

    def button(self, pin: int) -> "Callable[[], bool]":
        """A button that connects the pin to ground: whether it is down."""

    def output(self, pin: int) -> "Callable[[int], None]":
        """A pin that is driven, low at first: 1 is high."""

    def open_drain(self, pin: int) -> "Callable[[int], None]":
        """A pin with a pull-up that is pulled low or let go: 1 lets go, and is how it begins."""

    def serial(self, pin: int, baud: int) -> "Callable[[bytes], object]":
        """A serial wire to send on: 8 bits, no parity, 1 stop bit."""

    def now(self) -> int:
        """Milliseconds that only go forward."""

    def sleep(self, milliseconds: int) -> None:
        """Do nothing."""

    def chance(self, count: int) -> bytes:
        """Random bytes, unlike any before, also after a power cut."""

    def network(self, name: str, password: str) -> Network:
        """The Wi-Fi of this name."""

    def watchdog(self, milliseconds: int) -> "Callable[[], None]":
        """Starts it; unless what is returned is called often enough, the board starts anew."""

    def set_time(self, seconds: int) -> None:
        """Seconds since 2000, UTC."""

    def time(self) -> int:
        """The same, as far as the board knows."""

    def temperature(self) -> "float | None":
        """Of the chip, in degrees; None where it does not tell."""

    def restart(self) -> None:
        """Start anew."""

    def say(self, words: str) -> None:
        """A line on the console."""
