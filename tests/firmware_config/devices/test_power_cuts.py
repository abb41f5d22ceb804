"""Two hundred cuts of power, Wi-Fi, broker and controller: no vote and no key press is lost, and none is done twice.

Programs of the devices under a real MicroPython, before a real mosquitto with the generated access list and a real controller.
"""

import threading
from collections import Counter as Tally
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from controller.core.events import CommandRefused, TicketCalled, TicketRecalled, VisitFinished, VisitRated
from tests.firmware_config.devices.cut_counter import CutCounter
from tests.firmware_config.devices.device_hall import DeviceHall

CUTS = 200
COUNTERS = 8
ROUNDS = 6
"""At each counter; a round cuts the power four times at least."""
DONE = {"CallNext": TicketCalled, "Recall": TicketRecalled, "Finish": VisitFinished}


@pytest.fixture
def hall(tmp_path):
    hall = DeviceHall(tmp_path, COUNTERS)
    try:
        hall.start()
        yield hall
    finally:
        hall.stop()


class Weather:
    """Cuts Wi-Fi, broker and controller while the counters work."""

    def __init__(self, hall, seed):
        self.cuts = Tally()
        self._hall = hall
        self._random = Random(seed)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._blow)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _blow(self):
        kinds = [self._wifi] * 5 + [self._broker]
        while not self._over.wait(self._random.uniform(0.3, 0.9)):
            self._random.choice(kinds)()
            if self.cuts["wifi"] + self.cuts["broker"] == 8:
                self._controller()

    def _wifi(self):
        cable = self._random.choice(self._hall.cables)
        cable.pull()
        self._over.wait(self._random.uniform(0, 0.5))
        cable.plug()
        self.cuts["wifi"] += 1

    def _broker(self):
        self._hall.broker.restart()
        self.cuts["broker"] += 1

    def _controller(self):
        self._hall.kill_controller()
        self._hall.start_controller()
        self.cuts["controller"] += 1


def test_nothing_is_lost_or_doubled_in_two_hundred_cuts(hall):
    hall.take_tickets(COUNTERS * ROUNDS)
    counters = [CutCounter(hall, number + 1, seed=number) for number in range(COUNTERS)]
    with ThreadPoolExecutor(COUNTERS) as crowd:
        list(crowd.map(CutCounter.open, counters))
        with Weather(hall, seed=5) as weather:
            for working in [crowd.submit(work, counter) for counter in counters]:
                working.result()
        list(crowd.map(CutCounter.rest, counters))
    cuts = sum(counter.cuts for counter in counters) + sum(weather.cuts.values())
    events = hall.journal()
    assert [one for one in events if isinstance(one, CommandRefused)] == []
    for counter in counters:
        here = [one for one in events if getattr(one, "counter", None) == counter.number]
        for kind, event in DONE.items():
            promised = sum(told == kind for told in counter.pressed.values())
            assert sum(isinstance(one, event) for one in here) == promised >= ROUNDS, (kind, counter.number)
        rated = [one for one in here if isinstance(one, VisitRated)]
        assert Tally(str(one.score) for one in rated) == Tally(counter.voted.values())
        assert len({one.visit for one in rated}) == len(rated)
    assert (
        sum(len(counter.voted) for counter in counters) > COUNTERS * ROUNDS / 4
    )  # the others had no power before they were kept
    assert cuts >= CUTS, (cuts, weather.cuts)


def work(counter):
    for _ in range(ROUNDS):
        counter.serve()
