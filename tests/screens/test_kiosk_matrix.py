"""A part of the matrix in which each value meets each other one of another kind; ``make matrix`` walks the whole."""

from itertools import combinations

import pytest

from kiosk.core.comfort import TextSize
from tests.screens.kiosk_matrix import ALL, Combination, faults

PART = [
    Combination("27-inch", "vi", TextSize.LARGEST, reach=False),
    Combination("15-inch", "en", TextSize.LARGEST, reach=True),
    Combination("22-inch-wide", "vi", TextSize.LARGE, reach=True),
]


def test_the_part_has_every_value_and_the_whole_every_combination():
    assert len(ALL) == len(set(ALL)) == 36
    for name in ("screen", "language", "reach"):
        assert {getattr(each, name) for each in PART} == {getattr(each, name) for each in ALL}
    assert all(one != other for one, other in combinations(PART, 2))


@pytest.mark.parametrize("combination", PART, ids=str)
def test_everybody_can_read_and_touch_every_view(tmp_path, combination):
    assert faults(combination, tmp_path) == {}
