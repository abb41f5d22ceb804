"""Any day with kiosks that come and go: no number twice, none held by two, replay = live, and calls in the order of the taps."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contract.commands import CallNext, Finish, HoldNumbers, MarkAbsent, ReportTicket, TakeTicket, Undo
from contract.ids import DeviceId, RequestId
from contract.site import Device, Tickets
from contract.topics import Role
from controller.core import events as e
from controller.core.decide import decide
from controller.core.evolve import evolve
from controller.core.queue import Queue, Stage
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender
from controller.core.state import plain_state
from tests.controller.core.engine_day import WORKDAY, Day, snapshot, with_field
from tests.office import CIVIL, FIVE, KIOSK, LAND, clerk, small_site

RULES = Tickets(double_tap_s=0, per_minute=0, per_minute_peak=0, block=2)
OTHER = DeviceId("kiosk-2")
SMALL = with_field(small_site(tickets=RULES), LAND, last=12)
SITE = replace(SMALL, devices=(*SMALL.devices, Device(OTHER, Role.KIOSK)))
KIOSKS = st.sampled_from([KIOSK, OTHER])
FIELDS = st.sampled_from([LAND, LAND, CIVIL])


class CutOff(RuleBasedStateMachine):
    """Two kiosks as citizens see them: ``shown`` is the number in the hand for each tap, ``tapped`` when it was made."""

    def __init__(self) -> None:
        super().__init__()
        self.day = Day(SITE, WORKDAY)
        self.taps = 0
        self.stock: dict[tuple[DeviceId, str], list[str]] = {}
        self.unreported: list[tuple[DeviceId, ReportTicket]] = []
        self.shown: dict[RequestId, str] = {}
        self.came: dict[str, object] = {}

    def decided(self, command, sender, request=None):
        """Events that were done; a refusal changes nothing."""
        before = snapshot(self.day.queue)
        try:
            events = decide(self.day.queue, command, self.day.clock(), sender)
        except RefusedError:
            events = ()
        assert snapshot(self.day.queue) == before
        for event in events:
            queue = self.day.queue
            entry = e.Entry(queue.seq + 1, self.day.clock(), sender.device, request, event, sender.officer)
            self.day.journal.append(entry)
            evolve(queue, entry)
        return events

    def kiosk(self, device):
        return device_sender(SITE, device)

    def tap(self):
        self.taps += 1
        self.day.clock.move(seconds=1)
        return RequestId(f"tap-{self.taps}")

    @rule(device=KIOSKS, field=FIELDS, book=st.sampled_from(["a", "a", "b"]))
    def hold(self, device, field, book):
        """Whoever asks is told all that its memory holds; what it gave already it does not give again."""
        self.decided(HoldNumbers(field, book), self.kiosk(device))
        if book == "a":
            given = set(self.shown.values())
            held = self.day.queue.held_by(device, field, "a")
            self.stock[device, field] = [one for one in held if one not in given]

    @rule(device=KIOSKS, field=FIELDS, lost=st.booleans())
    def take(self, device, field, lost):
        """The normal way; a lost answer may be made up for by a number of the kiosk's own."""
        tap, at = self.tap(), self.day.clock()
        events = self.decided(TakeTicket(field), self.kiosk(device), tap)
        if lost:
            self.give(device, field, tap, at)
        elif events:
            self.show(tap, events[0].number, at)

    @rule(device=KIOSKS, field=FIELDS)
    def take_alone(self, device, field):
        tap = self.tap()
        self.give(device, field, tap, self.day.clock())

    def give(self, device, field, tap, at):
        numbers = self.stock.get((device, field), [])
        if numbers:
            number = numbers.pop(0)
            self.show(tap, number, at)
            self.unreported.append((device, ReportTicket(tap, number, at)))

    def show(self, tap, number, at):
        assert number not in self.shown.values()
        self.shown[tap] = number
        self.came[number] = at

    @rule(data=st.data())
    def report(self, data):
        """Kiosks come back in any order, one report after the other each."""
        if not self.unreported:
            return
        device, _ = data.draw(st.sampled_from(self.unreported))
        first = next(one for one in self.unreported if one[0] == device)
        self.unreported.remove(first)
        self.day.clock.move(seconds=1)
        (issued, *void) = self.decided(first[1], self.kiosk(device), RequestId(f"{first[1].tap}+given"))
        assert (issued.number, issued.taken_at) == (first[1].number, self.came[first[1].number])
        assert len(void) <= 1
        assert self.decided(first[1], self.kiosk(device)) == ()

    @rule(end=st.sampled_from(["finish", "absent", "undo"]))
    def call(self, end):
        """Of all that are known the one who tapped first."""
        officer, queue = clerk(FIVE), self.day.queue
        waiting = [one for one in queue.visits.values() if one.stage is Stage.WAITING and one.number in self.known()]
        called = self.decided(CallNext(FIVE), officer)
        if not called:
            return
        visit = queue.visits[called[0].visit]
        if visit.number in self.known():
            assert self.came[visit.number] == min(self.came[one.number] for one in waiting)
        ends = {"finish": Finish(FIVE, visit.id), "absent": MarkAbsent(FIVE, visit.id), "undo": Undo(FIVE, visit.id)}
        if not self.decided(ends[end], officer):
            self.decided(Finish(FIVE, visit.id), officer)

    def known(self):
        return set(self.shown.values())

    @rule(minutes=st.integers(1, 30))
    def later(self, minutes):
        self.day.clock.move(minutes=minutes)

    @invariant()
    def nobody_holds_what_another_has(self):
        queue = self.day.queue
        held = [(one, hold.device) for prefix, places in queue.held.items() for one, hold in places.items() if prefix]
        assert len(held) == sum(len(one) for one in queue.held.values())
        for number, visit in queue.numbers.items():
            hold = queue.hold(number)
            assert hold is None or number in self.shown.values()
            assert queue.visits[visit].number == number

    @invariant()
    def each_tap_has_one_visit_that_counts(self):
        queue = self.day.queue
        unreported = {command.tap for _, command in self.unreported}
        for (_, tap), visit in queue.taps.items():
            if tap in self.shown and tap not in unreported:
                assert queue.visits[visit].number == self.shown[tap]
        live = [one for one in queue.visits.values() if one.stage is not Stage.CANCELLED]
        assert sum(queue.issued.values()) == len(live)

    def teardown(self):
        """Replay = live, wherever the day ends; that no decision changes anything by itself is asked of each."""
        again = Queue(SITE)
        for entry in self.day.journal:
            evolve(again, entry)
        assert plain_state(again) == plain_state(self.day.queue)


CutOff.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestCutOff = CutOff.TestCase


def test_the_clock_of_the_day_goes_on():
    """A machine whose hours stand still would prove nothing about order."""
    machine = CutOff()
    before = machine.day.clock()
    machine.tap()
    assert machine.day.clock() - before == timedelta(seconds=1)
