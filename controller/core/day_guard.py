"""Whether a change of the clock may begin another day: not while people of the open one wait, as long as a steady clock says it lasts.

A machine's clock is set by a time server, by hand, or by a battery that is empty. A jump of a day would send the hall home: nobody waits
any more, every counter is closed, the numbers on the papers are given again. A clock that has passed midnight by itself is no jump.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from controller.core.queue import LIVE, Queue

TOLERANCE: Final = timedelta(minutes=10)
"""So much may a clock be set by without a word: what is so little is no other day, but for minutes around midnight."""
DRIFT: Final = timedelta(minutes=1)
"""By so much an anchor may be off before it is kept anew: clocks are put right by milliseconds all day."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """``at``: what the clock said, aware of its zone, when it was believed; ``ticks``: what the steady one said then, in seconds."""

    at: datetime
    ticks: float

    def now(self, ticks: float) -> datetime:
        """What a clock that nobody has set since would say."""
        return self.at + timedelta(seconds=ticks - self.ticks)

    def is_off(self, other: "Anchor | None") -> bool:
        """Whether the other one tells another time."""
        return other is None or abs(other.now(self.ticks) - self.at) > DRIFT


@dataclass(frozen=True, slots=True)
class SteadyClock:
    """``ticks``: seconds that only go forward, in sleep as well. ``anchor``: of an earlier run with the same ticks.

    ``keep`` puts an anchor away for the next run, and does not raise.
    """

    ticks: Callable[[], float]
    anchor: Anchor | None = None
    keep: Callable[[Anchor], object] = lambda _anchor: None


@dataclass(slots=True)
class DayGuard:
    """``held``: the latest look found a jump that begins no day. ``anchor`` may be that of an earlier run, as long as its ticks go on."""

    held: bool = False
    anchor: Anchor | None = None

    def day(self, queue: Queue, at: datetime, ticks: float) -> date:
        """Which day it is for the office. ``at``: what the clock says; ``ticks``: seconds that only go forward, in sleep as well."""
        steady = self.anchor.now(ticks).astimezone(at.tzinfo) if self.anchor else at
        self.held = abs(at - steady) > TOLERANCE and _lasts(queue, steady)
        if self.held:
            return steady.date()
        self.anchor = Anchor(at, ticks)
        return at.date()


def _lasts(queue: Queue, steady: datetime) -> bool:
    """Whether the open day still goes on for somebody, by the clock as it went before."""
    if queue.day != steady.date():
        return False
    closing = queue.plan.closing(steady)
    return (closing is None or steady < closing) and any(one.stage in LIVE for one in queue.visits.values())
