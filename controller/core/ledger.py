"""The ledger of one day: its journal, read once from beginning to end, gives the facts that reports count.

What was taken back did not happen, and a voided number is nobody's: both are left out before anything is counted. Events about
visits of another day count for nothing, as in ``evolve``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from contract.ids import FieldId, VisitId
from controller.core import events as e
from controller.core.day import Session
from controller.core.day_facts import (
    NOBODY,
    NOWHERE,
    SERVED,
    DayFacts,
    End,
    GrantFact,
    Leaving,
    PaperFact,
    RefusalFact,
    ScanFact,
    StayFact,
    TransferFact,
    VisitFact,
)
from controller.core.downtime import Downtime
from controller.core.openings import Openings
from controller.core.rating_batches import RatingBatches

_A_DAY: Final = 86_400
_LATE: Final = 600
"""A day that goes on for a moment after midnight, until somebody looks, is no clock that was set."""


def facts_of(entries: Sequence[e.Entry], ratings: RatingBatches, *, over: bool) -> DayFacts:
    """The facts of one day's entries, the first of which is its ``DayOpened``; ``over``: the next day has been opened.

    ``ratings`` holds those of earlier days that are not shown yet, and is taken on to the end of this one.
    """
    undone = {entry.event.undone for entry in entries if isinstance(entry.event, e.ActionUndone)}
    voided = {entry.event.visit for entry in entries if isinstance(entry.event, e.TicketVoided)}
    opened = entries[0].event
    assert isinstance(opened, e.DayOpened)
    ledger = _Ledger(opened.day, voided, ratings)
    for entry in entries:
        if entry.seq not in undone:
            ledger.take(entry)
    return ledger.close(None if over else entries[-1].at)


@dataclass(slots=True)
class _Progress:
    """A visit while its day is read; ``joined`` its line at that second, ``due`` to be called by that one."""

    fact: VisitFact
    field: FieldId
    joined: int
    due: int
    first: bool = True
    stay: StayFact | None = None
    latest: StayFact | None = None


class _Ledger:
    def __init__(self, day: date, voided: Iterable[VisitId], ratings: RatingBatches) -> None:
        self._facts = DayFacts(day)
        self._midnight = day.toordinal() * _A_DAY
        self._set_by = 0
        self._voided = frozenset(voided)
        self._visits: dict[VisitId, _Progress] = {}
        self._sessions: tuple[Session, ...] | None = None
        self._ratings = ratings
        self._downtime = Downtime()
        self._openings = Openings()

    def take(self, entry: e.Entry) -> None:
        take = _TAKES.get(type(entry.event))
        if take is not None:
            at = self.second(entry.at)
            self._set_by = at - self._since_midnight(entry.at)
            take(self, entry.event, entry, at)

    def close(self, now: datetime | None) -> DayFacts:
        """``now``: when the journal ends that the day has not."""
        upto = None if now is None else self._since_midnight(now)
        self._facts.troubles = self._downtime.close(self._sessions, upto)
        self._facts.seats = self._openings.close(self._sessions, upto)
        return self._facts

    def second(self, at: datetime) -> int:
        """Of the office's clock, since the day's midnight.

        What a clock that was set to another date has written while the day went on happened on this day, at that time of day.
        """
        second = self._since_midnight(at)
        return second if 0 <= second < _A_DAY + _LATE else second % _A_DAY

    def _due(self, at: datetime) -> int:
        """By the clock of the entry at hand; it may lie beyond midnight."""
        return self._since_midnight(at) + self._set_by

    def _since_midnight(self, at: datetime) -> int:
        return at.toordinal() * _A_DAY + at.hour * 3600 + at.minute * 60 + at.second - self._midnight

    def opened(self, event: e.DayOpened | e.HoursChanged, _entry: e.Entry, _at: int) -> None:
        self._sessions = event.sessions

    def issued(self, event: e.TicketIssued, entry: e.Entry, at: int) -> None:
        if event.visit in self._voided:
            return
        came = at if event.taken_at is None else self.second(event.taken_at)
        fact = VisitFact(
            event.visit,
            event.field,
            came,
            entry.by,
            event.language,
            event.file_code is not None,
            event.appointed_at is not None,
            event.priority is not None,
            event.ahead,
            event.wait,
        )
        self._facts.visits.append(fact)
        self._visits[event.visit] = _Progress(fact, event.field, came, self._due(event.due))
        if event.priority is not None:
            grant = GrantFact(at, entry.officer or NOBODY, entry.by, event.priority, event.field, with_ticket=True)
            self._facts.grants.append(grant)

    def called(self, event: e.TicketCalled, entry: e.Entry, at: int) -> None:
        visit = self._visits.get(event.visit)
        if visit is None:
            return
        officer = entry.officer or self._openings.officer(event.counter)
        waited = max(0, at - visit.joined) if visit.first else None
        stay = StayFact(visit.field, event.counter, officer, visit.joined, at, waited, at <= visit.due)
        self._facts.stays.append(stay)
        if visit.latest is not None:
            visit.latest.back = True
        fact = visit.fact
        if fact.waited is None:
            fact.waited = max(0, at - fact.came)
        fact.end, fact.counter, fact.officer = End.UNSERVED, event.counter, officer
        visit.stay, visit.latest, visit.first = stay, stay, False

    def finished(self, event: e.VisitFinished, _entry: e.Entry, at: int) -> None:
        self._leave(event.visit, Leaving.FINISHED, at, End.SERVED)

    def missed(self, event: e.VisitMissed, _entry: e.Entry, at: int) -> None:
        self._leave(event.visit, Leaving.ABSENT, at, End.ABSENT)

    def parked(self, event: e.VisitParked, _entry: e.Entry, at: int) -> None:
        self._leave(event.visit, Leaving.PARKED, at, End.UNSERVED)

    def cancelled(self, event: e.VisitCancelled, _entry: e.Entry, at: int) -> None:
        self._leave(event.visit, Leaving.CANCELLED, at, End.CANCELLED)

    def returned(self, event: e.VisitReturned, _entry: e.Entry, _at: int) -> None:
        visit = self._visits.get(event.visit)
        if visit is not None:
            visit.fact.end = End.UNSERVED

    def step_finished(self, event: e.StepFinished, _entry: e.Entry, at: int) -> None:
        visit = self._leave(event.visit, Leaving.STEP, at, End.UNSERVED)
        if visit is not None:
            self._join(visit, event.field, at, event.due)

    def transferred(self, event: e.VisitTransferred, entry: e.Entry, at: int) -> None:
        visit = self._visits.get(event.visit)
        if visit is None:
            return
        places = (visit.field, event.field, event.counter or NOWHERE, event.to_counter or NOWHERE)
        self._facts.transfers.append(TransferFact(at, *places, entry.officer or NOBODY, event.place))
        self._leave(event.visit, Leaving.TRANSFERRED, at, End.UNSERVED)
        if event.counter is None and event.field == visit.field:
            visit.due = self._due(event.due)  # another place in the same line: the wait goes on
        else:
            self._join(visit, event.field, at, event.due)

    def granted(self, event: e.PriorityGranted, entry: e.Entry, at: int) -> None:
        visit = self._visits.get(event.visit)
        if visit is not None:
            visit.fact.by_law = True
            officer, field = entry.officer or NOBODY, visit.fact.field
            grant = GrantFact(at, officer, entry.by, event.priority, field, with_ticket=False)
            self._facts.grants.append(grant)

    def rated(self, event: e.VisitRated, entry: e.Entry, _at: int) -> None:
        """Five of a cell at a time, whenever their visits were."""
        batch = self._ratings.add(event, entry.at)
        if batch is not None:
            self._facts.ratings.append(batch)

    def refused(self, event: e.CommandRefused, entry: e.Entry, at: int) -> None:
        fact = RefusalFact(at, event.command, event.reason, event.field or FieldId(""), entry.by)
        self._facts.refusals.append(fact)

    def printed(self, event: e.TicketPrinted, entry: e.Entry, at: int) -> None:
        self._facts.papers.append(PaperFact(at, entry.by, event.state, event.trouble or "", event.again))

    def looked_up(self, event: e.FileLookedUp, entry: e.Entry, at: int) -> None:
        self._facts.scans.append(ScanFact(at, entry.by, event.outcome, event.status, event.verdict or ""))

    def device_changed(self, event: e.DeviceChanged, _entry: e.Entry, at: int) -> None:
        self._downtime.take(event, at)

    def signed_in(self, event: e.OfficerSignedIn, _entry: e.Entry, at: int) -> None:
        if event.counter is not None:
            self._openings.signed_in(event.counter, event.officer, at)

    def signed_out(self, event: e.OfficerSignedOut, _entry: e.Entry, at: int) -> None:
        self._openings.signed_out(event.counter, at)

    def counter_opened(self, event: e.CounterOpened, _entry: e.Entry, at: int) -> None:
        self._openings.open(event.counter, at)

    def counter_paused(self, event: e.CounterPaused, _entry: e.Entry, at: int) -> None:
        self._openings.pause(event.counter, at)

    def counter_closed(self, event: e.CounterClosed, _entry: e.Entry, at: int) -> None:
        self._openings.shut(event.counter, at)

    def _leave(self, visit_id: VisitId, leaving: Leaving, at: int, end: End) -> _Progress | None:
        """Away from the counter, where somebody is at one."""
        visit = self._visits.get(visit_id)
        if visit is None:
            return None
        visit.fact.end = end
        stay, visit.stay = visit.stay, None
        if stay is not None:
            stay.left, stay.leaving = max(at, stay.called), leaving
            if leaving in SERVED:
                visit.fact.served_s = (visit.fact.served_s or 0) + stay.left - stay.called
        return visit

    def _join(self, visit: _Progress, field: FieldId, at: int, due: datetime) -> None:
        visit.field, visit.joined, visit.due, visit.first = field, at, self._due(due), True


_Take = Callable[[_Ledger, Any, e.Entry, int], None]
_TAKES: Final[Mapping[type[e.Event], _Take]] = MappingProxyType(
    {
        e.DayOpened: _Ledger.opened,
        e.HoursChanged: _Ledger.opened,
        e.TicketIssued: _Ledger.issued,
        e.TicketCalled: _Ledger.called,
        e.VisitFinished: _Ledger.finished,
        e.VisitMissed: _Ledger.missed,
        e.VisitParked: _Ledger.parked,
        e.VisitCancelled: _Ledger.cancelled,
        e.VisitReturned: _Ledger.returned,
        e.StepFinished: _Ledger.step_finished,
        e.VisitTransferred: _Ledger.transferred,
        e.PriorityGranted: _Ledger.granted,
        e.VisitRated: _Ledger.rated,
        e.CommandRefused: _Ledger.refused,
        e.TicketPrinted: _Ledger.printed,
        e.FileLookedUp: _Ledger.looked_up,
        e.DeviceChanged: _Ledger.device_changed,
        e.OfficerSignedIn: _Ledger.signed_in,
        e.OfficerSignedOut: _Ledger.signed_out,
        e.CounterOpened: _Ledger.counter_opened,
        e.CounterPaused: _Ledger.counter_paused,
        e.CounterClosed: _Ledger.counter_closed,
    }
)
"""The events that reports know; recalls, holds, messages, alarms and suggestions are counted by nobody here."""
