"""The day's queue and the journal behind it, which never disagree: an event is durable first and done after.

Not safe by itself: the service holds its lock around every call.
"""

import logging
import re
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from contract.commands import CallNext, CallNumber, Command, ReportTicket
from contract.ids import DeviceId, OfficerId, RequestId
from contract.notices import Answer, Reason
from contract.site import Site
from controller.core import events as e
from controller.core.alone import Spell, spells
from controller.core.day_guard import Anchor, DayGuard, SteadyClock
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.rights import Sender
from controller.core.series import visit_id
from controller.core.site_change import site_changes
from controller.core.tally import Tally
from controller.ports import Calendar, Clock, Journal

_LOG: Final = logging.getLogger(__name__)
SELF: Final = Sender(DeviceId("controller"), frozenset())
"""Who is in the journal for what nobody asked for."""
_LEAST: Final = date(2026, 1, 1)
"""No day of an office is older than this program: what clocks with an empty battery say is."""
_VISIT: Final = re.compile(r"\d{4}-\d\d-\d\d-[A-Z]\d{3}", re.ASCII)


class Record:
    """Replays the latest day when it is made. Every method that writes may raise OSError or sqlite3.Error and has then done nothing."""

    def __init__(self, site: Site, journal: Journal, clock: Clock, calendar: Calendar) -> None:
        self.queue = Queue(site)
        self._journal = journal
        self._clock = clock
        self._calendar = calendar
        self._site_known = False
        self._seen: date | None = None
        self._guard = DayGuard()
        self._steady: SteadyClock | None = None
        self._anchor: Anchor | None = None
        self.alone: Mapping[DeviceId, Spell] = {}
        self.tally = Tally()
        self.is_stuck = False
        """Whether what was to be written last could not be: a full disk, or one that fails."""
        for entry in journal.latest_day():
            evolve(self.queue, entry)
            self.alone = spells(self.alone, (entry,))
            self._seen = entry.at.date()

    def keep_day(self, steady: SteadyClock) -> DayGuard:
        """From now on no jump of the clock ends the day of people who wait."""
        self._steady, self._anchor = steady, steady.anchor
        self._guard.anchor = steady.anchor
        return self._guard

    def answered(self, by: DeviceId, request: RequestId) -> Answer | None:
        """What the sender was told when it sent this request before."""
        return self._journal.answered(_own(by, request))

    def append(self, sender: Sender, events: Sequence[e.Event], at: datetime) -> None:
        """Make events durable that no request asked for, then do them."""
        self._write(sender, events, at, None, None)

    def settle(
        self, sender: Sender, request: RequestId, events: Sequence[e.Event], answer: Answer, at: datetime
    ) -> None:
        """Make what a request led to durable together with its answer, then do it."""
        self._write(sender, events, at, request, answer)

    def open_day(self) -> bool:
        """Begin the day when its time has come; whether anything has changed.

        A day is opened once: a clock that jumps back must not give yesterday's numbers again.
        """
        at, day = self._clock(), self.queue.day
        today, seen = self._day_at(at), self._seen
        self._seen = today
        if today == day or (day is not None and not self._may_follow(day, today, seen)):
            return self._follow_site(at)
        if day is not None and today < day:
            _LOG.warning("the clock was wrong when %s was opened; it is %s", day, today)
        plan = self._calendar(today)
        self.append(SELF, (e.DayOpened(today, plan.sessions, plan.words, plan.next_opens),), at)
        self._site_known = True
        return True

    def _day_at(self, at: datetime) -> date:
        if self._steady is None:
            return at.date()
        before, today = self._guard.held, self._guard.day(self.queue, at, self._steady.ticks())
        if self._guard.held and not before:
            _LOG.warning("the clock jumped to %s; people wait, so that %s goes on", at, today)
        if self._guard.anchor and self._guard.anchor.is_off(self._anchor):
            self._anchor = self._guard.anchor
            self._steady.keep(self._anchor)
        return today

    def end_message(self) -> bool:
        """Take the head's message away when its time is over; whether it was."""
        at, message = self._clock(), self.queue.message
        if message is None or at < message[1]:
            return False
        self.append(SELF, (e.MessagePosted("", message[1]),), at)
        return True

    def refused(self, command: Command, reason: Reason) -> e.CommandRefused:
        """What the wish was about, as far as that is no free text, which might hold a citizen's number."""
        visit, field = getattr(command, "visit", None), getattr(command, "field", None)
        counter = getattr(command, "counter", None)
        if isinstance(command, CallNumber) and (named := self.queue.named(command.number)) is not None:
            visit = named.id
        elif isinstance(command, ReportTicket):
            visit = visit_id(command.taken_at.date(), command.number)
        return e.CommandRefused(
            type(command).__name__,
            reason,
            counter if counter in self.queue.seats else None,
            visit if visit is not None and _VISIT.fullmatch(visit) else None,
            field if field in self.queue.fields else None,
        )

    def _follow_site(self, at: datetime) -> bool:
        """After a start in mid-day the site file may say something else than this morning."""
        if self._site_known or self.queue.day is None:
            return False
        plan = self._calendar(self.queue.day)
        events = site_changes(self.queue)
        if plan != self.queue.plan:
            events.append(e.HoursChanged(plan.sessions, plan.words, plan.next_opens))
        if events:
            self.append(SELF, events, at)
        self._site_known = True
        return bool(events)

    def _may_follow(self, day: date, today: date, seen: date | None) -> bool:
        """Days go forward. Only where the open day was itself wrong, ``today`` may lie before it.

        So it was where nobody has a number of it (but a battery that is empty shall not take the morning's day away: the time server, which
        comes a minute later, could not give it back), or where today is later than the day before it: a clock that was once
        years ahead must not take every later morning its new series. And so it was where the clock has passed a midnight
        since, ``seen`` being its day when it was looked at before: a clock that was put right after days of being ahead.
        """
        days = self._journal.days()
        unused = not self.queue.visits and (today >= _LEAST or day < _LEAST)
        wrong = unused or (len(days) > 1 and days[-2] < today) or (seen is not None and seen < today)
        return today not in days and (today > day or wrong)

    def _write(
        self,
        sender: Sender,
        events: Sequence[e.Event],
        at: datetime,
        request: RequestId | None,
        answer: Answer | None,
    ) -> None:
        officer = sender.officer or self._at_keypad(sender)
        entries = [
            e.Entry(self.queue.seq + place, at, sender.device, request, event, officer)
            for place, event in enumerate(events, 1)
        ]
        try:
            self._journal.append(entries, _own(sender.device, request) if request is not None else None, answer)
        except (OSError, sqlite3.Error):
            self.is_stuck = True
            raise
        self.is_stuck = False
        for entry in entries:
            evolve(self.queue, entry)
            self.tally.count(entry.event)
        self.alone = spells(self.alone, entries)

    def _at_keypad(self, sender: Sender) -> OfficerId | None:
        """Who presses a keypad is whoever is signed in at its counter.

        Neither a rating terminal's visitor is, nor a stranger who types a name into the form of a counter's page.
        """
        if sender.counter is None or CallNext not in sender.commands:
            return None
        seat = self.queue.seats.get(sender.counter)
        return seat.officer if seat else None


def _own(by: DeviceId, request: RequestId) -> RequestId:
    """An id is its sender's: whoever sends another one's id must not hear his answer, nor go without one of his own."""
    return RequestId(f"{by}/{request}")
