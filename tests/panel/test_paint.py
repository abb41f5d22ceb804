"""Colours that old eyes can read: 7:1 for text, 3:1 for edges (WCAG 2.2, 1.4.6 and 1.4.11)."""

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


def test_black_on_white_is_the_most_there_is():
    assert contrast(rgba("#000000"), rgba("#FFFFFF")) == pytest.approx(21)
