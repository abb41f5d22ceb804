"""When a window that died is started again."""

from kiosk.core.restarts import QUICK_S, after_death


def test_the_first_deaths_cost_no_wait_and_many_quick_ones_ever_more():
    quick, waits = 0, []
    for _ in range(12):
        quick, wait = after_death(quick, 0.5)
        waits.append(wait)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_window_that_has_served_starts_anew_at_once():
    assert after_death(11, QUICK_S) == (0, 0.0)
