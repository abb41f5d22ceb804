"""Pictures of packed dots, and moving them sideways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.picture import Picture


def test_measures():
    picture = Picture(16, bytes(6))
    assert (picture.stride, picture.height) == (2, 3)


@pytest.mark.parametrize(("width", "length"), [(0, 0), (12, 3), (16, 3)])
def test_rows_must_be_whole(width, length):
    with pytest.raises(ValueError, match="no whole rows"):
        Picture(width, bytes(length))


@given(st.lists(st.integers(0, 2**8 - 1), min_size=1, max_size=9), st.integers(-8, 8))
def test_moving_takes_every_dot_along(inner, dots):
    picture = Picture(24, b"".join(bytes([0, byte, 0]) for byte in inner), margin=8)
    moved = picture.moved(dots)
    for row, byte in enumerate(inner):
        there = int.from_bytes(moved.rows[row * 3 : row * 3 + 3], "big")
        assert there == (byte << 8 >> dots if dots >= 0 else byte << 8 << -dots)
    assert moved.moved(-dots if abs(dots) <= moved.margin else 0).height == picture.height


def test_nothing_moves_beyond_the_margin():
    with pytest.raises(ValueError, match="margin"):
        Picture(24, bytes(3), margin=8).moved(-9)
