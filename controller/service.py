"""The shell of the engine: a command comes in, is decided, made durable, answered, and then told to everyone.

One order for all: commands of devices, of pages and of look-ups pass one lock, so that what is journalled, what is answered and
what boards show can never disagree.
"""

import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date, datetime
from threading import RLock
from typing import Final, TypeVar

from contract.commands import LookUpFile, Request, SignIn
from contract.ids import CounterId, DeviceId, OfficerId, RequestId, VisitId
from contract.notices import Acceptance, Answer, CounterState, Outlook, Presence, Reason, Receipt, Refusal
from contract.site import Site
from controller.core import events as e
from controller.core import views
from controller.core.day import Plan
from controller.core.decide import decide
from controller.core.desk import Desk, desk
from controller.core.evolve import evolve
from controller.core.follow import follow_path
from controller.core.forecast import Forecast, forecast
from controller.core.hall import Hall, hall
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.look_up import LookUps
from controller.ports import Calendar, Clock, FileRegistry, Journal, Outlet, Verifier
from controller.sign_in import SignIns

_T = TypeVar("_T")
_LOG: Final = logging.getLogger(__name__)
_SELF: Final = Sender(DeviceId("controller"), frozenset())
_VISIT: Final = re.compile(r"\d{4}-\d\d-\d\d-[A-Z]\d{3}")
_FRESH_S: Final = 2.0
"""A forecast serves so long for everything that only shows it."""
_BOARD: Final = (
    e.TicketIssued,
    e.TicketCalled,
    e.TicketRecalled,
    e.StepFinished,
    e.VisitReturned,
    e.VisitTransferred,
    e.VisitCancelled,
    e.ActionUndone,
    e.MessagePosted,
)
_INVITES: Final = (e.VisitFinished, e.VisitRated, e.ActionUndone)


class Service:
    """The queue of one office, safe to use from any thread.

    ``follow`` is the address before a ticket's path, ``secret`` what makes the path unguessable. ``workers`` run look-ups and
    check passwords, which take their time and hold nobody up.
    """

    def __init__(
        self,
        site: Site,
        journal: Journal,
        outlet: Outlet,
        registry: FileRegistry,
        clock: Clock,
        workers: Executor,
        follow: str,
        secret: str,
        calendar: Calendar,
        verifier: Verifier,
    ) -> None:
        self.site = site
        self.secret = secret
        self.devices: dict[DeviceId, Presence] = {}
        self._journal = journal
        self._outlet = outlet
        self._clock = clock
        self._workers = workers
        self._follow = follow
        self._calendar = calendar
        self._lock = RLock()
        self._followers: list[Callable[[], None]] = []
        self._queue = Queue(site)
        for entry in journal.latest_day():
            evolve(self._queue, entry)
        self._hours_known = False
        self._look_ups = LookUps(site, registry, workers, outlet, self._note)
        self._sign_ins = SignIns(self._queue.officers, verifier, clock)
        self._ahead: tuple[datetime, Forecast] | None = None
        self._told_outlook: Outlook | None = None
        self._told_counters: dict[CounterId, CounterState] = {}

    def follow(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Tell ``changed`` after everything that happens, on the thread it happens on; returns how to stop."""
        with self._lock:
            self._followers.append(changed)
        return lambda: self._followers.remove(changed)

    def handle(self, sender: Sender, request: Request) -> Answer | None:
        """Do a command once, however often it is sent; the answer also leaves by the outlet.

        None for a look-up and for a device's signing in, which are answered later. Where the journal fails nothing is answered
        and nothing has changed.
        """
        if isinstance(request.command, LookUpFile):
            self._look_ups.begin(sender, request.id, request.command)
            return None
        if isinstance(request.command, SignIn):
            self._workers.submit(self._sign_in_later, sender, request)
            return None
        return self._do(sender, request, None)

    def sign_in(self, sender: Sender, request: Request) -> Answer:
        """Check the password of a SignIn, which takes 0.1 s on this thread, then do it like any command."""
        command = request.command
        assert isinstance(command, SignIn)
        reason = self._sign_ins.objection(command.officer, command.password)
        known = command.officer if command.officer in self._queue.officers else None  # else a password in the wrong box
        return self._do(replace(sender, officer=known), replace(request, command=replace(command, password="")), reason)

    def now(self) -> datetime:
        """The office's local time."""
        return self._clock()

    def heard(self, presence: Presence) -> None:
        """A device said how it is."""
        with self._lock:
            self.devices[presence.device] = presence
            self._changed()

    def tell_all(self) -> None:
        """Publish everything retained, for a broker that has lost it."""
        with self._lock:
            self._open_day()
            self._outlet.office(views.office(self.site))
            self._tell_state()

    def refresh(self) -> None:
        """Call every few seconds: midnight passes, waits shorten, messages end, although nobody does anything."""
        with self._lock:
            self._open_day()
            self._tell_outlook()
            for counter in self._queue.counters:
                self._tell_counter(counter)
            message = self._queue.message
            if message is not None and self._clock() >= message[1]:
                self._commit(_SELF, (e.MessagePosted("", message[1]),), None, None)
                self._outlet.board(views.board(self._queue, self._clock()))
            self._changed()
            self._journal.tidy()

    def desk(self, counter: CounterId) -> Desk | None:
        """What the counter's page shows; None for a counter that the site does not have."""
        return self._look(lambda queue, at: desk(queue, counter, at) if counter in queue.counters else None)

    def hall(self) -> Hall:
        """What the head's page shows."""
        return self._look(lambda queue, at: hall(queue, at, self._forecast(at)))

    def following(self, visit: VisitId) -> views.Following | None:
        """What a phone shows."""
        return self._look(lambda queue, at: views.following(queue, visit, at, self._forecast(at)))

    def seat_of(self, officer: OfficerId) -> CounterId | None:
        """The counter at which an officer is signed in."""
        return self._look(lambda queue, _: queue.seat_of(officer))

    def look(self, read: Callable[[Queue], _T]) -> _T:
        """Read the queue while nothing changes; what ``read`` returns must not be part of it."""
        return self._look(lambda queue, _: read(queue))

    def _look(self, read: Callable[[Queue, datetime], _T]) -> _T:
        with self._lock:
            self._open_day()
            return read(self._queue, self._clock())

    def _forecast(self, at: datetime) -> Forecast:
        if self._ahead is None or not 0 <= (at - self._ahead[0]).total_seconds() < _FRESH_S:
            self._ahead = (at, forecast(self._queue, at))
        return self._ahead[1]

    def _open_day(self) -> None:
        """A day is opened once: a clock that jumps back must not give yesterday's numbers again."""
        today, day = self._clock().date(), self._queue.day
        if today == day or (day is not None and not self._may_follow(day, today)):
            self._know_hours()
            return
        if day is not None and today < day:
            _LOG.warning("the clock was wrong when %s was opened; it is %s", day, today)
        plan = self._calendar(today)
        self._commit(_SELF, (e.DayOpened(today, plan.sessions, plan.words, plan.next_opens),), None, None)
        self._hours_known = True
        self._tell_state()

    def _know_hours(self) -> None:
        """After a start in mid-day the site file may say other hours than this morning."""
        if self._hours_known or self._queue.day is None:
            return
        self._hours_known = True
        plan = self._calendar(self._queue.day)
        if plan != self._queue.plan:
            self._commit(_SELF, (e.HoursChanged(plan.sessions, plan.words, plan.next_opens),), None, None)

    def _may_follow(self, day: date, today: date) -> bool:
        """Days go forward. Only where the open day was itself wrong, ``today`` may lie before it.

        So it was where nobody has a number of it, or where today is later than the day before it: a clock that was once
        years ahead must not take every later morning its new series.
        """
        days = self._journal.days()
        return today not in days and (today > day or not self._queue.visits or (len(days) > 1 and days[-2] < today))

    def _tell_state(self) -> None:
        self._told_outlook = None
        self._told_counters.clear()
        self._ahead = None
        self._outlet.board(views.board(self._queue, self._clock()))
        for counter in self._queue.counters:
            self._tell_counter(counter)
            self._outlet.invite(views.invitation(self._queue, counter))
        self._tell_outlook()

    def _tell_outlook(self) -> None:
        """Only where something but the time is new."""
        at = self._clock()
        outlook = views.outlook(self._queue, at, self._forecast(at))
        if self._told_outlook is None or replace(outlook, at=self._told_outlook.at) != self._told_outlook:
            self._told_outlook = outlook
            self._outlet.outlook(outlook)

    def _tell_counter(self, counter: CounterId) -> None:
        state = views.counter_state(self._queue, counter)
        told = self._told_counters.get(counter)
        if told is None or replace(state, seq=told.seq) != told:
            self._told_counters[counter] = state
            self._outlet.counter(state)

    def _do(self, sender: Sender, request: Request, reason: Reason | None) -> Answer:
        """``reason``: why it is refused before the rules are asked."""
        with self._lock:
            self._open_day()
            answer = self._journal.answered(_own(sender.device, request.id))
            events: tuple[e.Event, ...] = ()
            if answer is None:
                answer, events = self._decide(sender, request, reason)
            self._outlet.answer(sender.device, answer)
            self._tell(events)
            if events:
                self._changed()
            return answer

    def _sign_in_later(self, sender: Sender, request: Request) -> None:
        try:
            self.sign_in(sender, request)
        except Exception:  # noqa: BLE001 - the edge of a worker: the sender asks again
            _LOG.exception("signing in failed")

    def _decide(self, sender: Sender, request: Request, reason: Reason | None) -> tuple[Answer, tuple[e.Event, ...]]:
        at = self._clock()
        try:
            if reason is not None:
                raise RefusedError(reason)  # noqa: TRY301
            events = tuple(decide(self._queue, request.command, at, sender))
        except RefusedError as refusal:
            answer: Answer = Refusal(request.id, refusal.reason, refusal.number, refusal.opens_at)
            self._commit(sender, (_refused(request, refusal.reason, self._queue),), request.id, answer, at)
            return answer, ()
        answer = self._answer(request.id, events, at)
        self._commit(sender, events, request.id, answer, at)
        return answer, events

    def _answer(self, request: RequestId, events: tuple[e.Event, ...], at: datetime) -> Answer:
        event = events[0]
        if isinstance(event, e.TicketIssued):
            follow = f"{self._follow}/{follow_path(self.secret, event.visit)}"
            return Receipt(request, event.visit, event.number, event.field, at, event.ahead, follow, event.wait)
        return Acceptance(request, getattr(event, "visit", None))

    def _commit(
        self,
        sender: Sender,
        events: tuple[e.Event, ...],
        request: RequestId | None,
        answer: Answer | None,
        at: datetime | None = None,
    ) -> None:
        when = at or self._clock()
        first = self._queue.seq + 1
        officer = sender.officer or self._at_keypad(sender)
        entries = [
            e.Entry(first + place, when, sender.device, request, event, officer) for place, event in enumerate(events)
        ]
        self._journal.append(entries, _own(sender.device, request) if request else None, answer)
        for entry in entries:
            evolve(self._queue, entry)

    def _at_keypad(self, sender: Sender) -> OfficerId | None:
        """Who presses a keypad is whoever is signed in at its counter."""
        seat = (
            self._queue.seats.get(sender.counter) if sender.counter is not None and SignIn in sender.commands else None
        )
        return seat.officer if seat else None

    def _note(self, sender: Sender, event: e.FileLookedUp) -> None:
        with self._lock:
            self._open_day()
            self._commit(sender, (event,), None, None)

    def _tell(self, events: tuple[e.Event, ...]) -> None:
        """The notices that follow from events; the announcement first, since a voice takes longest."""
        for event in events:
            if isinstance(event, e.TicketCalled | e.TicketRecalled):
                spoken = views.announcement(self._queue, self._queue.visits[event.visit])
                if spoken:
                    self._outlet.announce(spoken)
        for counter in {
            counter for event in events if (counter := getattr(event, "counter", None)) in self._queue.counters
        }:
            self._tell_counter(counter)
        if any(isinstance(event, _BOARD) for event in events):
            self._outlet.board(views.board(self._queue, self._clock()))
        for event in events:
            if isinstance(event, _INVITES) and event.counter in self._queue.counters:
                self._outlet.invite(views.invitation(self._queue, event.counter))

    def _changed(self) -> None:
        for changed in list(self._followers):
            changed()


def _refused(request: Request, reason: Reason, queue: Queue) -> e.CommandRefused:
    """What the wish was about, as far as that is no free text, which might hold a citizen's number."""
    command = request.command
    visit, field = getattr(command, "visit", None), getattr(command, "field", None)
    return e.CommandRefused(
        type(command).__name__,
        reason,
        getattr(command, "counter", None),
        visit if visit is not None and _VISIT.fullmatch(visit) else None,
        field if field in queue.fields else None,
    )


def _own(by: DeviceId, request: RequestId) -> RequestId:
    """An id is its sender's: whoever sends another one's id must not hear his answer, nor go without one of his own."""
    return RequestId(f"{by}/{request}")


def never_closed(_day: date) -> Plan:
    """The calendar of an office without hours."""
    return Plan()
