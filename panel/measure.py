"""Sizes as people see them: millimetres on the screen as mounted, and four steps of type."""

from dataclasses import dataclass
from typing import Final

from contract.profile import Screen

CAPITAL: Final = 0.714
"""Height of a capital letter of Noto Sans, in parts of the font size."""

SMALLEST_CAPITAL_MM: Final = 4.8
"""No capital is lower (ADA/ABA 707.7.2: 3/16 inch)."""

TOUCH_MM: Final = 20.0
"""No button is smaller, in either direction."""

SERVICE_MM: Final = 25.0
"""Buttons that choose a service are at least this high."""

GAP_MM: Final = 5.0
"""Between two buttons."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The four sizes of type of one program: heights of capitals in millimetres.

    ``text`` is 7.3 mm at arm's length (EN 301 549, 5.1.4); boards need more.
    """

    small: float = 5.0
    text: float = 7.3
    title: float = 11.0
    number: float = 60.0


@dataclass(frozen=True, slots=True)
class Measure:
    """Turns millimetres into pixels of one screen."""

    screen: Screen
    steps: Steps = Steps()

    def mm(self, millimetres: float) -> int:
        """Whole pixels, never fewer than the millimetres are (except for nothing at all)."""
        per_mm = min(p / m for p, m in zip(self.screen.pixels, self.screen.millimetres, strict=True))
        return -int(-millimetres * per_mm // 1)

    def font(self, step: str) -> int:
        """Font size in pixels of a step's name."""
        return self.mm(getattr(self.steps, step) / CAPITAL)
