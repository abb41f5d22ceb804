"""How large things are on the screen of a kiosk, and how much of a screen that hangs high is used."""

from typing import Final

from contract.profile import Screen
from kiosk.core.comfort import Comfort
from panel.measure import Steps

_TALL_MM: Final = 615
_REACH_MM: Final = 1100
"""Nothing to touch stands higher where that is wanted (reach from a wheelchair; ADA/ABA 308 allows 1,220 mm)."""
_LEAST_MM: Final = 260
"""A screen is not squeezed further, however high it hangs."""


def hangs_high(screen: Screen) -> bool:
    """Whether some of it is out of reach from a wheelchair."""
    return screen.bottom_mm > 0 and screen.bottom_mm + screen.millimetres[1] > _REACH_MM


def used_mm(screen: Screen, comfort: Comfort) -> float:
    """Height of what is used, from the lower edge."""
    height = screen.millimetres[1]
    return max(min(_LEAST_MM, height), min(height, _REACH_MM - screen.bottom_mm)) if comfort.reach else height


def share(height_mm: float) -> float:
    """How much of the air and type of a tall kiosk (``_TALL_MM``) there is room for."""
    return min(1.0, max(0.62, height_mm / _TALL_MM))


def steps(screen: Screen, scale: float = 1.0, height_mm: float | None = None) -> Steps:
    """Sizes of type for a screen at arm's length: words shrink with it, though not below what can be read.

    ``scale`` is what the citizen wants: words double, titles stay above them, and a number is as large as it can be without it.
    ``height_mm``: as much of the screen as is used.
    """
    width, height = screen.millimetres[0], height_mm or screen.millimetres[1]
    part = share(height)
    number = min(82.0, width * 0.235, height * 0.13)
    small, text, title = max(4.8, 6.6 * part), max(5.2, 8.2 * part), max(7.3, 11.4 * part)
    return Steps(small * scale, text * scale, max(title, text * scale * 1.1), number)
