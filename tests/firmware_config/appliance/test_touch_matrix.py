"""Fingers and pictures: what is under the finger is what is touched, however the screen hangs."""

import itertools

import pytest

from contract.machines import Rotation
from firmware_config.appliance.touch import TURNS, as_option, touch_matrix, touched

CORNERS = list(itertools.product((0.0, 1.0), repeat=2))


def on_panel(rotation: Rotation, across: float, down: float) -> tuple[float, float]:
    """Where a point of the picture lights up on the panel, as xrandr(1) turns it: left is counter-clockwise."""
    return {
        Rotation.NORMAL: (across, down),
        Rotation.LEFT: (down, 1 - across),
        Rotation.RIGHT: (1 - down, across),
        Rotation.INVERTED: (1 - across, 1 - down),
    }[rotation]


@pytest.mark.parametrize("rotation", Rotation)
@pytest.mark.parametrize("point", [*CORNERS, (0.25, 0.1), (0.5, 0.5)])
def test_a_finger_on_a_point_of_the_picture_touches_that_point(rotation: Rotation, point: tuple[float, float]) -> None:
    matrix = touch_matrix(rotation, (1080, 1920), 0, (1080, 1920))
    assert touched(matrix, *on_panel(rotation, *point)) == pytest.approx(point)


@pytest.mark.parametrize("rotation", Rotation)
def test_on_the_second_of_two_screens(rotation: Rotation) -> None:
    matrix = touch_matrix(rotation, (1080, 1000), 1920, (3000, 2000))
    for across, down in CORNERS:
        x, y = touched(matrix, *on_panel(rotation, across, down))
        assert (x * 3000, y * 2000) == pytest.approx((1920 + 1080 * across, 1000 * down))


def test_four_quarters_are_none_and_left_undoes_right() -> None:
    def after(first: Rotation, second: Rotation, point: tuple[float, float]) -> tuple[float, float]:
        return touched(TURNS[second], *touched(TURNS[first], *point))

    for point in CORNERS:
        assert after(Rotation.LEFT, Rotation.RIGHT, point) == point
        assert after(Rotation.INVERTED, Rotation.INVERTED, point) == point
        assert after(Rotation.LEFT, Rotation.LEFT, point) == touched(TURNS[Rotation.INVERTED], *point)


def test_as_the_x_server_reads_it() -> None:
    assert as_option(TURNS[Rotation.LEFT]) == "0 -1 1 1 0 0 0 0 1"
    assert as_option(touch_matrix(Rotation.NORMAL, (1, 1), 1, (3, 1))) == "0.333333 0 0.333333 0 1 0 0 0 1"
