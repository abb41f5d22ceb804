"""The visitors of a virtual day: when they come, what for, how patient they are, and what their ticket says."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from contract.commands import GrantPriority, TakeTicket
from contract.ids import CounterId, DeviceId, FieldId, VisitId
from contract.notices import CounterStatus, Reason
from contract.topics import Role
from controller.core.events import TicketIssued
from controller.core.refusal import RefusedError
from controller.core.worktime import WorkTime
from controller.simulation.behaviour import Behaviour, Peak
from controller.simulation.hall import VirtualHall, keypad, seconds_of
from controller.simulation.luck import Luck

_TRIES: Final = 8
"""So often somebody presses again who was told to wait a moment."""
_DAY: Final = ((7.5 * 3600, 17 * 3600),)
"""When people come to an office that never closes."""


@dataclass(slots=True)
class Person:
    """Who holds a ticket; ``leaves`` is the second of the day at which patience ends. ``returns``: comes back after all."""

    leaves: float
    returns: bool


@dataclass(frozen=True, slots=True)
class Naive:
    """What people ahead x mean service / open counters says, in seconds: plain, and with the hours of the office added."""

    plain: float
    with_hours: float


class Visitors:
    """``came`` is told the field that somebody has just come to; ``mean_s`` tells the day's mean service of a field.

    Both are the clerks' and are put in once there are clerks.
    """

    def __init__(self, hall: VirtualHall, behaviour: Behaviour, luck: Luck) -> None:
        self._hall = hall
        self._behaviour = behaviour
        self._luck = luck
        self._kiosks = [one.id for one in hall.site.devices if one.role is Role.KIOSK]
        self.came: Callable[[FieldId], None] = lambda _field: None
        self.mean_s: Callable[[FieldId], float] = lambda field: hall.queue.fields[field].service_min * 60
        self.people: dict[VisitId, Person] = {}
        self.naive: dict[VisitId, Naive] = {}
        self.turned_away: Counter[tuple[FieldId, Reason]] = Counter()

    def expect(self) -> None:
        """Draw who comes today."""
        behaviour, luck = self._behaviour, self._luck
        fields = list(behaviour.fields)
        shares = [behaviour.fields[one].share for one in fields]
        count = round(max(0.0, luck.random.gauss(behaviour.visits, behaviour.visits * behaviour.visits_spread)))
        for field in luck.random.choices(fields, shares, k=count):
            self._hall.later(self._second() - self._hall.now, partial(self._press, field, 1))

    def holds_out(self, visit: VisitId) -> bool:
        """Whether who is called is still there."""
        return self.people[visit].leaves > self._hall.now

    def _second(self) -> float:
        """When one visitor comes."""
        sessions = self._hall.queue.plan.sessions
        spans = [(seconds_of(one.opens), seconds_of(one.closes)) for one in sessions] if sessions else _DAY
        drawn = self._luck.random.random()
        for peak in self._behaviour.peaks:
            drawn -= peak.share
            if drawn < 0:
                return self._at_peak(peak, spans[0][0], spans[-1][1])
        second = self._luck.random.uniform(0, sum(end - begin for begin, end in spans))
        for begin, end in spans:
            if second <= end - begin:
                return begin + second
            second -= end - begin
        return spans[-1][1]

    def _at_peak(self, peak: Peak, opens: float, closes: float) -> float:
        while True:
            second = self._luck.random.gauss(seconds_of(peak.at), peak.minutes * 60)
            early = opens - self._hall.site.tickets.before_open_min * 60
            if (opens <= second < closes) or (
                early <= second < opens and self._luck.happens(self._behaviour.early_share)
            ):
                return second

    def _press(self, field: FieldId, tries: int) -> None:
        kiosk: DeviceId = self._luck.random.choice(self._kiosks)
        naive = self._naive(field)
        try:
            events = self._hall.do(kiosk, TakeTicket(field))
        except RefusedError as refusal:
            if refusal.reason in {Reason.TAPPED_TWICE, Reason.TOO_MANY_TICKETS} and tries < _TRIES:
                self._hall.later(self._luck.random.uniform(5, 30), lambda: self._press(field, tries + 1))
            else:
                self.turned_away[field, refusal.reason] += 1
            return
        issued = events[0]
        assert isinstance(issued, TicketIssued)
        self.naive[issued.visit] = naive
        self._sit_down(issued)
        self.came(field)

    def _sit_down(self, issued: TicketIssued) -> None:
        luck, behaviour = self._luck, self._behaviour
        gone = luck.happens(behaviour.no_show)
        patience = 0.0 if gone else 60 * luck.about(behaviour.patience_min)
        self.people[issued.visit] = Person(self._hall.now + patience, luck.happens(behaviour.late_return))
        if luck.happens(behaviour.by_law) and self._hall.site.priorities:
            clerk = next(one.id for one in self._hall.site.counters if issued.field in one.fields)
            self._hall.later(luck.random.uniform(20, 120), lambda: self._grant(issued.visit, clerk))

    def _grant(self, visit: VisitId, clerk: CounterId) -> None:
        """Nothing where the visit was called meanwhile."""
        try:
            self._hall.do(keypad(clerk), GrantPriority(visit, self._hall.site.priorities[0].id))
        except RefusedError:
            return

    def _naive(self, field: FieldId) -> Naive:
        queue = self._hall.queue
        serving = [one.id for one in queue.site.counters if field in one.fields]
        opened = sum(queue.seats[one].status is CounterStatus.OPEN for one in serving)
        plain = len(queue.lines[field]) * self.mean_s(field) / (opened or len(serving))
        return Naive(plain, WorkTime(queue.plan, self._hall.at).wall(plain))
