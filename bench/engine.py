"""The engine alone, without journal and network: decisions a second in a full hall, and what it costs to tell what it shows.

In the processor's time, since the engine waits for nothing: what else runs on the machine does not count.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from time import process_time
from typing import Final

from bench.table import Row
from contract.commands import CallNext, Command, Finish, OpenCounter, Park, Recall, ReturnVisit, TakeTicket, Transfer
from contract.ids import CounterId, DeviceId
from contract.site import Tickets
from controller.core.desk import desk
from controller.core.events import Event
from controller.core.forecast import forecast
from controller.core.hall import hall
from controller.core.views import board, outlook
from controller.simulation.behaviour import read_office
from controller.simulation.days import FIRST_DAY
from controller.simulation.hall import VirtualHall, keypad, with_keypads

_ROUNDS: Final = 600
_VIEWS: Final = 60
_KIOSK: Final = DeviceId("kiosk-1")


def measure() -> list[Row]:
    big, small = _Hall("dong-nai", 600), _Hall("thu-dau-mot", 50)
    for place in range(_ROUNDS):
        big.round(place)
        small.round(place)
    times = [one for spent in big.spent.values() for one in spent]
    rows = [Row("decisions a second, 43 counters, 600 waiting", len(times) / sum(times), "/s")]
    rows += [Row(f"{name}, 600 waiting", median(spent) * 1e6, "us") for name, spent in big.spent.items()]
    rows.append(Row("ticket, 8 counters, 50 waiting", median(small.spent["ticket"]) * 1e6, "us", 300))
    return rows + big.views()


class _Hall:
    """A hall that always has as many waiting; every round does one of everything at one counter."""

    def __init__(self, office: str, waiting: int) -> None:
        site, behaviour = read_office(office)
        free = Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0)
        self.hall = VirtualHall(with_keypads(replace(site, hours=None, tickets=free)), FIRST_DAY)
        self.hall.now = 8.0 * 3600
        self.fields = [one for one, demand in behaviour.fields.items() if demand.share]
        self.counters = [one.id for one in site.counters]
        self.spent: dict[str, list[float]] = defaultdict(list)
        for counter in self.counters:
            self.hall.do(keypad(counter), OpenCounter(counter))
        for place in range(waiting):
            self.hall.now += 1
            self.hall.do(_KIOSK, TakeTicket(self.fields[place % len(self.fields)]))
        for counter in self.counters:
            self._call(counter)
        for place in range(len(self.hall.queue.at_counter)):
            self.hall.do(_KIOSK, TakeTicket(self.fields[place % len(self.fields)]))
        self.spent.clear()

    def round(self, place: int) -> None:
        """Who is at a counter is called again, then set aside and back, sent on, or done and one comes; the next is called."""
        counter = self.counters[place % len(self.counters)]
        self.hall.now += 6
        visit = self.hall.queue.at_counter.get(counter)
        if visit is None:
            self._call(counter)
            return
        pad = keypad(counter)
        self._time("recall", pad, Recall(counter, visit))
        if place % 3 == 0:
            self._time("park", pad, Park(counter, visit))
            self._time("return", pad, ReturnVisit(visit))
        elif place % 3 == 1:
            other = self.fields[(place + 1) % len(self.fields)]
            self._time("transfer", pad, Transfer(visit, counter, other))
        else:
            self._time("finish", pad, Finish(counter, visit, whole=True))
            self._time("ticket", _KIOSK, TakeTicket(self.fields[place // 3 % len(self.fields)]))
        self._call(counter)

    def views(self) -> list[Row]:
        """What is told every two seconds and after each step, each time anew."""
        queue = self.hall.queue
        views: dict[str, Callable[[], object]] = {
            "forecast of everybody": lambda: forecast(queue, self.hall.at),
            "outlook with its forecast": lambda: outlook(queue, self.hall.at, forecast(queue, self.hall.at)),
            "board": lambda: board(queue, self.hall.at),
            "counter page": lambda: desk(queue, self.counters[0], self.hall.at),
            "head's page with its forecast": lambda: hall(queue, self.hall.at, forecast(queue, self.hall.at)),
        }
        rows = []
        for name, tell in views.items():
            spent = []
            for _ in range(_VIEWS):
                self.hall.now += 0.5
                began = process_time()
                tell()
                spent.append(process_time() - began)
            goal = 10.0 if name == "forecast of everybody" else None
            rows.append(Row(f"{name}, 600 waiting", median(spent) * 1e3, "ms", goal))
        return rows

    def _call(self, counter: CounterId) -> None:
        if any(len(one) for one in self.hall.queue.waiting_for(counter)):
            self._time("call next", keypad(counter), CallNext(counter))

    def _time(self, name: str, device: DeviceId, command: Command) -> Sequence[Event]:
        began = process_time()
        events = self.hall.do(device, command)
        self.spent[name].append(process_time() - began)
        return events
