"""The journal against the live queue, part by part; or, where nothing is live, against itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from contract.ids import SiteId, VisitId
from contract.site import Site
from controller.core.events import DayOpened, Entry, TicketIssued
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.state import Fingerprint, fingerprint, plain_state
from controller.ports import History

_NO_SITE: Final = Site(SiteId("?"), "?", (), ())
"""The state is a reading of the journal alone."""
_TOLD: Final = 20
"""Faults that are told one by one."""


def tell_replay(history: History, live: Fingerprint | None, texts: Mapping[str, str]) -> int:
    """Print what was found; 0 where everything is as it should be."""
    if live is None:
        print(texts["replay.nobody_runs"])
        return _tell_check(history, texts)
    queue, events = Queue(_NO_SITE), 0
    for entry in history.latest_day(live.seq):
        evolve(queue, entry)
        events += 1
    print(texts["replay.live"].format(seq=live.seq, day=live.day or "-", events=events))
    parts = differences(fingerprint(plain_state(queue)), live)
    if not parts:
        print(texts["replay.same"].format(count=len(live.parts)))
        return 0
    names = ", ".join(texts.get(f"word.part.{part}", part) for part in parts)
    print(texts["replay.different"].format(count=len(parts), parts=names))
    return 1


def differences(one: Fingerprint, other: Fingerprint) -> list[str]:
    """Names of the parts that differ, sorted."""
    if one.seq != other.seq or one.day != other.day:
        return ["seq"]
    return sorted(name for name in one.parts | other.parts if one.parts.get(name) != other.parts.get(name))


@dataclass(slots=True)
class Check:
    """A journal read from its first entry to its last; ``faults`` are keys of texts with what belongs in them."""

    events: int = 0
    tickets: int = 0
    first: datetime | None = None
    last: datetime | None = None
    days: set[date] = field(default_factory=set)
    faults: list[tuple[str, dict[str, object]]] = field(default_factory=list)


def check(entries: Iterable[Entry]) -> Check:
    """Read them all and bring a queue through them; a million tickets take some minutes."""
    found, queue, given = Check(), Queue(_NO_SITE), set[VisitId]()
    for entry in entries:
        event = entry.event
        found.faults += [(key, {"seq": entry.seq} | words) for key, words in _faults(entry, queue, found, given)]
        found.events += 1
        found.first, found.last = found.first or entry.at, entry.at
        if isinstance(event, DayOpened):
            found.days.add(event.day)
            given.clear()
        elif isinstance(event, TicketIssued):
            found.tickets += 1
            given.add(event.visit)
        evolve(queue, entry)
    return found


def _faults(entry: Entry, queue: Queue, found: Check, given: set[VisitId]) -> Iterator[tuple[str, dict[str, object]]]:
    event = entry.event
    if entry.seq != queue.seq + 1:
        yield "gap", {"wanted": queue.seq + 1}
    if isinstance(event, DayOpened) and event.day in found.days:
        yield "day_twice", {"day": event.day}
    if isinstance(event, TicketIssued):
        if event.visit in given:
            yield "number_twice", {"number": event.number, "day": queue.day}
        if queue.day is None or event.visit != f"{queue.day.isoformat()}-{event.number}":
            yield "foreign_number", {"number": event.number, "day": queue.day or "-"}


def _tell_check(history: History, texts: Mapping[str, str]) -> int:
    found = check(history.all())
    words = {"events": found.events, "days": len(found.days), "tickets": found.tickets}
    since, until = (f"{at:%Y-%m-%d %H:%M:%S}" if at else "-" for at in (found.first, found.last))
    print(texts["replay.read"].format(**words, since=since, until=until))
    for key, gaps in found.faults[:_TOLD]:
        print(texts[f"replay.{key}"].format(**gaps))
    print(texts["replay.faulty" if found.faults else "replay.faultless"].format(count=len(found.faults)))
    return 1 if found.faults else 0
