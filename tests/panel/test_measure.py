"""Millimetres to pixels, and type that is as high as it says."""

import pytest
from PIL import ImageFont

from contract.look import BOLD, REGULAR
from contract.profile import Screen
from panel.measure import CAPITAL, Measure, Steps

KIOSK = Screen((1080, 1920), (346, 615))


@pytest.mark.parametrize("size", [0.1, 4.8, 20.0, 25.0, 346.0])
def test_pixels_are_never_fewer_than_the_millimetres(size):
    pixels = Measure(KIOSK).mm(size)
    assert size * 1080 / 346 <= pixels < size * 1080 / 346 + 1


def test_nothing_stays_nothing():
    assert Measure(KIOSK).mm(0) == 0


def test_the_coarser_axis_counts():
    assert Measure(Screen((1000, 1000), (100, 200))).mm(10) == 50


@pytest.mark.parametrize("path", [REGULAR, BOLD])
def test_capitals_of_the_real_font_are_as_high_as_the_step(path):
    size = Measure(KIOSK, Steps(text=7.3)).font("text")
    _left, top, _right, bottom = ImageFont.truetype(str(path), size * 10).getbbox("H")
    assert (bottom - top) / 10 == pytest.approx(CAPITAL * size, rel=0.01)
    assert (bottom - top) / 10 * 346 / 1080 >= 7.25
