"""The palettes as Kivy wants them: red, green, blue and opacity from 0 to 1."""

from dataclasses import dataclass, fields
from typing import Final

from contract.look import DARK, LIGHT, Palette

Colour = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of ``contract.look.Palette`` under the same names."""

    ground: Colour
    panel: Colour
    ink: Colour
    soft: Colour
    edge: Colour
    press: Colour
    on_press: Colour
    done: Colour
    soon: Colour
    overdue: Colour


def rgba(value: str) -> Colour:
    """The colour ``#RRGGBB``."""
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return red / 255, green / 255, blue / 255, 1.0


def paint(palette: Palette) -> Paint:
    """A palette's colours for Kivy."""
    return Paint(**{each.name: rgba(getattr(palette, each.name)) for each in fields(palette)})


DAY: Final = paint(LIGHT)
"""Kiosk and rating terminal."""

NIGHT: Final = paint(DARK)
"""Boards."""
