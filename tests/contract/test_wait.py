"""A wait as people read it: rounded outwards, coarser the longer it is, never a range without width."""

from pathlib import Path

import pytest

from contract.language import load_texts
from contract.notices import Wait
from contract.wait import minutes, wait_words

PROGRAM = Path(__file__).parents[2] / "kiosk" / "texts"


def wait(low, high):
    return Wait(low, (low + high) // 2, high)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0, 0, (0, 1)),
        (0, 61, (0, 2)),
        (119, 299, (1, 5)),
        (300, 300, (5, 6)),
        (599, 600, (9, 10)),
        (600, 601, (10, 15)),
        (14 * 60 + 59, 15 * 60, (10, 15)),
        (12 * 60, 17 * 60, (10, 20)),
        (20 * 60, 20 * 60, (20, 25)),
        (7200, 10801, (120, 185)),
        (-30, 90, (0, 2)),
    ],
)
def test_low_goes_down_and_high_goes_up(low, high, told):
    assert minutes(wait(low, high)) == told


def test_the_range_told_holds_the_whole_wait_and_has_width():
    for low in range(0, 7300, 37):
        for width in (0, 1, 59, 60, 299, 1801):
            least, most = minutes(wait(low, low + width))
            assert least * 60 <= low <= low + width <= most * 60
            assert most > least
            assert all(each < 10 or each % 5 == 0 for each in (least, most))


def test_a_short_wait_is_told_as_such():
    texts = load_texts(PROGRAM, "vi")
    assert wait_words(wait(60, 300), texts) == "dưới 5 phút"
    assert wait_words(wait(0, 1100), texts) == "dưới 20 phút"
    assert wait_words(wait(59, 100), texts) == "dưới 5 phút"
    assert wait_words(wait(60, 301), texts) == "khoảng 1–6 phút"
    assert wait_words(wait(89 * 60, 150 * 60), texts) == "khoảng 85–150 phút"
    assert wait_words(wait(95 * 60, 185 * 60), texts) == "khoảng 1–4 giờ"
    assert wait_words(wait(11 * 60, 22 * 60), load_texts(PROGRAM, "en")) == "about 10–25 min"
