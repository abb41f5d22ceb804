"""The engine under any order of commands.

No number twice, nobody lost, nobody at two counters and no counter with two; a refused command changes nothing; replay = live; caps
hold; and the bound on overtaking that ``controller/core/choice.py`` states.
"""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, takewhile

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from contract.calling import Calling
from contract.commands import (
    CallNext,
    CallNumber,
    CancelVisit,
    ClearAlarm,
    CloseCounter,
    CloseField,
    Finish,
    GrantPriority,
    MarkAbsent,
    OpenCounter,
    OpenField,
    Park,
    PauseCounter,
    Place,
    RaiseAlarm,
    RateVisit,
    Recall,
    ReturnVisit,
    Score,
    SignIn,
    SignOut,
    TakeTicket,
    Transfer,
    Undo,
)
from contract.ids import FileCode, TicketNumber, VisitId
from contract.notices import CounterStatus
from contract.site import Order
from controller.core import events as e
from controller.core.cause import Cause
from controller.core.decide import decide
from controller.core.queue import LIVE, OWN_CAP, Stage
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender
from controller.core.site_change import site_changes
from controller.core.state import plain_state
from tests.controller.core.engine_day import ALL, PAY, SEVEN, WORKDAY, Day, listed, snapshot, wide_site, with_field
from tests.office import (
    CIVIL,
    ELDERLY,
    FIVE,
    HOA,
    KEYPAD,
    LAN,
    LAND,
    MAI,
    MORNING,
    OFFICERS,
    ONE,
    PAD,
    clerk,
    head_page,
)

WIDE = with_field(
    with_field(wide_site(calling=Calling(recall_gap_s=2)), CIVIL, last=30, target_wait_min=4), LAND, priority_cap=1
)
SITE = listed(WIDE, SEVEN)
LESS = replace(SITE, fields=SITE.fields[:2], counters=SITE.counters[:2], officers=OFFICERS[1:])
"""The same office after the fee counter was given up in mid-day, and Lan has left."""
COUNTERS = st.sampled_from([ONE, FIVE, SEVEN])
FIELDS = st.sampled_from([LAND, LAND, CIVIL, PAY])
CODES = st.sampled_from([None, None, None, FileCode("H56.14-240823-0001"), FileCode("H56.14-240823-0002")])


class OfficeDay(RuleBasedStateMachine):
    """Any day of the wide office, with its journal; the rules choose, the engine decides."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Day(SITE, WORKDAY, seated=ALL)
        self.calls = 0
        self.undone = False
        self.rows: dict[object, list[tuple[int, bool, bool]]] = {}
        """Of each line: numbers of the calls from it, whether somebody by law passed ordinary people, and whether by name."""

    @property
    def queue(self):
        return self.day.queue

    def do(self, command, sender=None):
        """Do it or be refused; either way nothing but the events changes anything."""
        sender = sender or self.day.sender(command)
        before = snapshot(self.queue)
        try:
            events = decide(self.queue, command, self.day.clock(), sender)
        except RefusedError:
            events = ()
        assert snapshot(self.queue) == before
        for event in events:
            self.note(event)
            self.day.happen(event, sender=sender)
        return events

    def note(self, event):
        """Count people by law who pass ordinary people."""
        if isinstance(event, e.TicketCalled) and (one := self.queue.visits[event.visit]).stage is Stage.WAITING:
            others = [two for two in self.queue.visits.values() if two.stage is Stage.WAITING and two is not one]
            passed = any(self.line_of(two) == self.line_of(one) and not two.by_law for two in others)
            call = (self.queue.seq + 1, one.by_law and passed, event.named)
            self.rows.setdefault(self.line_of(one), []).append(call)
        elif isinstance(event, e.ActionUndone):
            for row in self.rows.values():
                row[:] = [call for call in row if call[0] != event.undone]
            self.undone = True
        elif isinstance(event, e.CounterClosed | e.OfficerSignedOut):
            self.rows.pop(event.counter, None)

    def line_of(self, visit):
        """The line in which somebody waits, by name."""
        return visit.field if visit.only is None else visit.only

    def some(self, data, *stages):
        """One visit of these stages, or one that nobody has."""
        found = [one.id for one in self.queue.visits.values() if one.stage in stages]
        return data.draw(st.sampled_from(found)) if found else VisitId("2026-11-22-B001")

    def counter_of(self, data, visit):
        """Mostly where the visit is."""
        here = self.queue.visits[visit].counter if visit in self.queue.visits else None
        return data.draw(st.sampled_from([here or FIVE, here or FIVE, ONE]))

    @initialize(people=st.lists(st.tuples(FIELDS, st.booleans(), st.integers(0, 5)), min_size=6, max_size=16))
    def morning(self, people):
        """Some have come before."""
        for field, by_law, minutes in people:
            self.do(TakeTicket(field, priority=ELDERLY if by_law else None), head_page())
            self.day.later(minutes=minutes)

    @rule(field=FIELDS, code=CODES)
    def take(self, field, code):
        self.do(TakeTicket(field, code))

    @rule(field=FIELDS, minutes=st.one_of(st.none(), st.integers(-30, 60)), by_law=st.booleans(), code=CODES)
    def take_at_the_desk(self, field, minutes, by_law, code):
        booked = None if minutes is None else self.day.clock() + timedelta(minutes=minutes)
        self.do(TakeTicket(field, code, ELDERLY if by_law else None, booked), head_page())

    @rule(counter=COUNTERS, people=st.lists(st.integers(0, 4), min_size=2, max_size=6))
    def work(self, counter, people):
        """One after another, some minutes each, as on any morning."""
        for minutes in people:
            self.day.later(minutes=minutes)
            self.free(counter)
            self.call_next(counter)

    def free(self, counter):
        here = self.queue.at_counter.get(counter)
        if here is not None:
            self.do(Finish(counter, here, whole=True))

    @rule(counter=COUNTERS)
    def call_by_mistake(self, counter):
        """A call taken back and made again gets the same person, for the same cause."""
        self.free(counter)
        first = self.do(CallNext(counter))
        if first:
            assert self.do(Undo(counter, first[0].visit))
            assert self.do(CallNext(counter)) == first

    @rule(field=FIELDS, people=st.lists(st.booleans(), min_size=2, max_size=6))
    def crowd(self, field, people):
        """Several come at once; some of them go first by law."""
        for by_law in people:
            self.do(TakeTicket(field, priority=ELDERLY if by_law else None), head_page())

    @rule(counter=COUNTERS)
    def call(self, counter):
        self.call_next(counter)

    def call_next(self, counter):
        if counter not in self.queue.counters:
            return
        expected = self.expected(counter)
        waiting = {one.id: one.key for one in self.queue.visits.values() if one.stage is Stage.WAITING}
        streaks = {name: line.streak for name, line in self.lines(counter).items()}
        events = self.do(CallNext(counter))
        if not events:
            return
        chosen = self.queue.visits[events[0].visit]
        assert (chosen.id, events[0].cause) == expected
        self.calls += 1
        self.check_cap(counter, chosen)
        self.check_overtaking(counter, chosen, waiting, streaks)

    def check_cap(self, counter, chosen):
        """No more by law in a row than the cap while ordinary people waited, but for those called by name."""
        place = self.place_of(counter, chosen)
        row = self.rows[counter if place is None else place]
        in_a_row = [call for call in takewhile(lambda call: call[1], reversed(row)) if not call[2]]
        cap = self.cap(place)
        assert len(in_a_row) <= cap
        before = list(takewhile(lambda call: call[1], reversed(row[:-1])))
        assert chosen.cause is not Cause.TURN or self.undone or len(before) >= cap

    def cap(self, place):
        """Of the counter's own line, or of a field."""
        return OWN_CAP if place is None else self.queue.fields[place].priority_cap

    def lines(self, counter):
        """Own line and fields of a counter by name."""
        return {None: self.queue.seats[counter].line} | {
            one: self.queue.lines[one] for one in self.queue.counters[counter].fields
        }

    def place_of(self, counter, visit):
        """In which line of the counter somebody waits; False for none of them."""
        if visit.only is not None:
            return None if visit.only == counter else False
        return visit.field if visit.field in self.queue.counters[counter].fields else False

    def expected(self, counter):
        """Whom the counter ought to call and why, worked out from the people alone."""
        now = self.day.clock().timestamp()
        rows = {}
        for one in self.queue.visits.values():
            place = self.place_of(counter, one)
            if one.stage is Stage.WAITING and place is not False:
                rows.setdefault(place, []).append(one)
        if not rows:
            return None
        order = [place for place in (None, *self.queue.counters[counter].fields) if place in rows]
        claims = {place: min(one.key for one in row) for place, row in rows.items()}
        in_order = self.queue.counters[counter].order is Order.LISTED and min(claims.values())[0] > now
        place = order[0] if in_order else min(order, key=claims.get)
        plain = sorted((one for one in rows[place] if not one.by_law), key=lambda one: one.key)
        lawful = sorted((one for one in rows[place] if one.by_law), key=lambda one: one.key)
        cap = self.cap(place)
        turn = bool(plain and lawful) and self.lines(counter)[place].streak >= cap
        overdue = bool(plain) and plain[0].key[0] <= now and (not lawful or plain[0].key < lawful[0].key)
        first = plain[0] if plain and (turn or overdue or not lawful) else lawful[0]
        if first.late:
            cause = Cause.BACK
        elif first.key[0] == 0:
            cause = Cause.FRONT
        elif first.by_law:
            cause = Cause.LAW
        elif (turn and not overdue) or (turn and lawful[0].key < first.key):
            cause = Cause.TURN
        elif place is None:
            cause = Cause.OWN
        elif first.key[0] <= now:
            cause = Cause.BOOKED if first.appointed_at == first.due else Cause.OVERDUE
        elif len(rows) == 1:
            cause = Cause.FIRST
        else:
            cause = Cause.LISTED if self.queue.counters[counter].order is Order.LISTED else Cause.DUE
        return first.id, cause

    def check_overtaking(self, counter, chosen, waiting, streaks):
        """The bound: whoever is due is overtaken only by earlier keys, and by ordinary people after ``cap`` by law."""
        now = self.day.clock().timestamp()
        place = self.place_of(counter, chosen)
        for one in self.queue.visits.values():
            if one.stage is not Stage.WAITING or one.id not in waiting or self.place_of(counter, one) is False:
                continue
            if one.key[0] <= now and waiting[chosen.id] > one.key:
                cap = self.cap(place)
                assert not chosen.by_law
                assert streaks[place] >= cap
                assert chosen.cause is Cause.TURN or chosen.late or waiting[chosen.id][0] == 0

    @rule(counter=COUNTERS, data=st.data())
    def call_by_number(self, counter, data):
        numbers = [one.number for one in self.queue.visits.values()] or [TicketNumber("B999")]
        self.do(CallNumber(counter, data.draw(st.sampled_from(numbers))))

    @rule(data=st.data(), seconds=st.integers(0, 5))
    def recall(self, data, seconds):
        self.day.later(seconds=seconds)
        visit = self.some(data, Stage.CALLED)
        self.do(Recall(self.counter_of(data, visit), visit))

    @rule(data=st.data())
    def absent(self, data):
        visit = self.some(data, Stage.CALLED)
        for _ in range(2):
            self.day.later(seconds=3)
            self.do(Recall(self.counter_of(data, visit), visit))
        self.do(MarkAbsent(self.counter_of(data, visit), visit))

    @rule(data=st.data(), whole=st.booleans())
    def finish(self, data, whole):
        visit = self.some(data, Stage.CALLED)
        self.do(Finish(self.counter_of(data, visit), visit, whole))

    @rule(data=st.data())
    def park(self, data):
        visit = self.some(data, Stage.CALLED)
        self.do(Park(self.counter_of(data, visit), visit))

    @rule(data=st.data())
    def come_back(self, data):
        visit = self.some(data, Stage.PARKED, Stage.ABSENT)
        self.do(ReturnVisit(visit), data.draw(st.sampled_from([head_page(), clerk(FIVE, LAN)])))

    @rule(
        data=st.data(),
        field=st.one_of(st.none(), FIELDS),
        to_counter=st.one_of(st.none(), COUNTERS),
        place=st.sampled_from(Place),
        back=st.booleans(),
    )
    def transfer(self, data, field, to_counter, place, back):
        visit = self.some(data, Stage.CALLED)
        self.do(Transfer(visit, self.counter_of(data, visit), field, to_counter, place, back))

    @rule(
        data=st.data(),
        field=st.one_of(st.none(), FIELDS),
        to_counter=st.one_of(st.none(), COUNTERS),
        place=st.sampled_from(Place),
    )
    def head_moves(self, data, field, to_counter, place):
        visit = self.some(data, Stage.WAITING, Stage.PARKED)
        self.do(Transfer(visit, None, field, to_counter, place), head_page())

    @rule(data=st.data())
    def cancel(self, data):
        visit = self.some(data, *Stage)
        self.do(CancelVisit(visit), data.draw(st.sampled_from([head_page(), clerk(FIVE, LAN)])))

    @rule(data=st.data())
    def grant(self, data):
        self.do(GrantPriority(self.some(data, Stage.WAITING, Stage.PARKED), ELDERLY), head_page())

    @rule(counter=COUNTERS)
    def undo(self, counter):
        latest = self.queue.seats[counter].latest
        self.do(Undo(counter, latest.before.id if latest else VisitId("2026-11-23-B001")))

    @rule(data=st.data(), score=st.sampled_from(Score))
    def rate(self, data, score):
        self.do(RateVisit(self.some(data, Stage.FINISHED), score), device_sender(SITE, PAD))

    @rule(counter=COUNTERS, officer=st.sampled_from([LAN, MAI, HOA]))
    def sign_in(self, counter, officer):
        self.do(SignIn(officer, "", counter), clerk(counter, officer))
        self.do(OpenCounter(counter), clerk(counter, officer))

    @rule(counter=COUNTERS, kind=st.sampled_from([SignOut, PauseCounter, CloseCounter, ClearAlarm]))
    def head_at_a_counter(self, counter, kind):
        self.do(kind(counter), head_page())

    @rule(kind=st.sampled_from([OpenCounter, PauseCounter, RaiseAlarm]))
    def keypad(self, kind):
        self.do(kind(ONE), device_sender(SITE, KEYPAD))

    @rule(field=FIELDS, kind=st.sampled_from([OpenField, CloseField]))
    def door(self, field, kind):
        self.do(kind(field), head_page())

    @rule(seconds=st.sampled_from([1, 20, 90, 300, 900, -40]))
    def wait(self, seconds):
        self.day.later(seconds=seconds)

    @precondition(lambda self: self.queue.site is SITE)
    @rule()
    def the_site_file_is_changed(self):
        """The controller starts again with a file that has lost a field, a counter and an officer."""
        self.day = self.day.again(LESS)
        self.rows = {}
        self.day.happen(*site_changes(self.queue))
        assert site_changes(self.queue) == []

    @precondition(lambda self: self.calls > 5)
    @rule()
    def new_day(self):
        self.day.clock.at = max(self.day.clock(), MORNING) + timedelta(days=1)
        self.rows = {}
        self.day.happen(e.DayOpened(self.day.clock().date(), WORKDAY.sessions))
        for counter, officer in ALL.items():
            if counter in self.queue.counters and officer in self.queue.officers:
                self.day.sit(counter, officer)

    @invariant()
    def no_number_twice(self):
        given = [entry.event.visit for entry in self.day.journal if isinstance(entry.event, e.TicketIssued)]
        assert len(given) == len(set(given))

    @invariant()
    def nobody_lost(self):
        """Each live visit is exactly in one place: one line, one counter, or set aside."""
        lines = [*self.queue.lines.values(), *(seat.line for seat in self.queue.seats.values())]
        waiting = [one for line in lines for row in (line.ordinary, line.by_law) for _, one in row]
        assert sorted(waiting) == sorted(one.id for one in self.queue.visits.values() if one.stage is Stage.WAITING)
        for line in lines:
            assert all(self.queue.visits[one].by_law for one in line.row(by_law=True))
            assert not any(self.queue.visits[one].by_law for one in line.row(by_law=False))
        called = {one.id: one.counter for one in self.queue.visits.values() if one.stage is Stage.CALLED}
        assert {visit: counter for counter, visit in self.queue.at_counter.items()} == called
        assert len(set(self.queue.at_counter.values())) == len(self.queue.at_counter)

    @invariant()
    def somebody_can_get_to_everybody(self):
        """Who waits for one counter waits where it is not closed; who is at a counter is at one of the site."""
        for one in self.queue.visits.values():
            if one.stage is Stage.WAITING and one.only is not None:
                assert self.queue.seats[one.only].status is not CounterStatus.CLOSED
                assert one.only in self.queue.counters
            if one.stage is Stage.CALLED:
                assert one.counter in self.queue.counters

    @invariant()
    def a_receipt_has_one_live_number(self):
        held = [one.file_code for one in self.queue.visits.values() if one.file_code and one.stage in LIVE]
        assert len(held) == len(set(held))

    @invariant()
    def rows_are_in_order(self):
        for line in self.queue.lines.values():
            for row in (line.ordinary, line.by_law):
                assert all(one < two for one, two in pairwise(row))

    def teardown(self):
        """Replay = live; whoever starts now knows all that is known here."""
        assert plain_state(self.day.again().queue) == plain_state(self.queue)


TestOfficeDay = OfficeDay.TestCase
TestOfficeDay.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
