"""The queue of one office's day: plain state that ``decide`` reads and ``evolve`` advances."""

from collections import deque
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from contract.ids import (
    CounterId,
    DeviceId,
    FieldId,
    FileCode,
    OfficerId,
    PriorityId,
    RequestId,
    TicketNumber,
    VisitId,
)
from contract.notices import CounterStatus, Wait
from contract.site import Counter, Field, Officer, Site
from controller.core.cause import Cause
from controller.core.day import Plan
from controller.core.events import Leg
from controller.core.line import Key, Line
from controller.core.pace import Pace
from controller.core.series import next_place, place_of, spelled, ticket_number

OWN_CAP: Final = 2
"""By law in a row in the line of one counter, which has no field's setting."""


class Stage(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    CALLED = "called"
    PARKED = "parked"
    ABSENT = "absent"
    FINISHED = "finished"
    CANCELLED = "cancelled"


LIVE = frozenset({Stage.WAITING, Stage.CALLED, Stage.PARKED})
"""Stages of people who are in the hall as far as anybody knows."""


@dataclass(slots=True)
class Step:
    """One errand of a visit, with its wait and its service; ``called_at`` is the first call."""

    field: FieldId
    joined_at: datetime
    called_at: datetime | None = None
    ended_at: datetime | None = None
    counter: CounterId | None = None
    officer: OfficerId | None = None


@dataclass(slots=True)
class Visit:
    """One citizen's visit; ``order`` is its position among all tickets of the day, from 0.

    ``field``, ``due``, ``key`` and ``times`` are of the step at hand, which is the last of ``steps``. ``counter`` is the latest
    one. ``only`` is the counter that it waits for, where it waits for one; ``officer`` whom it waits for. ``late``: was absent and
    stands near the front. ``cause`` is of the latest call, none if it was by name. ``wait`` and ``ahead`` are what the ticket said.
    ``touched`` is the number of the last event that moved it. ``language`` is the one that the citizen read.
    ``by`` gave the number.
    """

    id: VisitId
    number: TicketNumber
    field: FieldId
    order: int
    issued_at: datetime
    due: datetime
    key: Key
    steps: list[Step]
    file_code: FileCode | None = None
    stage: Stage = Stage.WAITING
    counter: CounterId | None = None
    times: int = 0
    called_at: datetime | None = None
    finished_at: datetime | None = None
    rated: bool = False
    priority: PriorityId | None = None
    appointed_at: datetime | None = None
    route: tuple[Leg, ...] = ()
    only: CounterId | None = None
    officer: OfficerId | None = None
    returns: int = 0
    late: bool = False
    cause: Cause | None = None
    wait: Wait | None = None
    ahead: int = 0
    touched: int = 0
    language: str = "vi"
    by: DeviceId = DeviceId("")  # noqa: RUF009 (a str)

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.steps[-1]

    @property
    def by_law(self) -> bool:
        """Whether it goes first by law."""
        return self.priority is not None

    def copied(self) -> "Visit":
        """As it is now, whatever becomes of this one."""
        other = copy(self)
        other.steps = [copy(step) for step in self.steps]
        return other


@dataclass(frozen=True, slots=True)
class Latest:
    """What a counter did last: the event's number and time, the visit as it was before, and its line's ``passed``."""

    seq: int
    at: datetime
    before: Visit
    passed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hold:
    """A number that one kiosk may give by itself since ``at``: as long as its memory is this ``book``."""

    device: DeviceId
    book: str
    field: FieldId
    at: datetime


@dataclass(slots=True)
class Seat:
    """A counter now: who sits there, since when it is open, paused or closed, and who waits for it alone."""

    status: CounterStatus = CounterStatus.CLOSED
    since: datetime | None = None
    officer: OfficerId | None = None
    alarm: datetime | None = None
    latest: Latest | None = None
    line: Line = field(default_factory=Line)


class Queue:
    """A day's queue at an office. Every look-up costs the same however many days lie in the journal."""

    __slots__ = (
        "arrived",
        "at_counter",
        "calls",
        "closed",
        "counters",
        "day",
        "emergency",
        "fields",
        "finished",
        "held",
        "issued",
        "lines",
        "message",
        "numbers",
        "officers",
        "pace",
        "plan",
        "receipts",
        "seats",
        "seq",
        "series",
        "site",
        "suggested",
        "taken",
        "taps",
        "visits",
    )

    def __init__(self, site: Site) -> None:
        self.site = site
        self.fields: dict[FieldId, Field] = {one.id: one for one in site.fields}
        self.counters: dict[CounterId, Counter] = {one.id: one for one in site.counters}
        self.officers: dict[OfficerId, Officer] = {one.id: one for one in site.officers}
        self.seq = 0
        self.open(None, Plan())

    def open(self, day: date | None, plan: Plan) -> None:
        """Begin a day; only ``evolve`` may call it."""
        self.day = day
        self.plan = plan
        self.visits: dict[VisitId, Visit] = {}
        self.numbers: dict[TicketNumber, VisitId] = {}
        self.series: dict[str, int] = {}
        self.held: dict[str, dict[int, Hold]] = {}
        self.issued: dict[FieldId, int] = {}
        self.arrived = 0.0
        self.receipts: dict[FileCode, VisitId] = {}
        self.taken: dict[tuple[DeviceId, FieldId], deque[datetime]] = {}
        self.taps: dict[tuple[DeviceId, RequestId], VisitId] = {}
        self.suggested: dict[DeviceId, deque[datetime]] = {}
        self.lines: dict[FieldId, Line] = {one.id: Line() for one in self.site.fields}
        self.seats: dict[CounterId, Seat] = {one.id: Seat() for one in self.site.counters}
        self.closed: set[FieldId] = set()
        self.message: tuple[str, datetime] | None = None
        self.emergency: tuple[str, datetime] | None = None
        self.at_counter: dict[CounterId, VisitId] = {}
        self.calls: dict[CounterId, VisitId] = {}
        self.finished: dict[CounterId, VisitId] = {}
        self.pace = Pace()

    def line_of(self, visit: Visit) -> Line:
        """Where the visit stands or would stand."""
        return self.lines[visit.field] if visit.only is None else self.seats[visit.only].line

    def cap(self, field_id: FieldId) -> int:
        """People by law in a row before an ordinary one; at least one, else ordinary people would starve them."""
        found = self.fields.get(field_id)
        return max(1, found.priority_cap) if found else OWN_CAP

    def arrival(self, at: datetime) -> float:
        """The moment that counts for who comes into line at ``at``: never before an earlier one's, though the clock is set back."""
        return max(self.arrived, at.timestamp())

    def key(self, at: datetime, due: datetime, order: int, *, by_law: bool, booked: bool = False) -> Key:
        """The place of somebody who comes into line at ``at``, due at a moment that a booking or the target wait gives."""
        if booked and not by_law:
            return (due.timestamp(), float(order))
        arrival = self.arrival(at)
        return (arrival if by_law else due.timestamp() + (arrival - at.timestamp()), float(order))

    def next_place(self, field: Field) -> int:
        """The next number of the field that no kiosk holds; one beyond its last where there is none."""
        return next_place(self.series, field, self.held.get(field.prefix, ()))

    def places_left(self, field: Field) -> int:
        """How many more numbers the controller can give of the field, whatever the quota."""
        place = self.next_place(field)
        kept = sum(place < one <= field.last for one in self.held.get(field.prefix, ()))
        return max(0, field.last + 1 - place - kept)

    def hold(self, number: TicketNumber) -> Hold | None:
        """Who holds a number, or has given it."""
        place = place_of(number)
        return None if place is None else self.held.get(number[0], {}).get(place)

    def held_by(self, device: DeviceId, field: FieldId, book: str | None = None) -> list[TicketNumber]:
        """Numbers of the field that the kiosk holds and has not reported; of one ``book`` only, where it is named."""
        return [
            number
            for prefix, places in self.held.items()
            for place, hold in places.items()
            if (hold.device, hold.field) == (device, field)
            and book in {None, hold.book}
            and (number := ticket_number(prefix, place)) not in self.numbers
        ]

    def named(self, number: str) -> Visit | None:
        """Today's visit of a number, also typed as ``b12``."""
        return self.visits.get(self.numbers.get(spelled(number), VisitId("")))

    def holder(self, file_code: FileCode | None) -> Visit | None:
        """Who is in the hall now with the receipt of this file."""
        held = self.visits.get(self.receipts.get(file_code, VisitId(""))) if file_code else None
        return held if held is not None and held.stage in LIVE else None

    def ahead(self, visit: Visit, at: datetime) -> int:
        """People who would be called before this one in its own line, if nobody else came."""
        if visit.stage is not Stage.WAITING:
            return 0
        cap = self.cap(visit.field) if visit.only is None else OWN_CAP
        return [one for _, one in self.line_of(visit).order(at.timestamp(), cap)].index(visit.id)

    def message_at(self, at: datetime) -> tuple[str, datetime] | None:
        """The head's message and its end, as long as it lasts."""
        return self.message if self.message is not None and at < self.message[1] else None

    def counter_of(self, officer: OfficerId) -> CounterId | None:
        """The counter at which an officer is signed in."""
        return next((counter for counter, seat in self.seats.items() if seat.officer == officer), None)

    def waiting_for(self, counter: CounterId) -> Iterator[Line]:
        """The lines that a counter calls from: its own, then those of its fields in their order."""
        yield self.seats[counter].line
        for one in self.counters[counter].fields:
            yield self.lines[one]
