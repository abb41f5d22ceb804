"""How long people will wait: what a ticket says, what boards and phones show, and how many can still be served."""

from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from contract.ids import CounterId, FieldId, VisitId
from contract.notices import Wait
from controller.core.course import Course, Present, Turn, course
from controller.core.queue import Queue
from controller.core.staff import free_counters
from controller.core.trust import Ranges
from controller.core.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of one moment: ``newcomers`` by field and everybody who waits by visit."""

    newcomers: dict[FieldId, Wait]
    visits: dict[VisitId, Wait]


@dataclass(slots=True)
class _Cluster:
    """Fields and counters that have to do with each other, and how they would go on from a moment, after event ``seq``."""

    fields: tuple[FieldId, ...]
    counters: tuple[CounterId, ...]
    seq: int = -1
    at: datetime | None = None
    time: WorkTime | None = None
    course: Course = field(default_factory=Course)


def forecast(queue: Queue, at: datetime) -> Forecast:
    """For everybody at once; costs one pass over all who wait."""
    visits: dict[VisitId, Wait] = {}
    newcomers: dict[FieldId, Wait] = {}
    for one in queue.fields:
        cluster = _ahead(queue, one, at)
        if wait := newcomer(queue, one, at):
            newcomers[one] = wait
        if cluster.fields[0] == one:
            time, ranges = _time(cluster), queue.pace.trust.ranges()
            visits |= {visit: _wait(ranges, turn, time) for visit, turn in cluster.course.visits.items()}
    return Forecast(newcomers, visits)


def newcomer(queue: Queue, field: FieldId, at: datetime) -> Wait | None:
    """What a ticket of the field taken now would say; None where no counter serves it any more today."""
    cluster = _ahead(queue, field, at)
    turn = cluster.course.newcomers.get(field)
    if turn is None or _time(cluster).closing == 0:
        return None
    return _wait(queue.pace.trust.ranges(), turn, _time(cluster))


def left(queue: Queue, field: FieldId, at: datetime) -> int | None:
    """How many more of the field could be served until closing if only they came, within quota and series.

    Each counter that serves the field finishes first what waits for it now. None where neither hours nor a quota set a limit.
    """
    known = queue.fields[field]
    limits = []
    if queue.plan.sessions is not None:
        cluster = _ahead(queue, field, at)
        closing = _time(cluster).closing or 0.0
        service = _services(queue)[field]
        done = (end for counter, end in cluster.course.done.items() if field in queue.counters[counter].fields)
        limits.append(sum(max(0, int((closing - end) // service)) for end in done))
    if known.quota:
        limits.append(max(0, known.quota - queue.issued.get(field, 0)))
    if not limits:
        return None
    return min(*limits, queue.places_left(known))


def _wait(ranges: Ranges, turn: Turn, time: WorkTime) -> Wait:
    seconds, ahead = turn
    low, high = ranges.say(seconds, ahead)
    if time.closing is not None:
        high = max(seconds, min(high, time.closing))
    return Wait(int(time.wall(low)), int(time.wall(seconds)), int(time.wall(high)))


def _ahead(queue: Queue, field: FieldId, at: datetime) -> _Cluster:
    """The field's cluster with its course from now on; asked again about the same moment it is not run again."""
    clusters = queue.pace.memo
    if field not in clusters:
        found = _cluster(queue, field)
        clusters.update(dict.fromkeys(found.fields, found))
    cluster: _Cluster = clusters[field]
    if (cluster.seq, cluster.at) != (queue.seq, at):
        cluster.seq, cluster.at, cluster.time = queue.seq, at, WorkTime(queue.plan, at)
        cluster.course = course(queue, cluster.fields, _present(queue, cluster, cluster.time, at))
    return cluster


def _time(cluster: _Cluster) -> WorkTime:
    assert cluster.time is not None
    return cluster.time


def _present(queue: Queue, cluster: _Cluster, time: WorkTime, at: datetime) -> Present:
    services = _services(queue)
    now = at.timestamp()
    keys = {one: (now + queue.fields[one].target_wait_min * 60, inf) for one in cluster.fields}
    return Present(
        time, now, free_counters(queue, cluster.counters, services, time, at), services, keys, queue.pace.leaving
    )


def _services(queue: Queue) -> dict[FieldId, float]:
    """Seconds from one call of a counter to the next, by field."""
    return queue.pace.services_s({one.id: one.service_min * 60 for one in queue.site.fields})


def _cluster(queue: Queue, field: FieldId) -> _Cluster:
    """All fields that a chain of shared counters joins to this one."""
    fields: list[FieldId] = [field]
    counters: dict[CounterId, None] = {}
    for one in fields:  # grows on the way
        for counter in queue.site.counters:
            if one in counter.fields and counter.id not in counters:
                counters[counter.id] = None
                fields.extend(other for other in counter.fields if other not in fields)
    return _Cluster(tuple(fields), tuple(counters))
