"""Colours that old eyes can read: 7:1 for text, 3:1 for edges (WCAG 2.2, 1.4.6 and 1.4.11)."""

from itertools import combinations
from math import dist

import pytest

from panel.paint import DAY, NIGHT, rgba


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("paint", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize("text", ["ink", "soft", "press", "done", "soon", "overdue"])
@pytest.mark.parametrize("ground", ["ground", "panel"])
def test_text(paint, text, ground):
    assert contrast(getattr(paint, text), getattr(paint, ground)) >= 7


@pytest.mark.parametrize("paint", [DAY, NIGHT], ids=["day", "night"])
def test_text_on_buttons_and_edges(paint):
    assert contrast(paint.on_press, paint.press) >= 7
    assert contrast(paint.edge, paint.ground) >= 3
    assert contrast(paint.edge, paint.panel) >= 3


COLOUR_BLIND = {
    "without green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "without red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}
"""What is left of linear red, green and blue: Machado, Oliveira and Fernandes 2009, severity 1."""


def lightness_and_hue(colour, kind):
    """CIE L*, a*, b* of a colour as such an eye sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    red, green, blue = (
        min(1, max(0, sum(part * c for part, c in zip(row, linear, strict=True)))) for row in COLOUR_BLIND[kind]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", COLOUR_BLIND)
@pytest.mark.parametrize("paint", [DAY, NIGHT], ids=["day", "night"])
def test_the_meanings_differ_to_colour_blind_eyes(paint, kind):
    meanings = [lightness_and_hue(getattr(paint, name), kind) for name in ("press", "done", "soon", "overdue")]
    assert min(dist(one, other) for one, other in combinations(meanings, 2)) > 12


def test_black_on_white_is_the_most_there_is():
    assert contrast(rgba("#000000"), rgba("#FFFFFF")) == pytest.approx(21)
