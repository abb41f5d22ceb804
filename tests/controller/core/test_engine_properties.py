"""The engine under any order of commands: no number twice, nobody lost, replay = live, a refusal changes nothing."""

from copy import deepcopy
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from contract.commands import CallNext, Finish, MarkAbsent, RateVisit, Recall, Score, TakeTicket
from contract.ids import CounterId, FieldId, VisitId
from controller.core.decide import RefusedError, decide
from controller.core.events import DayOpened, Entry, TicketCalled, TicketIssued
from controller.core.evolve import evolve
from controller.core.queue import Queue, Stage
from tests.office import CIVIL, FIVE, KIOSK, LAND, MORNING, ONE, small_site


def state_of(queue):
    """Everything a queue holds, for comparison."""
    return {
        name: deepcopy(getattr(queue, name)) for name in Queue.__slots__ if name not in ("site", "fields", "counters")
    }


fields = st.sampled_from([LAND, CIVIL, FieldId("khong-co")])
counters = st.sampled_from([ONE, FIVE, CounterId(9)])


class Hall(RuleBasedStateMachine):
    """Any office day, with its journal."""

    visits = Bundle("visits")

    def __init__(self):
        super().__init__()
        self.site = small_site(last=40)
        self.queue = Queue(self.site)
        self.journal = []
        self.at = MORNING
        self.record(DayOpened(self.at.date()))

    def record(self, event):
        entry = Entry(self.queue.seq + 1, self.at, KIOSK, None, event)
        self.journal.append(entry)
        evolve(self.queue, entry)

    def do(self, command):
        before = state_of(self.queue)
        try:
            events = decide(self.queue, command, self.at)
        except RefusedError:
            events = ()
        assert state_of(self.queue) == before
        for event in events:
            self.record(event)
        return events

    @rule(target=visits, field=fields)
    def take(self, field):
        events = self.do(TakeTicket(field))
        return events[0].visit if events else VisitId("2026-11-22-B001")

    @rule(counter=counters)
    def call(self, counter):
        self.do(CallNext(counter))

    @rule(counter=counters, visit=visits)
    def recall(self, counter, visit):
        self.do(Recall(counter, visit))

    @rule(counter=counters, visit=visits)
    def absent(self, counter, visit):
        self.do(MarkAbsent(counter, visit))

    @rule(counter=counters, visit=visits)
    def finish(self, counter, visit):
        self.do(Finish(counter, visit))

    @rule(visit=consumes(visits), score=st.sampled_from(Score))
    def rate(self, visit, score):
        self.do(RateVisit(visit, score))

    @rule(seconds=st.integers(0, 300))
    def wait(self, seconds):
        self.at += timedelta(seconds=seconds)

    @rule()
    def new_day(self):
        self.at += timedelta(days=1)
        self.record(DayOpened(self.at.date()))

    @invariant()
    def no_number_twice(self):
        given = [entry.event.visit for entry in self.journal if isinstance(entry.event, TicketIssued)]
        assert len(given) == len(set(given))

    @invariant()
    def nobody_called_first_twice(self):
        called = [entry.event.visit for entry in self.journal if isinstance(entry.event, TicketCalled)]
        assert len(called) == len(set(called))

    @invariant()
    def nobody_lost(self):
        waiting = [visit for row in self.queue.rows.values() for visit in row.waiting]
        serving = list(self.queue.at_counter.values())
        for visit in self.queue.visits.values():
            assert (visit.id in waiting) == (visit.stage is Stage.WAITING)
            assert (visit.id in serving) == (visit.stage is Stage.CALLED)
        assert len(waiting) == len(set(waiting))

    @invariant()
    def people_ahead_are_counted_right(self):
        for row in self.queue.rows.values():
            for place, visit in enumerate(row.waiting):
                assert self.queue.ahead(self.queue.visits[visit]) == place

    @invariant()
    def replay_is_live(self):
        again = Queue(self.site)
        for entry in self.journal:
            evolve(again, entry)
        assert state_of(again) == state_of(self.queue)


TestHall = Hall.TestCase
TestHall.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
