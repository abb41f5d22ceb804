"""A day of the engine alone: commands are decided and done, refusals are proven to have changed nothing."""

import pickle
from dataclasses import replace
from datetime import datetime, time, timedelta

from contract.calling import Calling
from contract.commands import (
    CallNext,
    Command,
    Finish,
    MarkAbsent,
    OpenCounter,
    RateVisit,
    ReportPrint,
    SignIn,
    TakeTicket,
)
from contract.ids import CounterId, FieldId, OfficerId, VisitId
from contract.notices import Reason
from contract.site import Counter, Field, Order, Site, Tickets
from controller.core import events as e
from controller.core.day import Plan, Session
from controller.core.decide import decide
from controller.core.evolve import evolve
from controller.core.queue import Queue, Visit
from controller.core.refusal import RefusedError
from controller.core.rights import Sender, device_sender
from tests.office import FIVE, HOA, KIOSK, LAN, LAND, MAI, ONE, PAD, SetClock, clerk, head_page, small_site

PAY = FieldId("nop-phi")
SEVEN = CounterId(7)
WORKDAY = Plan((Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17))))


def wide_site(calling: Calling | None = None, tickets: Tickets | None = None, **changes: object) -> Site:
    """The small office with a fee counter: land is handed in at 5, paid for at 7, and 7 helps out with land."""
    site = small_site(calling=calling, tickets=tickets)
    land, civil = site.fields
    fields = (replace(land, then=(PAY,)), civil, Field(PAY, "Nộp phí", "C", offered=False, target_wait_min=10))
    return replace(site, fields=fields, counters=(*site.counters, Counter(SEVEN, (PAY, LAND))), **changes)


def with_field(site: Site, field: FieldId, **changes: object) -> Site:
    """The site with one field changed."""
    return replace(site, fields=tuple(replace(one, **changes) if one.id == field else one for one in site.fields))


def listed(site: Site, counter: CounterId) -> Site:
    """The site with one counter that takes its fields in their order."""
    return replace(
        site,
        counters=tuple(replace(one, order=Order.LISTED) if one.id == counter else one for one in site.counters),
    )


def snapshot(queue: Queue) -> bytes:
    """The whole state, to be compared with itself a moment later; what is only remembered for speed is left out."""
    state = {name: getattr(queue, name) for name in Queue.__slots__}
    return pickle.dumps(state | {"pace": replace(queue.pace, memo=None)})


class Day:
    """``seated``: who has opened which counter already."""

    def __init__(
        self,
        site: Site | None = None,
        plan: Plan | None = None,
        seated: dict[CounterId, OfficerId] | None = None,
        at: datetime | None = None,
    ) -> None:
        self.site = site or small_site()
        self.queue = Queue(self.site)
        self.clock = SetClock() if at is None else SetClock(at)
        self.journal: list[e.Entry] = []
        plan = plan or Plan()
        self.happen(e.DayOpened(self.clock().date(), plan.sessions, plan.words))
        for counter, officer in ({FIVE: LAN} if seated is None else seated).items():
            self.sit(counter, officer)

    def happen(self, *events: e.Event, sender: Sender | None = None) -> None:
        for event in events:
            by, officer = (sender.device, sender.officer) if sender else (KIOSK, None)
            entry = e.Entry(self.queue.seq + 1, self.clock(), by, None, event, officer)
            self.journal.append(entry)
            evolve(self.queue, entry)

    def sender(self, command: Command) -> Sender:
        """Who would send this: the kiosk, the terminal, the clerk at the counter, or else the head."""
        if isinstance(command, TakeTicket | ReportPrint):
            found = device_sender(self.site, KIOSK)
        elif isinstance(command, RateVisit):
            found = device_sender(self.site, PAD)
        elif (counter := getattr(command, "counter", None)) is not None:
            seat = self.queue.seats.get(counter)
            found = clerk(counter, (seat.officer if seat else None) or LAN)
        else:
            found = head_page()
        assert found is not None
        return found

    def do(self, command: Command, sender: Sender | None = None) -> e.Event:
        """Decide and do it; the first event."""
        who = sender or self.sender(command)
        events = decide(self.queue, command, self.clock(), who)
        self.happen(*events, sender=who)
        return events[0]

    def refused(self, command: Command, sender: Sender | None = None) -> Reason:
        """Why it is refused; nothing has changed."""
        return self.refusal(command, sender).reason

    def refusal(self, command: Command, sender: Sender | None = None) -> RefusedError:
        before = snapshot(self.queue)
        try:
            decide(self.queue, command, self.clock(), sender or self.sender(command))
        except RefusedError as refusal:
            assert snapshot(self.queue) == before
            return refusal
        raise AssertionError(f"{command} was not refused")

    def sit(self, counter: CounterId, officer: OfficerId) -> None:
        """Sign in at the counter and open it."""
        page = clerk(counter, officer)
        self.do(SignIn(officer, "", counter), page)
        self.do(OpenCounter(counter), page)

    def take(self, field: FieldId = LAND, **more: object) -> VisitId:
        """A number; a second passes, so that nobody has the same arrival."""
        by_law = "priority" in more
        visit = self.do(TakeTicket(field, **more), head_page() if by_law else None).visit
        self.clock.move(seconds=1)
        return visit

    def call(self, counter: CounterId = FIVE) -> VisitId:
        return self.do(CallNext(counter)).visit

    def finish(self, counter: CounterId = FIVE, **more: bool) -> VisitId:
        visit = self.queue.at_counter[counter]
        self.do(Finish(counter, visit, **more))
        return visit

    def serve(self, counter: CounterId = FIVE) -> VisitId:
        """Call the next one and finish the step at once."""
        self.call(counter)
        return self.finish(counter)

    def miss(self, counter: CounterId = FIVE) -> VisitId:
        """The one at the counter, called often enough, does not come."""
        visit = self.queue.at_counter[counter]
        self.queue.visits[visit].times = max(self.queue.visits[visit].times, self.site.calling.absent_after)
        self.do(MarkAbsent(counter, visit))
        return visit

    def visit(self, visit: VisitId) -> Visit:
        return self.queue.visits[visit]

    def later(self, **by: float) -> None:
        self.clock.move(**by)

    def again(self, site: Site | None = None) -> "Day":
        """The same journal read by a controller that has just started, perhaps with another site file."""
        other = Day.__new__(Day)
        other.site, other.clock, other.journal = site or self.site, self.clock, list(self.journal)
        other.queue = Queue(other.site)
        for entry in self.journal:
            evolve(other.queue, entry)
        return other


ALL = {FIVE: LAN, ONE: MAI, SEVEN: HOA}
"""Everybody at work, the head at counter 7."""
DAY = timedelta(days=1)
