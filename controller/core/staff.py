"""Which counters will call people from now on, and when each is free."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from math import log
from typing import Final

from contract.ids import CounterId, FieldId
from contract.notices import CounterStatus
from controller.core.queue import Queue
from controller.core.worktime import WorkTime, begun

_OPENING_S: Final = 600.0
"""So long after a session began, counters that are still closed are expected any moment."""
_STRANGE_S: Final = 600.0
"""A service of a field that the site file has lost."""
_REST: Final = ((0.0, 1.0), (0.25, 0.80), (0.5, 0.68), (1.0, 0.62), (2.0, 0.70), (4.0, 1.0))
"""What is left of a lognormal service that has lasted x times its mean, as a part of the mean."""


def free_counters(
    queue: Queue, counters: Iterable[CounterId], services: Mapping[FieldId, float], time: WorkTime, at: datetime
) -> dict[CounterId, float]:
    """Working seconds until each counter that will call people calls its next.

    A paused counter is expected back. A closed one counts where no open or paused counter serves one of its fields, and,
    outside the sessions, where it has been used today.
    """
    pace = queue.pace
    since = begun(queue.plan, at)
    fresh = not time.serving or (since is not None and since < _OPENING_S)
    free: dict[CounterId, float] = {}
    busy: dict[FieldId, list[tuple[float, CounterId]]] = {}
    closed: list[CounterId] = []
    for counter in counters:
        seat = queue.seats[counter]
        if seat.status is CounterStatus.CLOSED and counter not in queue.at_counter:
            closed.append(counter)
        elif counter in queue.at_counter:
            visit = queue.visits[queue.at_counter[counter]]
            mean = services.get(visit.field, _STRANGE_S) - pace.gap_s
            lasted = max(0.0, (at - visit.called_at).total_seconds()) if visit.called_at else 0.0  # a clock set back
            first = queue.counters[counter].fields[0]
            busy.setdefault(first, []).append((mean * _rest(lasted / mean), counter))
        elif seat.status is CounterStatus.PAUSED:
            free[counter] = min(pace.pause_s, pace.late_s) if fresh else pace.pause_s
        else:
            free[counter] = pace.gap_s
    for group in busy.values():
        _spread(group, free, pace.gap_s)
    _expect(queue, closed, free, fresh=fresh)
    return free


def _spread(group: list[tuple[float, CounterId]], free: dict[CounterId, float], gap: float) -> None:
    """Of several services the first ends sooner than each alone is expected to: order statistics of the exponential."""
    group.sort()
    for place, (rest, counter) in enumerate(group):
        free[counter] = gap + rest * -log(1 - (place + 0.5) / len(group)) / 0.94 if len(group) > 1 else gap + rest


def _expect(queue: Queue, closed: list[CounterId], free: dict[CounterId, float], *, fresh: bool) -> None:
    served = {field for counter in free for field in queue.counters[counter].fields}
    used = queue.pace.freed
    for counter in closed:
        missing = not served.issuperset(queue.counters[counter].fields)
        if missing or (fresh and (counter in used or not used)):
            free[counter] = queue.pace.late_s


def _rest(elapsed: float) -> float:
    for (one, left), (two, right) in pairwise(_REST):
        if elapsed <= two:
            return left + (right - left) * (elapsed - one) / (two - one)
    return _REST[-1][1]
