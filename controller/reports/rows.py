"""The facts of a day, one row each in the order of ``columns``."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from contract.commands import Place, PrintState, Score, TakeTicket
from contract.ids import CounterId, OfficerId
from controller.core import day_facts as f
from controller.core.rating_batches import LEAST, Batch
from controller.reports.columns import Row

_MOST = 65_535
"""Of people ahead and the like: what two bytes hold."""
_PAPERS = frozenset({PrintState.CONFIRMED, PrintState.UNCONFIRMED, PrintState.FAILED})
_CONTENT = (Score.VERY_SATISFIED, Score.SATISFIED)


def rows_of(facts: f.DayFacts) -> Mapping[str, Sequence[Row]]:
    """By kind."""
    return {
        "visits": [_visit(one) for one in facts.visits],
        "stays": [_stay(one) for one in facts.stays],
        "grants": [
            (one.at, one.officer, one.device, one.priority, one.field, one.with_ticket, not one.with_ticket)
            for one in facts.grants
        ],
        "transfers": [_transfer(one) for one in facts.transfers],
        "ratings": [_rating(one) for one in facts.ratings],
        "reasons": [
            (*_cell(one), reason, times) for one in facts.ratings for reason, times in sorted(one.reasons.items())
        ],
        "refusals": [
            (one.at, one.reason, one.field, one.device) for one in facts.refusals if one.command == TakeTicket.__name__
        ],
        "papers": [_paper(one) for one in facts.papers if one.state in _PAPERS],
        "scans": [(one.at, one.device, one.outcome, one.status, one.verdict) for one in facts.scans],
        "troubles": [(one.device, one.condition, one.since, one.seconds) for one in facts.troubles],
        "seats": [*_seats(facts)],
    }


def _visit(one: f.VisitFact) -> Row:
    number = one.visit.rpartition("-")[2]
    waited, wait = one.waited, one.wait
    told = waited is not None and wait is not None
    sooner = told and waited < wait.low  # type: ignore[operator,union-attr]
    later = told and waited > wait.high  # type: ignore[operator,union-attr]
    return (
        ord(number[0]),
        int(number[1:]),
        one.field,
        one.came,
        one.device,
        one.language,
        one.receipt,
        one.booked,
        one.by_law,
        one.end is f.End.SERVED,
        one.end is f.End.ABSENT,
        one.end is f.End.CANCELLED,
        one.end is f.End.UNSERVED,
        waited is not None,
        waited or 0,
        min(one.ahead, _MOST),
        told,
        told and not sooner and not later,
        sooner,
        later,
        abs(waited - wait.likely) if waited is not None and wait is not None else 0,
        one.counter,
        one.officer,
        one.served_s or 0,
        one.end,
    )


def _stay(one: f.StayFact) -> Row:
    first, busy = one.waited is not None, 0 if one.left is None else one.left - one.called
    served, missed = one.leaving in f.SERVED, one.leaving is f.Leaving.ABSENT
    return (
        one.field,
        one.counter,
        one.officer,
        one.joined,
        one.called,
        first,
        one.waited or 0,
        first and one.in_time,
        served,
        busy if served else 0,
        busy,
        missed,
        missed and one.back,
    )


def _transfer(one: f.TransferFact) -> Row:
    places = (one.place is place for place in (Place.FRONT, Place.END, Place.ORIGINAL))
    return (one.at, one.field, one.to_field, one.counter, one.to_counter, one.officer, *places)


def _cell(one: Batch) -> tuple[int, str, str, int]:
    cell = one.cell
    return (cell.counter, cell.officer or f.NOBODY, cell.field, cell.scale)


def _rating(one: Batch) -> Row:
    scores = [one.scores.get(score, 0) for score in _FACES]
    return (*_cell(one), LEAST, *scores, sum(one.scores.get(score, 0) for score in _CONTENT))


_FACES = (Score.VERY_SATISFIED, Score.SATISFIED, Score.NEUTRAL, Score.NOT_SATISFIED, Score.VERY_UNSATISFIED)


def _paper(one: f.PaperFact) -> Row:
    came_out, fine = one.state is not PrintState.FAILED, one.state is PrintState.CONFIRMED
    return (
        one.at,
        one.device,
        one.trouble,
        fine and not one.again,
        came_out and not fine,
        not came_out,
        came_out and one.again,
    )


def _seats(facts: f.DayFacts) -> Iterator[Row]:
    """How long counters were open and paused, and for each counter and officer of the day how long somebody was there."""
    for one in facts.seats:
        yield (
            one.counter,
            one.officer,
            one.since,
            0 if one.paused else one.seconds,
            one.seconds if one.paused else 0,
            0,
        )
    busy: Counter[tuple[CounterId, OfficerId]] = Counter()
    for stay in facts.stays:
        busy[stay.counter, stay.officer] += 0 if stay.left is None else stay.left - stay.called
    for (counter, officer), seconds in sorted(busy.items()):
        yield (counter, officer, 0, 0, 0, seconds)
