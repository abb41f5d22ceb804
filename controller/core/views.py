"""What the queue shows to boards, counters, terminals and phones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.counter_board import PlateOfficer
from contract.ids import CounterId, OfficerId, TicketNumber, VisitId
from contract.notices import (
    Announcement,
    Board,
    Call,
    CounterInfo,
    CounterState,
    Door,
    Emergency,
    FieldInfo,
    FieldNow,
    FieldState,
    Office,
    Outlook,
    RatingInvitation,
    ReasonInfo,
    Wait,
)
from contract.rating import OfficerShown
from contract.site import Site
from controller.core.follow import invitation_mark
from controller.core.forecast import Forecast, left
from controller.core.foretold import foretold
from controller.core.queue import Queue, Stage, Visit
from controller.core.suggestions import topics
from controller.core.tickets import door


def office(site: Site) -> Office:
    """The office as its devices show it."""
    return Office(
        site.name,
        tuple(FieldInfo(one.id, one.name, one.prefix, one.seat, one.offered, one.names) for one in site.fields),
        tuple(CounterInfo(one.id, one.fields, one.officer or None, one.zone) for one in site.counters),
        tuple(ReasonInfo(one.id, one.text, one.english) for one in site.rating.reasons),
        site.rating.seconds,
        suggestions=topics(site),
        rating_scale=site.rating.scale,
    )


def call_of(visit: Visit) -> Call | None:
    """The visit's latest call; None before the first, and once it waits again: whoever was sent on is not to go there any more."""
    if visit.counter is None or visit.called_at is None or not visit.times:
        return None
    return Call(visit.id, visit.number, visit.field, visit.counter, visit.called_at, visit.times)


def board(queue: Queue, at: datetime) -> Board:
    """Calls newest first, one a counter, how many wait in each field; an emergency, else the head's message while it lasts."""
    latest = ((counter, call_of(queue.visits[visit])) for counter, visit in reversed(queue.calls.items()))
    waiting = tuple(FieldState(one.id, len(queue.lines[one.id])) for one in queue.site.fields)
    shown = tuple(call for counter, call in latest if call and call.counter == counter)  # else it was sent on since
    if queue.emergency is not None:
        return Board(queue.seq, at, shown, waiting, queue.emergency[0], urgent=True)
    text, until = queue.message_at(at) or (None, None)
    return Board(queue.seq, at, shown, waiting, text, until)


def emergency(queue: Queue) -> Emergency:
    """What loudspeakers repeat, or that they need not."""
    text, since = queue.emergency or (None, None)
    return Emergency(queue.seq, text, since)


def outlook(queue: Queue, at: datetime, ahead: Forecast) -> Outlook:
    """What newcomers would find in each field."""
    fields = []
    for one in queue.site.fields:
        opening, opens_at = door(queue, one, at)
        wait = ahead.newcomers.get(one.id) if opening in {Door.OPEN, Door.NOT_YET} else None
        waiting = len(queue.lines[one.id])
        fields.append(FieldNow(one.id, opening, waiting, wait, left(queue, one.id, at), opens_at))
    return Outlook(at, tuple(fields), queue.plan.words, queue.plan.closing(at))


def counter_state(queue: Queue, counter: CounterId, at: datetime) -> CounterState:
    """Whom the counter serves now, whether it calls and whom next, and who sits there."""
    visit = queue.at_counter.get(counter)
    call = call_of(queue.visits[visit]) if visit else None
    waiting = sum(len(line) for line in queue.waiting_for(counter))
    officer, photo = _plate(queue, counter)
    status = queue.seats[counter].status
    return CounterState(queue.seq, counter, call, status, waiting, foretold(queue, counter, at), officer, photo)


def _plate(queue: Queue, counter: CounterId) -> tuple[str, str]:
    """Name and photo on the counter's board."""
    wanted, plate = queue.site.counter_board.officer, queue.counters[counter]
    if wanted is PlateOfficer.PLATE:
        return plate.officer, plate.photo
    here = queue.officers.get(queue.seats[counter].officer or OfficerId(""))
    return (here.name, here.photo) if wanted is PlateOfficer.SIGNED_IN and here else ("", "")


def announcement(queue: Queue, visit: Visit) -> Announcement | None:
    """The spoken form of the visit's latest call."""
    call = call_of(visit)
    if call is None:
        return None
    stale = call.called_at + timedelta(seconds=queue.site.calling.expires_s)
    counter = queue.counters.get(call.counter)
    zone = counter.zone if counter else ""
    return Announcement(
        call.number,
        call.counter,
        call.times,
        call.called_at,
        stale,
        visit.id,
        queue.seq,
        zone,
        visit.language,
    )


def invitation(queue: Queue, counter: CounterId, secret: str = "") -> RatingInvitation:
    """The visit last finished at the counter, while it is unrated, with the mark that only the office's secret makes."""
    shown = _officer_shown(queue, counter)
    latest = queue.visits.get(queue.finished.get(counter, VisitId("")))
    if latest is None or latest.rated or latest.finished_at is None:
        return RatingInvitation(counter, None, None, officer=shown)
    until = latest.finished_at + timedelta(seconds=queue.site.rating.seconds)
    return RatingInvitation(counter, latest.id, until, invitation_mark(secret, latest.id), shown)


def _officer_shown(queue: Queue, counter: CounterId) -> str | None:
    """The name on the counter's sleeping rating terminal, as the office wants it."""
    wanted = queue.site.rating.officer
    if wanted is OfficerShown.PLATE:
        return queue.counters[counter].officer or None
    signed_in = queue.officers.get(queue.seats[counter].officer or OfficerId(""))
    return signed_in.name if wanted is OfficerShown.SIGNED_IN and signed_in else None


@dataclass(frozen=True, slots=True)
class Following:
    """What the holder of a ticket sees on a phone; ``wait`` from now, none where nothing can be said.

    ``step`` counts from 1, ``before`` names the steps that are done and ``then`` those to come, ``only`` is the counter that is waited
    for. ``times`` and ``called_at`` are of the latest call, ``language`` is the one that the citizen read.
    """

    number: TicketNumber
    field: str
    seat: str
    stage: Stage
    ahead: int
    counter: CounterId | None
    wait: Wait | None = None
    step: int = 1
    then: tuple[str, ...] = ()
    only: CounterId | None = None
    before: tuple[str, ...] = ()
    times: int = 0
    called_at: datetime | None = None
    language: str = "vi"


def following(queue: Queue, visit: VisitId, at: datetime, ahead: Forecast) -> Following | None:
    """None for a visit that is not of today."""
    known = queue.visits.get(visit)
    if known is None:
        return None
    field = queue.fields.get(known.field)
    return Following(
        known.number,
        field.name if field else "",
        field.seat if field else "",
        known.stage,
        queue.ahead(known, at),
        known.counter,
        ahead.visits.get(known.id),
        len(known.steps),
        tuple(queue.fields[one.field].name for one in known.route if one.field in queue.fields),
        known.only,
        tuple(queue.fields[one.field].name for one in known.steps[:-1] if one.called_at and one.field in queue.fields),
        known.times,
        known.called_at,
        known.language,
    )
