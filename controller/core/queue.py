"""The queue of one office's day: plain state that ``decide`` reads and ``evolve`` advances."""

from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from contract.ids import CounterId, FieldId, FileCode, TicketNumber, VisitId
from contract.site import Counter, Field, Site


class Stage(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    CALLED = "called"
    FINISHED = "finished"
    ABSENT = "absent"


@dataclass(slots=True)
class Visit:
    """One citizen's visit; ``place`` is its position among all tickets of the field today, from 1."""

    id: VisitId
    number: TicketNumber
    field: FieldId
    place: int
    order: int
    issued_at: datetime
    file_code: FileCode | None = None
    stage: Stage = Stage.WAITING
    counter: CounterId | None = None
    times: int = 0
    called_at: datetime | None = None
    finished_at: datetime | None = None
    rated: bool = False


@dataclass(slots=True)
class Row:
    """The people of one field: the series' last number, who waits in order, and how many have left the row."""

    last: int
    issued: int = 0
    gone: int = 0
    waiting: deque[VisitId] = field(default_factory=deque)


class Queue:
    """A day's queue at an office. Every look-up costs the same however many days lie in the journal."""

    __slots__ = ("at_counter", "calls", "counters", "day", "fields", "finished", "rows", "seq", "site", "visits")

    def __init__(self, site: Site) -> None:
        self.site = site
        self.fields: dict[FieldId, Field] = {one.id: one for one in site.fields}
        self.counters: dict[CounterId, Counter] = {one.id: one for one in site.counters}
        self.seq = 0
        self.open(None)

    def open(self, day: date | None) -> None:
        """Begin a day; only ``evolve`` may call it."""
        self.day = day
        self.visits: dict[VisitId, Visit] = {}
        self.rows = {one.id: Row(one.first - 1) for one in self.site.fields}
        self.at_counter: dict[CounterId, VisitId] = {}
        self.calls: dict[CounterId, VisitId] = {}
        self.finished: dict[CounterId, VisitId] = {}

    def ahead(self, visit: Visit) -> int:
        """People who wait before this visit in its own field."""
        row = self.rows.get(visit.field)
        if row is None or visit.stage is not Stage.WAITING:
            return 0
        return max(0, visit.place - row.gone - 1)
