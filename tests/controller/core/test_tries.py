"""How many wrong digits are borne."""

import pytest

from controller.core import tries
from controller.core.tries import OF_FILE, OF_KIOSK, Tries

CODE, OTHER, KIOSK, SECOND = "H56.14-240823-0001", "H56.14-240823-0002", "kiosk-1", "kiosk-2"
MINUTES = 60.0
HOUR = 3600.0


def wrong(counted, times, at, code=CODE, device=KIOSK):
    """So many wrong tries a second apart, each of which may be made."""
    for place in range(times):
        assert counted.begin(code, device, at + place) == 0


def test_three_for_a_file_then_ten_minutes():
    counted = Tries()
    assert counted.left(CODE, KIOSK, 0) == 3
    wrong(counted, 3, 0.0)
    assert (counted.left(CODE, KIOSK, 3), counted.rest(CODE, KIOSK, 3)) == (0, 597)
    assert counted.begin(CODE, KIOSK, 3) == 597
    assert counted.begin(CODE, SECOND, 3) == 597  # another kiosk is no way round
    assert counted.begin(OTHER, KIOSK, 3) == 0
    assert counted.begin(CODE, KIOSK, 10 * MINUTES) == 0
    assert counted.begin(CODE, KIOSK, 10 * MINUTES) == 1  # the second one of the first three


def test_nine_for_a_file_in_a_day():
    counted = Tries()
    for third in range(3):
        wrong(counted, 3, third * HOUR)
    assert counted.rest(CODE, KIOSK, 3 * HOUR) == 21 * HOUR
    assert counted.begin(CODE, KIOSK, 24 * HOUR) == 0
    assert counted.left(CODE, KIOSK, 24 * HOUR + 2) == 2  # three more are out, two of them


def test_a_kiosk_has_limits_too():
    counted = Tries()
    for place in range(10):
        assert counted.begin(f"{CODE}{place}", KIOSK, 0) == 0
    assert counted.begin(OTHER, KIOSK, 0) == 600
    assert counted.begin(OTHER, SECOND, 0) == 0


def test_sixty_of_a_kiosk_in_a_day():
    counted = Tries()
    made = 0
    for minute in range(0, 24 * 60, 1):
        for place in range(3):
            made += counted.begin(f"{CODE}{minute}{place}", KIOSK, minute * MINUTES) == 0
    assert made == 60


def test_what_was_right_is_forgiven_and_what_was_wrong_before_is_not():
    counted = Tries()
    wrong(counted, 2, 0)
    assert counted.begin(CODE, KIOSK, 5) == 0
    assert counted.left(CODE, KIOSK, 5) == 0
    counted.forgive(CODE, KIOSK, 5)
    counted.forgive(CODE, KIOSK, 6)
    counted.forgive(OTHER, SECOND, 6)
    assert counted.left(CODE, KIOSK, 6) == 1


def test_it_remembers_so_many_and_no_more():
    counted = Tries()
    for place in range(5000):
        counted.begin(f"c{place}", f"k{place}", 0)
    assert len(counted._wrong) == 4096
    assert counted.left("c4999", "k4999", 0) == 2


@pytest.mark.parametrize("limits", [OF_FILE, OF_KIOSK])
def test_a_guesser_who_never_goes_home_has_little_chance(limits):
    a_day = min(one.most * tries._LONGEST_S / one.within_s for one in limits)
    assert a_day / 10_000 <= {OF_FILE: 0.001, OF_KIOSK: 0.006}[limits]
