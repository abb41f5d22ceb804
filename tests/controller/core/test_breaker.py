"""A failing neighbour is left alone for a while."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from controller.core.breaker import FAILURES, REST_S, Breaker


def failed(times, at=0.0):
    breaker = Breaker()
    for _ in range(times):
        breaker = breaker.failed(at)
    return breaker


def test_a_few_failures_are_forgiven():
    _, may_ask = failed(FAILURES - 1).ask(0.0)
    assert may_ask


def test_too_many_in_a_row_are_not():
    breaker, may_ask = failed(FAILURES, at=5.0).ask(5.0 + REST_S - 0.01)
    assert not may_ask
    assert breaker == failed(FAILURES, at=5.0)


def test_a_success_between_them_starts_the_count_again():
    breaker = failed(FAILURES - 1).worked().failed(1.0)
    assert breaker.ask(1.0)[1]


def test_after_the_rest_one_alone_may_try():
    breaker, first = failed(FAILURES).ask(REST_S)
    breaker, second = breaker.ask(REST_S)
    assert (first, second) == (True, False)
    assert breaker.worked().ask(REST_S)[1]
    assert not breaker.failed(REST_S + 1).ask(REST_S + 2)[1]


def test_a_trial_that_never_came_back_does_not_close_the_door_for_ever():
    breaker, _ = failed(FAILURES).ask(REST_S)
    assert breaker.ask(2 * REST_S)[1]


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=200))
def test_a_dead_neighbour_is_asked_rarely_and_a_recovered_one_soon(steps):
    breaker, at, asked = Breaker(), 0.0, []
    for gap, _ in steps:
        at += gap
        breaker, may_ask = breaker.ask(at)
        if may_ask:
            asked.append(at)
            breaker = breaker.failed(at)
    late = asked[FAILURES:]
    assert all(b - a >= REST_S for a, b in itertools.pairwise(late))
    assert breaker.ask(at + REST_S)[1]
