"""Decisions about ratings: one visit, one rating, after its end, by whoever comes first: a terminal, a pad or a phone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from typing import Final

from contract.commands import RateVisit
from contract.ids import CounterId, FieldId, OfficerId, VisitId
from contract.notices import Reason
from contract.rating import FIVE, OTHER_REASON, THREE, UNHAPPY, Rating, faces
from controller.core import events as e
from controller.core.day import moment
from controller.core.queue import Queue, Stage
from controller.core.refusal import RefusedError
from controller.core.rights import Sender
from controller.core.tickets import known

GRACE_S: Final = 60.0
"""A press counts this long after the terminal closed: a reason takes its time, and clocks differ."""


@dataclass(frozen=True, slots=True)
class Served:
    """What a rating is about; ``finished_at`` None before the end of the visit."""

    visit: VisitId
    field: FieldId
    counter: CounterId | None = None
    officer: OfficerId | None = None
    finished_at: datetime | None = None
    rated: bool = False


class PhoneRating(StrEnum):
    """What the phone behind a ticket can do about its rating."""

    NOT_YET = "not_yet"
    OPEN = "open"
    RATED = "rated"
    CLOSED = "closed"


def rate_visit(
    command: RateVisit, queue: Queue, at: datetime, sender: Sender, *, invited: bool = True
) -> Sequence[e.Event]:
    """One press about a visit of today. ``invited``: the device proved that the terminal of that counter was asked."""
    return _rate(command, served(queue, command.visit), queue.site.rating, at, sender, invited=invited)


def rate_earlier(
    command: RateVisit, story: Iterable[e.Entry], rating: Rating, at: datetime, sender: Sender
) -> Sequence[e.Event]:
    """One press about a visit of an earlier day, as the journal has it: a terminal that was invited was cut off, or off, until now."""
    found = read_served(command.visit, story)
    if found is None:
        raise RefusedError(Reason.NOT_OF_TODAY)
    if found.counter != sender.counter:
        raise RefusedError(Reason.NOT_ALLOWED)
    return _rate(command, found, rating, at, sender, invited=True)


def served(queue: Queue, visit: VisitId) -> Served:
    """A visit of today; raises RefusedError for one that is not."""
    found = known(queue, visit)
    ended = found.finished_at if found.stage is Stage.FINISHED else None
    return Served(found.id, found.field, found.counter, found.step.officer, ended, found.rated)


def read_served(visit: VisitId, story: Iterable[e.Entry]) -> Served | None:
    """The same from all that happened to a visit, in order; None where nothing did. What was taken back did not happen."""
    entries = list(story)
    undone = {entry.event.undone for entry in entries if isinstance(entry.event, e.ActionUndone)}
    found: Served | None = None
    for entry in entries:
        event = entry.event
        if isinstance(event, e.TicketIssued):
            found = Served(visit, event.field)
        elif found is None or entry.seq in undone:
            continue
        elif isinstance(event, e.TicketCalled):
            found = replace(found, counter=event.counter, officer=entry.officer)
        elif isinstance(event, e.StepFinished | e.VisitTransferred):
            found = replace(found, field=event.field)
        elif isinstance(event, e.VisitFinished):
            found = replace(found, finished_at=entry.at)
        elif isinstance(event, e.VisitRated):
            found = replace(found, rated=True)
    return found


def phone_rating(queue: Queue, visit: VisitId, at: datetime) -> PhoneRating:
    """Whether the holder of the ticket can rate now."""
    found = queue.visits.get(visit)
    if found is None or not _evening(queue.site.rating, at):
        return PhoneRating.CLOSED
    if found.rated:
        return PhoneRating.RATED
    return PhoneRating.OPEN if found.stage is Stage.FINISHED else PhoneRating.NOT_YET


def _rate(
    command: RateVisit, about: Served, rating: Rating, at: datetime, sender: Sender, *, invited: bool
) -> Sequence[e.Event]:
    if about.rated:
        raise RefusedError(Reason.ALREADY_RATED)
    if about.finished_at is None or about.counter is None:
        raise RefusedError(Reason.NOT_FINISHED)
    if not (sender.visit or invited):
        raise RefusedError(Reason.NOT_ALLOWED)
    late = (at - about.finished_at).total_seconds() > rating.seconds + GRACE_S
    if not (_evening(rating, at) if sender.visit else _in_time(command, rating, late=late)):
        raise RefusedError(Reason.RATING_CLOSED)
    scale = FIVE if command.scale == FIVE or command.score not in faces(THREE) else THREE
    reasons = _reasons(command, rating, late=late)
    return [e.VisitRated(about.visit, about.counter, about.field, command.score, reasons, scale, about.officer)]


def _in_time(command: RateVisit, rating: Rating, *, late: bool) -> bool:
    """By the device's own record where it has one: its rating may have waited for the network for hours."""
    return not late if command.after_s is None else 0 <= command.after_s <= rating.seconds + GRACE_S


def _evening(rating: Rating, at: datetime) -> bool:
    """Whether phones may rate at this time of a day; a phone's visit is of today, or it is refused before this is asked."""
    return bool(rating.phone_until) and at < moment(at, time.fromisoformat(rating.phone_until))


def _reasons(command: RateVisit, rating: Rating, *, late: bool) -> tuple[str, ...]:
    """Each once, in the site file's order; raises RefusedError for those that the office does not have, or that nobody asked for.

    Of a rating that comes late, reasons that the office has struck off its list since are left out.
    """
    offered = [one.id for one in rating.reasons] + [OTHER_REASON] * bool(rating.reasons)
    if command.reasons and (command.score not in UNHAPPY or not (late or set(command.reasons) <= set(offered))):
        raise RefusedError(Reason.UNKNOWN_REASON)
    return tuple(one for one in offered if one in command.reasons)
