"""Days of one office, one after the other, and what they show about waits and what tickets said of them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import process_time
from typing import Final

from contract.ids import FieldId
from contract.notices import Reason
from contract.site import Site
from controller.core.events import Entry
from controller.core.queue import Queue, Stage, Visit
from controller.simulation.behaviour import Behaviour
from controller.simulation.clerks import Clerks
from controller.simulation.hall import VirtualHall, seconds_of, with_keypads
from controller.simulation.luck import Luck
from controller.simulation.visitors import Visitors

FIRST_DAY: Final = date(2026, 11, 2)
"""A Monday; weekends are left out."""
_END: Final = 86_399.0


@dataclass(slots=True)
class Tally:
    """One field, in seconds; waits and errors are of everybody whose ticket said a wait and who was called.

    ``busy`` and ``open`` are of the counters that serve the field.
    """

    visits: int = 0
    absent: int = 0
    full: int = 0
    turned_away: int = 0
    busy: float = 0.0
    open: float = 0.0
    inside: int = 0
    below: int = 0
    waits: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    naive: list[float] = field(default_factory=list)
    naive_hours: list[float] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came out: ``seconds`` simulated, from the first ticket of a day to its last call, and the processor's for it."""

    tallies: dict[FieldId, Tally] = field(default_factory=lambda: defaultdict(Tally))
    days: int = 0
    commands: int = 0
    seconds: float = 0.0
    cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class VirtualDay:
    """A day that is over."""

    hall: VirtualHall
    visitors: Visitors
    clerks: Clerks


def run_day(
    site: Site, behaviour: Behaviour, number: int, seed: int, tell: Callable[[Entry], None] = lambda _: None
) -> VirtualDay:
    """Working day ``number`` from 0; the same numbers give the same day. ``tell`` hears what a journal would keep of it."""
    hall = VirtualHall(with_keypads(site), FIRST_DAY + timedelta(days=number // 5 * 7 + number % 5), tell)
    luck = Luck(site, behaviour, f"{seed}-{number}")
    visitors = Visitors(hall, behaviour, luck)
    clerks = Clerks(hall, behaviour, luck, visitors)
    visitors.came, visitors.mean_s = clerks.came, clerks.mean_s
    visitors.expect()
    clerks.expect()
    hall.run(_END)
    return VirtualDay(hall, visitors, clerks)


def run_days(site: Site, behaviour: Behaviour, days: int, seed: int) -> Outcome:
    """All of them."""
    outcome = Outcome()
    for number in range(days):
        began = process_time()
        day = run_day(site, behaviour, number, seed)
        outcome.cpu_s += process_time() - began
        _count(outcome, day)
    return outcome


def _count(outcome: Outcome, day: VirtualDay) -> None:
    queue, tallies = day.hall.queue, outcome.tallies
    outcome.days += 1
    outcome.commands += day.hall.commands
    visits = queue.visits.values()
    moments = [one for visit in visits for one in (visit.issued_at, visit.called_at) if one is not None]
    outcome.seconds += (max(moments) - min(moments)).total_seconds() if moments else 0.0
    for visit in visits:
        _count_visit(tallies[visit.steps[0].field], day, visit)
    for (wanted, reason), count in day.visitors.turned_away.items():
        tallies[wanted].turned_away += count
        tallies[wanted].full += count if reason is Reason.DAY_FULL else 0
    worked = sum(ends - begins for begins, ends in _sessions(queue))
    for one in queue.site.fields:
        serving = [
            counter for counter in queue.site.counters if one.id in counter.fields and counter.id in day.clerks.clerks
        ]
        tallies[one.id].busy += sum(day.clerks.clerks[counter.id].busy_s for counter in serving)
        tallies[one.id].open += worked * len(serving)


def _sessions(queue: Queue) -> list[tuple[float, float]]:
    return [(seconds_of(one.opens), seconds_of(one.closes)) for one in queue.plan.sessions or ()]


def _count_visit(tally: Tally, day: VirtualDay, visit: Visit) -> None:
    tally.visits += 1
    tally.absent += visit.stage is Stage.ABSENT
    called, said = visit.steps[0].called_at, visit.wait
    if called is None or said is None:
        return
    waited = (called - visit.issued_at).total_seconds()
    naive = day.visitors.naive[visit.id]
    tally.waits.append(waited)
    tally.errors.append(abs(waited - said.likely))
    tally.naive.append(abs(waited - naive.plain))
    tally.naive_hours.append(abs(waited - naive.with_hours))
    tally.widths.append(said.high - said.low)
    tally.inside += said.low <= waited <= said.high
    tally.below += waited < said.low
