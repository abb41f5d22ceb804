"""The shell of the engine: a command comes in, is decided, made durable, answered, and then told to everyone.

One order for all: commands of devices, of pages and of look-ups pass one lock, so that what is journalled, what is answered and
what boards show can never disagree.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from typing import Final

from contract.commands import (
    AskSuggestion,
    HandleSuggestion,
    HoldNumbers,
    LeaveSuggestion,
    LookUpFile,
    PrintState,
    RateVisit,
    Request,
    SignIn,
    TakeTicket,
)
from contract.credentials import Credentials
from contract.health import Health
from contract.ids import DeviceId, RequestId
from contract.notices import Answer, Presence, Reason, Refusal
from contract.request_ids import report_of
from contract.site import Site
from contract.twin import Reported
from controller.answers import Answers
from controller.core import events as e
from controller.core.decide import decide
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.fleet import Fleet
from controller.gate import Gate
from controller.look_up import LookUps
from controller.ports import Calendar, Clock, FileRegistry, Journal, Outlet, Verifier
from controller.presences import Presences
from controller.rating_book import RatingBook
from controller.reading import Reading
from controller.record import SELF, Record
from controller.rolls import Rolls
from controller.shares import Shares
from controller.sign_in import SignIns
from controller.suggestion_book import SuggestionBook
from controller.telling import Telling
from controller.twins import Twins, mute_twins

_LOG: Final = logging.getLogger(__name__)
_CAME_OUT: Final = (PrintState.CONFIRMED, PrintState.UNCONFIRMED)


class Service(Reading):
    """The queue of one office, safe to use from any thread.

    ``follow`` is the address before a ticket's path, ``secret`` what makes the path unguessable. ``workers`` run look-ups and
    check the passwords that devices send, which take their time and hold nobody up. ``devices`` is how each said it is.
    ``catalogue`` is the version of the office's procedures, for the kiosks. ``alerts`` say in the words of a language what else a head
    should know of, empty while all is well.
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
        catalogue: str = "",
        twins: Twins | None = None,
        fleet: Fleet | None = None,
    ) -> None:
        self.site = site
        self.twins = twins or mute_twins(site, clock)
        self.fleet = fleet or Fleet(site, self.twins, clock)
        self.secret = secret
        self.gate = Gate(site)
        self.devices: dict[DeviceId, Presence] = {}
        self.rolls = Rolls()
        self._presences = Presences(site.devices)
        self._journal = journal
        self._outlet = outlet
        self._workers = Shares(workers)
        self._followers: list[Callable[[], None]] = []
        record = Record(site, journal, clock, calendar)
        answers = Answers(record.queue, follow, secret)
        telling = Telling(record.queue, outlet, clock, catalogue, secret)
        super().__init__(clock, record, answers, telling, SuggestionBook(journal))
        self.look_ups = LookUps(site, registry, self._workers, outlet, self._note)
        self.alerts: list[Callable[[Mapping[str, str]], str]] = [self._disk_trouble]
        self._ratings = RatingBook(journal, secret)
        self._sign_ins = SignIns(self._queue.officers, verifier, clock)

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
        if isinstance(request.command, LookUpFile) and LookUpFile in sender.commands:
            self.look_ups.begin(sender, request.id, request.command)
            return None
        if isinstance(request.command, SignIn) and SignIn in sender.commands:
            self._workers.submit(self._sign_in_later, sender, request)
            return None
        if isinstance(request.command, AskSuggestion) and AskSuggestion in sender.commands:
            return self._tell_suggestion(sender, request.id, request.command)
        return self._do(sender, request, None)

    def sign_in(self, sender: Sender, request: Request, place: str | None = None) -> Answer:
        """Check the password of a SignIn, which takes 0.1 s on this thread, then do it like any command.

        ``place`` is where it comes from: a browser's address, or None for the device itself.
        """
        command = request.command
        assert isinstance(command, SignIn)
        reason = self._sign_ins.objection(command.officer, command.password, place or sender.device)
        known = command.officer if command.officer in self._queue.officers else None  # else a password in the wrong box
        return self._do(replace(sender, officer=known), replace(request, command=replace(command, password="")), reason)

    def adopt_credentials(self, credentials: Credentials) -> None:
        """Who is let in from now on; whoever is no longer counts as gone."""
        for device in self.gate.adopt(credentials):
            self.heard(Presence(device, online=False))

    def heard(self, presence: Presence) -> None:
        """A device said how it is; a loudspeaker that is back is told the calls that it may have missed."""
        with self._lock:
            self.devices[presence.device] = presence
            self.rolls.heard(presence, self._clock())
            self.fleet.present(presence)
            try:
                self._begin_day()
                self._note_devices(self._presences.heard(presence))
                if self._presences.is_loudspeaker_back(presence):
                    self._telling.calls()
            finally:
                self._changed()

    def heard_health(self, health: Health) -> None:
        """A device said how it is. Raises MalformedMessageError for what none of ours says."""
        if self.fleet.heard(health):
            with self._lock:
                self._changed()

    def heard_twin(self, reported: Reported) -> None:
        """A device said how it is configured, and whether it serves. Raises MalformedMessageError for what none of ours says."""
        with self._lock:
            if self.twins.heard(reported):
                self._changed()

    def set_duty(self, device: DeviceId, *, serves: bool, by: str) -> bool:
        """Take a device out of service or back into, in the name of ``by``; as ``Twins.set_duty``."""
        with self._lock:
            is_other = self.twins.set_duty(device, serves=serves, by=by)
            if is_other:
                self._changed()
            return is_other

    def tell_all(self) -> None:
        """Publish everything retained, for a broker that has lost it."""
        with self._lock:
            self._presences.link_is_new()
            self._begin_day()
            self._telling.everything()
            self.twins.tell_all()

    def beat(self) -> None:
        """Call every ``PULSE_S``: tells that commands are taken, for it waits for the lock as they do."""
        with self._lock:
            self._telling.pulse()

    def refresh(self) -> None:
        """Call every few seconds: midnight passes, waits shorten, messages end, although nobody does anything."""
        for device in self.fleet.overdue():
            self.heard(Presence(device, online=False))
        with self._lock:
            self._open_day()
            if self._record.end_message():
                self._telling.board()
            self._telling.what_time_changes()
            self._changed()
            self._journal.tidy()

    def _open_day(self) -> None:
        if self._begin_day():
            self._telling.everything()

    def _begin_day(self) -> bool:
        """Whether anything has changed; a new day hears how the devices are."""
        before, changed = self._queue.day, self._record.open_day()
        if self._queue.day != before:
            self._note_devices(self._presences.new_day())
        return changed

    def _note_devices(self, events: Sequence[e.DeviceChanged]) -> None:
        if events:
            self._record.append(SELF, events, self._clock())
            self._presences.noted(events)

    def _do(self, sender: Sender, request: Request, reason: Reason | None) -> Answer:
        """``reason``: why it is refused before the rules are asked."""
        with self._lock:
            self._open_day()
            answer = self._answered(sender.device, request)
            events: tuple[e.Event, ...] = ()
            if answer is None:
                answer, events = self._decide(sender, request, reason)
            elif reason is not None and not isinstance(answer, Refusal):
                answer = Refusal(request.id, reason)  # the acceptance was for whoever knew the password
            self._outlet.answer(sender.device, answer)
            self._telling.what_follows(events)
            if any(isinstance(event, e.TicketPrinted) and event.state in _CAME_OUT for event in events):
                self.rolls.printed(sender.device)
            if events:
                self._changed()
            return answer

    def _answered(self, device: DeviceId, request: Request) -> Answer | None:
        """What was said to this request, or to the report that its tap needs no number any more."""
        answer = self._record.answered(device, request.id)
        if answer is not None or not isinstance(request.command, TakeTicket):
            return answer
        reported = self._record.answered(device, report_of(request.id))
        return replace(reported, request=request.id) if reported is not None else None

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
            events = tuple(self._events(request, at, sender))
        except RefusedError as refusal:
            answer: Answer = Refusal(request.id, refusal.reason, refusal.number, refusal.opens_at)
            self._record.settle(
                sender, request.id, (self._record.refused(request.command, refusal.reason),), answer, at
            )
            return answer, ()
        if isinstance(request.command, HoldNumbers):
            self._record.append(sender, events, at)
            held = self._answers.held(sender, request.id, request.command, at)
            return held, events  # asked again, it is what is held then
        answer = self._answers.done(request.id, events, at)
        self._record.settle(sender, request.id, events, answer, at)
        return answer, events

    def _events(self, request: Request, at: datetime, sender: Sender) -> Sequence[e.Event]:
        if isinstance(request.command, LeaveSuggestion | HandleSuggestion):
            return self._book.decide(self._queue, request, at, sender)
        if isinstance(request.command, RateVisit):
            return self._ratings.decide(self._queue, request.command, at, sender)
        return decide(self._queue, request.command, at, sender)

    def _tell_suggestion(self, sender: Sender, request: RequestId, command: AskSuggestion) -> Answer:
        """A question changes nothing and is not journalled."""
        with self._lock:
            answer = self._book.ask(sender, request, command)
        self._outlet.answer(sender.device, answer)
        return answer

    def _note(self, sender: Sender, event: e.FileLookedUp) -> None:
        with self._lock:
            self._open_day()
            self._record.append(sender, (event,), self._clock())

    def _disk_trouble(self, texts: Mapping[str, str]) -> str:
        """For heads, while nothing can be journalled: no number is given, and nothing that was given is lost."""
        return texts["head.disk"] if self._record.is_stuck else ""

    def stir(self) -> None:
        """Something that pages show is other than before."""
        with self._lock:
            self._changed()

    def _changed(self) -> None:
        for changed in list(self._followers):
            changed()
