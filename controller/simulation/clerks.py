"""The clerks of a virtual day: they come a little late, call, serve, interrupt, send on, pause, and go to lunch."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final

from contract.commands import (
    CallNext,
    Command,
    Finish,
    MarkAbsent,
    OpenCounter,
    Park,
    PauseCounter,
    Place,
    Recall,
    ReturnVisit,
    Transfer,
)
from contract.ids import CounterId, FieldId, VisitId
from contract.notices import Reason
from controller.core.calls import calls_before_absent
from controller.core.events import StepFinished, TicketCalled, VisitTransferred
from controller.core.queue import Stage
from controller.core.refusal import RefusedError
from controller.simulation.behaviour import Behaviour
from controller.simulation.hall import VirtualHall, keypad, seconds_of
from controller.simulation.luck import Luck
from controller.simulation.visitors import Visitors

_CALL_GAP_S: Final = 15.0
"""Between two calls of one number."""
_PHOTOCOPY_MIN: Final = 6.0
_LATE_MIN: Final = 6.0
"""After so long somebody who was absent turns up."""


@dataclass(slots=True)
class Clerk:
    """``idle``: free, and nobody waited when last asked. ``pause_at``: second of the day of the next pause."""

    pause_at: float
    idle: bool = False
    busy_s: float = 0.0


class Clerks:
    """Everybody behind a counter."""

    def __init__(self, hall: VirtualHall, behaviour: Behaviour, luck: Luck, visitors: Visitors) -> None:
        self._hall = hall
        self._behaviour = behaviour
        self._luck = luck
        self._visitors = visitors
        self.clerks: dict[CounterId, Clerk] = {}
        self.served: dict[FieldId, list[float]] = defaultdict(list)
        """Seconds of the services of the day, by field."""
        self._by_field: dict[FieldId, list[CounterId]] = defaultdict(list)
        sessions = hall.queue.plan.sessions
        self._sessions = [(seconds_of(one.opens), seconds_of(one.closes)) for one in sessions or ()] or [(0.0, 86400.0)]
        for counter in hall.site.counters:
            if counter.id not in behaviour.reserve:
                self.clerks[counter.id] = Clerk(self._sessions[0][0] + self._until_pause())
                for field in counter.fields:
                    self._by_field[field].append(counter.id)

    def expect(self) -> None:
        """Come to work."""
        for counter in self.clerks:
            self._open_at(counter, self._sessions[0][0])

    def mean_s(self, field: FieldId) -> float:
        """Mean service of the day so far, at first the one of the site file."""
        served = self.served.get(field)
        return sum(served) / len(served) if served else self._hall.queue.fields[field].service_min * 60

    def came(self, field: FieldId) -> None:
        """Somebody new in line: a clerk who has nothing to do calls."""
        for counter in self._by_field[field]:
            if self.clerks[counter].idle:
                self.clerks[counter].idle = False
                self._hall.later(self._luck.about(self._behaviour.reaction_s), partial(self._call, counter))
                return

    def _open_at(self, counter: CounterId, second: float) -> None:
        late = self._luck.about(self._behaviour.late_min * 60)
        self._hall.later(second - self._hall.now + late, lambda: self._open(counter))

    def _open(self, counter: CounterId) -> None:
        self._press(counter, OpenCounter(counter))
        self._call(counter)

    def _call(self, counter: CounterId) -> None:
        if self._goes_away(counter):
            return
        try:
            called = self._press(counter, CallNext(counter))
        except RefusedError as refusal:
            if refusal.reason is not Reason.NOBODY_WAITING:
                raise
            self.clerks[counter].idle = True
            return
        assert isinstance(called, TicketCalled)
        if self._visitors.holds_out(called.visit):
            self._serve(counter, called.visit)
        else:
            self._hall.later(_CALL_GAP_S, lambda: self._call_again(counter, called.visit))

    def _goes_away(self, counter: CounterId) -> bool:
        """To lunch or for a moment; at the end of the day nobody goes before the hall is empty."""
        now, clerk = self._hall.now, self.clerks[counter]
        for (_, closes), (opens, _) in pairwise(self._sessions):
            if closes <= now < opens:
                self._press(counter, PauseCounter(counter))
                clerk.pause_at = opens + self._until_pause()
                self._open_at(counter, opens)
                return True
        if now < clerk.pause_at:
            return False
        self._press(counter, PauseCounter(counter))
        away = self._luck.lognormal(self._behaviour.pause_min * 60, 0.6)
        clerk.pause_at = now + away + self._until_pause()
        self._hall.later(away, lambda: self._open(counter))
        return True

    def _call_again(self, counter: CounterId, visit: VisitId) -> None:
        if self._hall.queue.visits[visit].times < calls_before_absent(self._hall.queue):
            self._press(counter, Recall(counter, visit))
            self._hall.later(_CALL_GAP_S, lambda: self._call_again(counter, visit))
            return
        self._press(counter, MarkAbsent(counter, visit))
        if self._visitors.people[visit].returns:
            self._visitors.people[visit].returns = False
            self._hall.later(self._luck.about(_LATE_MIN * 60), lambda: self._returned(counter, visit))
        self._free(counter)

    def _serve(self, counter: CounterId, visit: VisitId) -> None:
        field = self._hall.queue.visits[visit].field
        seconds = self._luck.service(field, counter, self._hall.now)
        self.clerks[counter].busy_s += seconds
        drawn = self._luck.random.random()
        if drawn < self._behaviour.parked:
            self._hall.later(seconds / 2, lambda: self._park(counter, visit))
        elif drawn < self._behaviour.parked + self._behaviour.transfer:
            self._hall.later(seconds / 2, lambda: self._send_on(counter, visit))
        else:
            self._hall.later(seconds, lambda: self._finish(counter, visit, field, seconds))

    def _finish(self, counter: CounterId, visit: VisitId, field: FieldId, seconds: float) -> None:
        self.served[field].append(seconds)
        event = self._press(counter, Finish(counter, visit))
        self._free(counter)
        if isinstance(event, StepFinished):
            self._visitors.people[visit].leaves = max(self._visitors.people[visit].leaves, self._hall.now + 3600)
            self.came(event.field)

    def _park(self, counter: CounterId, visit: VisitId) -> None:
        self._press(counter, Park(counter, visit))
        self._hall.later(self._luck.about(_PHOTOCOPY_MIN * 60), lambda: self._returned(counter, visit))
        self._free(counter)

    def _send_on(self, counter: CounterId, visit: VisitId) -> None:
        """To another field, where the time since the ticket counts."""
        here = self._hall.queue.visits[visit].field
        others = [one for one in self._by_field if one != here]
        if not others:
            self._finish(counter, visit, here, 0.0)
            return
        there = self._luck.random.choice(others)
        event = self._press(counter, Transfer(visit, counter, there, place=Place.ORIGINAL))
        assert isinstance(event, VisitTransferred)
        self._free(counter)
        self.came(event.field)

    def _returned(self, counter: CounterId, visit: VisitId) -> None:
        """From the photocopier, or late."""
        known = self._hall.queue.visits[visit]
        if known.stage in {Stage.PARKED, Stage.ABSENT}:
            self._visitors.people[visit].leaves = self._hall.now + 3600
            self._press(counter, ReturnVisit(visit))
            self.came(known.field)

    def _free(self, counter: CounterId) -> None:
        self._hall.later(self._luck.about(self._behaviour.reaction_s), lambda: self._call(counter))

    def _until_pause(self) -> float:
        return self._luck.about(3600 / self._behaviour.pauses) if self._behaviour.pauses else float("inf")

    def _press(self, counter: CounterId, command: Command) -> object:
        return self._hall.do(keypad(counter), command)[0]
