"""The shell of the engine: a command comes in, is decided, made durable, answered, and then told to everyone.

One order for all: commands of devices, of pages and of look-ups pass one lock, so that what is journalled, what is answered and
what boards show can never disagree.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import date
from threading import RLock
from typing import Final

from contract.commands import LookUpFile, Request
from contract.file_code import find_file_code
from contract.ids import CounterId, DeviceId, FieldId, RequestId, VisitId
from contract.notices import Acceptance, Answer, FileStatus, LookUp, Presence, Reason, Receipt, Refusal
from contract.site import Site
from controller.core import views
from controller.core.decide import RefusedError, decide
from controller.core.events import (
    DayOpened,
    Entry,
    Event,
    FileLookedUp,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from controller.core.evolve import evolve
from controller.core.follow import follow_path
from controller.core.queue import Queue
from controller.core.rights import Sender, may
from controller.ports import Clock, FileRegistry, Journal, Outlet

_LOG: Final = logging.getLogger(__name__)
_SELF: Final = DeviceId("controller")


class Service:
    """The queue of one office, safe to use from any thread.

    ``follow`` is the address before a ticket's path, ``secret`` what makes the path unguessable. ``workers`` run look-ups,
    which may take seconds and hold nobody up.
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
    ) -> None:
        self.site = site
        self.secret = secret
        self.devices: dict[DeviceId, Presence] = {}
        self._journal = journal
        self._outlet = outlet
        self._registry = registry
        self._clock = clock
        self._workers = workers
        self._follow = follow
        self._lock = RLock()
        self._followers: list[Callable[[], None]] = []
        self._queue = Queue(site)
        for entry in journal.latest_day():
            evolve(self._queue, entry)
        self._fields_of: dict[str, FieldId] = {
            name.casefold(): one.id for one in site.fields for name in one.procedures
        }

    def follow(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Tell ``changed`` after everything that happens, on the thread it happens on; returns how to stop."""
        with self._lock:
            self._followers.append(changed)
        return lambda: self._followers.remove(changed)

    def handle(self, sender: Sender, request: Request) -> Answer | None:
        """Do a command once, however often it is sent; the answer also leaves by the outlet.

        None for a look-up, which is answered later. Where the journal fails nothing is answered and nothing has changed.
        """
        if isinstance(request.command, LookUpFile):
            self._look_up(sender, request.id, request.command)
            return None
        with self._lock:
            self._open_day()
            answer = self._journal.answered(_own(sender.device, request.id))
            events: tuple[Event, ...] = ()
            if answer is None:
                answer, events = self._decide(sender, request)
            self._outlet.answer(sender.device, answer)
            for event in events:
                self._tell(event)
            if events:
                self._changed()
            return answer

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

    def desk(self, counter: CounterId) -> views.Desk | None:
        """What the counter's page shows; None for a counter that the site does not have."""
        with self._lock:
            self._open_day()
            return views.desk(self._queue, counter) if counter in self._queue.counters else None

    def following(self, visit: VisitId) -> views.Following | None:
        """What a phone shows."""
        with self._lock:
            self._open_day()
            return views.following(self._queue, visit)

    def pass_midnight(self) -> None:
        """Call now and then: a hall that nobody touches at night must not show yesterday's people in the morning."""
        with self._lock:
            self._open_day()

    def _open_day(self) -> None:
        """A day is opened once: a clock that jumps back must not give yesterday's numbers again."""
        today, day = self._clock().date(), self._queue.day
        if today == day or (day is not None and not self._may_follow(day, today)):
            return
        if day is not None and today < day:
            _LOG.warning("the clock was wrong when %s was opened; it is %s", day, today)
        self._commit(_SELF, (DayOpened(today),), None, None)
        self._tell_state()

    def _may_follow(self, day: date, today: date) -> bool:
        """Days go forward. Only where the open day was itself wrong, ``today`` may lie before it.

        So it was where nobody has a number of it, or where today is later than the day before it: a clock that was once
        years ahead must not take every later morning its new series.
        """
        days = self._journal.days()
        return today not in days and (today > day or not self._queue.visits or (len(days) > 1 and days[-2] < today))

    def _tell_state(self) -> None:
        self._outlet.board(views.board(self._queue, self._clock()))
        for counter in self._queue.counters:
            self._outlet.counter(views.counter_state(self._queue, counter))
            self._outlet.invite(views.invitation(self._queue, counter))

    def _decide(self, sender: Sender, request: Request) -> tuple[Answer, tuple[Event, ...]]:
        try:
            if not may(sender, request.command, self._queue):
                raise RefusedError(Reason.NOT_ALLOWED)  # noqa: TRY301
            events = tuple(decide(self._queue, request.command, self._clock()))
        except RefusedError as refusal:
            answer: Answer = Refusal(request.id, refusal.reason)
            self._journal.append((), _own(sender.device, request.id), answer)
            return answer, ()
        answer = self._answer(request.id, events)
        self._commit(sender.device, events, request.id, answer)
        return answer, events

    def _answer(self, request: RequestId, events: tuple[Event, ...]) -> Answer:
        event = events[0]
        if isinstance(event, TicketIssued):
            follow = f"{self._follow}/{follow_path(self.secret, event.visit)}"
            return Receipt(request, event.visit, event.number, event.field, self._clock(), event.ahead, follow)
        return Acceptance(request, getattr(event, "visit", None))

    def _commit(
        self, by: DeviceId, events: tuple[Event, ...], request: RequestId | None, answer: Answer | None
    ) -> None:
        at = answer.issued_at if isinstance(answer, Receipt) else self._clock()
        first = self._queue.seq + 1
        entries = [Entry(first + place, at, by, request, event) for place, event in enumerate(events)]
        self._journal.append(entries, _own(by, request) if request else None, answer)
        for entry in entries:
            evolve(self._queue, entry)

    def _tell(self, event: Event) -> None:
        """The notices that follow from an event; the announcement first, since a voice takes longest."""
        if isinstance(event, TicketCalled | TicketRecalled):
            spoken = views.announcement(self._queue, self._queue.visits[event.visit])
            if spoken:
                self._outlet.announce(spoken)
        if isinstance(event, TicketCalled | TicketRecalled | VisitFinished | VisitMissed):
            self._outlet.counter(views.counter_state(self._queue, event.counter))
        if isinstance(event, TicketIssued | TicketCalled | TicketRecalled):
            self._outlet.board(views.board(self._queue, self._clock()))
        if isinstance(event, VisitFinished | VisitRated):
            self._outlet.invite(views.invitation(self._queue, event.counter))

    def _changed(self) -> None:
        for changed in list(self._followers):
            changed()

    def _look_up(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        if not may(sender, command, self._queue):
            self._outlet.answer(sender.device, Refusal(request, Reason.NOT_ALLOWED))
        elif find_file_code(command.code, self.site.file_code) != command.code:  # may hold a citizen's number: not kept
            self._outlet.answer(sender.device, FileStatus(request, LookUp.UNKNOWN_FILE, command.code))
        else:
            self._workers.submit(self._ask_registry, sender, request, command)

    def _ask_registry(self, sender: Sender, request: RequestId, command: LookUpFile) -> None:
        try:
            found = self._registry.look_up(command.code)
            field = self._fields_of.get((found.procedure or "").casefold())
            status = FileStatus(
                request,
                found.outcome,
                command.code,
                found.status,
                found.procedure,
                found.received_on,
                found.due_on,
                field,
            )
        except Exception:  # noqa: BLE001 - the edge of a worker: a citizen waits for an answer whatever went wrong
            _LOG.exception("look-up failed")
            status = FileStatus(request, LookUp.UNAVAILABLE, command.code)
        try:
            with self._lock:
                self._open_day()
                self._commit(sender.device, (FileLookedUp(command.code, status.outcome, status.status),), None, None)
        except Exception:  # noqa: BLE001 - as above: a full disk must not cost the citizen his answer
            _LOG.exception("look-up not journalled")
        self._outlet.answer(sender.device, status)


def _own(by: DeviceId, request: RequestId) -> RequestId:
    """An id is its sender's: whoever sends another one's id must not hear his answer, nor go without one of his own."""
    return RequestId(f"{by}/{request}")
