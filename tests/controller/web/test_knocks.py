"""Who keeps guessing is not listened to for a minute; the pages' threads count together and lose nothing."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest

from controller.web.knocks import MOST, Knocks
from tests.office import MORNING, SetClock


@pytest.fixture
def often():
    """Threads change places as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_after_so_many_an_address_waits_for_a_minute_and_no_other_does():
    clock = SetClock(MORNING)
    knocks = Knocks(clock)
    for _ in range(MOST):
        assert not knocks.too_many("a")
        knocks.was_wrong("a")
    assert knocks.too_many("a")
    assert not knocks.too_many("b")
    clock.move(seconds=60)
    assert not knocks.too_many("a")


@pytest.mark.usefixtures("often")
def test_many_threads_at_once_leave_nothing_behind():
    beats = count()
    knocks = Knocks(lambda: MORNING + timedelta(seconds=next(beats)))

    def knock(_: int) -> None:
        for place in range(4000):
            address = "abc"[place % 3]
            knocks.too_many(address)
            knocks.was_wrong(address)
            with knocks.knocking(address):
                pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(knock, range(4)))
    for address in "abc":
        for _ in range(120):
            next(beats)
        for _ in range(MOST - 1):
            knocks.was_wrong(address)
        assert not knocks.too_many(address)
