"""What everybody is told of the queue: notices that follow from events, and what time alone changes, each only when it is new.

Not safe by itself: the service holds its lock around every call.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from contract.ids import CounterId
from contract.notices import CounterState, Outlook
from contract.pulse import Pulse
from controller.core import events as e
from controller.core import views
from controller.core.forecast import Forecast, forecast
from controller.core.foretold import foretold
from controller.core.queue import Queue
from controller.ports import Clock, Outlet

_FRESH_S: Final = 2.0
"""A forecast serves so long for everything that only shows it."""
_BOARD: Final = (
    e.TicketIssued,
    e.TicketVoided,
    e.TicketCalled,
    e.TicketRecalled,
    e.StepFinished,
    e.VisitReturned,
    e.VisitTransferred,
    e.VisitCancelled,
    e.ActionUndone,
    e.OfficerSignedIn,
    e.OfficerSignedOut,
    e.CounterOpened,
    e.CounterClosed,
    e.MessagePosted,
    e.EmergencyRaised,
    e.EmergencyEnded,
)
"""What changes a hall board: its calls, its message, or how many wait in a line."""
_NEXT: Final = (*_BOARD, e.PriorityGranted, e.CounterPaused)
"""What changes whom a counter calls next."""
_INVITES: Final = (e.VisitFinished, e.VisitRated, e.ActionUndone, e.OfficerSignedIn, e.OfficerSignedOut)
"""What changes who may be rated at a counter, or whose name its sleeping terminal shows."""


class Telling:
    """Keeps what was told last of each counter and of the outlook."""

    def __init__(self, queue: Queue, outlet: Outlet, clock: Clock, catalogue: str = "", secret: str = "") -> None:
        self._queue = queue
        self._outlet = outlet
        self._clock = clock
        self._catalogue = catalogue
        self._secret = secret
        self._ahead: tuple[datetime, Forecast] | None = None
        self._outlook: Outlook | None = None
        self._counters: dict[CounterId, CounterState] = {}

    def everything(self) -> None:
        """All that is retained, also what is not new: a broker may have lost it."""
        self.pulse()
        self._outlook = self._ahead = None
        self._counters.clear()
        self._outlet.office(replace(views.office(self._queue.site), catalogue=self._catalogue))
        self.board()
        for counter in self._queue.counters:
            self._outlet.invite(views.invitation(self._queue, counter, self._secret))
        self._outlet.emergency(views.emergency(self._queue))
        self.what_time_changes()
        self.calls()

    def calls(self) -> None:
        """Calls that are still worth saying, for loudspeakers that may have missed them; who has heard one drops it."""
        at = self._clock()
        for visit in self._queue.at_counter.values():
            spoken = views.announcement(self._queue, self._queue.visits[visit])
            if spoken and at < spoken.expires_at:
                self._outlet.announce(spoken)

    def what_time_changes(self) -> None:
        """Waits shorten and lines move although nothing happens here."""
        for counter in self._queue.counters:
            self._counter(counter)
        at = self._clock()
        outlook = views.outlook(self._queue, at, self.forecast(at))
        if self._outlook is None or replace(outlook, at=self._outlook.at) != self._outlook:
            self._outlook = outlook
            self._outlet.outlook(outlook)

    def what_follows(self, events: Sequence[e.Event]) -> None:
        """The emergency and the announcement first, since a voice takes longest."""
        self._aloud(events)
        for counter in dict.fromkeys(one for event in events for one in _counters(event)):
            if counter in self._queue.counters:
                self._counter(counter)
        if any(isinstance(event, _BOARD) for event in events):
            self.board()
        if any(isinstance(event, e.TicketVoided) for event in events):
            self._every_counter()
        for event in events:
            if isinstance(event, _INVITES) and event.counter in self._queue.counters:
                self._outlet.invite(views.invitation(self._queue, event.counter, self._secret))
        if any(isinstance(event, _NEXT) for event in events):
            self._foretell()

    def _foretell(self) -> None:
        """What happens at one counter changes whom others call next: last, since it can wait for a thousandth of a second."""
        at = self._clock()
        for counter, told in list(self._counters.items()):
            if counter in self._queue.counters and foretold(self._queue, counter, at) != told.next:
                self._counter(counter)

    def _aloud(self, events: Sequence[e.Event]) -> None:
        if any(isinstance(event, e.EmergencyRaised | e.EmergencyEnded) for event in events):
            self._outlet.emergency(views.emergency(self._queue))
        for event in events:
            if isinstance(event, e.TicketCalled | e.TicketRecalled):
                spoken = views.announcement(self._queue, self._queue.visits[event.visit])
                if spoken:
                    self._outlet.announce(spoken)

    def _every_counter(self) -> None:
        """A number that is nobody's may have been called or served anywhere."""
        for counter in self._queue.counters:
            self._counter(counter)
            self._outlet.invite(views.invitation(self._queue, counter, self._secret))

    def pulse(self) -> None:
        """That somebody is there, and how far the journal is."""
        self._outlet.pulse(Pulse(self._queue.seq, self._clock()))

    def board(self) -> None:
        """The hall's board."""
        self._outlet.board(views.board(self._queue, self._clock()))

    def forecast(self, at: datetime) -> Forecast:
        """Of now, or of a moment ago."""
        if self._ahead is None or not 0 <= (at - self._ahead[0]).total_seconds() < _FRESH_S:
            self._ahead = (at, forecast(self._queue, at))
        return self._ahead[1]

    def _counter(self, counter: CounterId) -> None:
        state = views.counter_state(self._queue, counter, self._clock())
        told = self._counters.get(counter)
        if told is None or replace(state, seq=told.seq) != told:
            self._counters[counter] = state
            self._outlet.counter(state)


def _counters(event: e.Event) -> tuple[CounterId | None, CounterId | None]:
    return getattr(event, "counter", None), getattr(event, "to_counter", None)
