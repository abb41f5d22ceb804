"""What telling phones needs from the world."""

from collections.abc import Callable
from typing import Protocol

from kiosk.core.phone_journey import GivePhone, PhoneTaken


class Phones(Protocol):
    """The way for a number to the controller."""

    def give(self, wish: GivePhone, tell: Callable[[PhoneTaken], None]) -> None:
        """Hand it in once, under a seal; returns at once. ``tell`` hears within seconds whether it was taken, from any thread."""
