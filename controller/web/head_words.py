"""The head's page in words: the answer first, then fields, counters and officers, ready to be put in place."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from contract.ids import FieldId, OfficerId
from contract.notices import CounterStatus, Door
from contract.site import Officer, OfficerRole, Site
from contract.wait import wait_words
from controller.core.hall import Away, CounterNow, Hall, Heat, Person, Row
from controller.web.page import clock_time
from controller.web.streams import State

_WORST_FIRST: Final = (Heat.OVERDUE, Heat.SOON, Heat.FINE)
_NAMED: Final = 3
"""Places that the answer names; the others are counted."""
_HOUR_MIN: Final = 60

Texts = Mapping[str, str]


def hall_words(hall: Hall, site: Site, texts: Texts) -> State:
    """What stands where, and the lists of the page; ``stage`` is alarm, overdue, soon or fine."""
    open_for = {one.id: 0 for one in site.fields}
    serves = {one.id: one.fields for one in site.counters}
    for seat in hall.counters:
        if seat.status is CounterStatus.OPEN:
            for field in serves.get(seat.counter, ()):
                open_for[field] = open_for.get(field, 0) + 1
    heats = {row.field: row_heat(row, open_for.get(row.field, 0)) for row in hall.rows}
    names = {one.id: one.name for one in site.officers}
    alarms = [one for one in hall.counters if one.alarm]
    answer = _answer(hall, heats, texts)
    verdict = answer["verdict"]
    place = texts["head.title"].format(office=site.name)
    return {
        **answer,
        "verdict": _beside(verdict, texts) if alarms else verdict,
        "stage": "alarm" if alarms or hall.emergency else answer["heat"],
        "title": " · ".join([_alarm(one, texts) for one in alarms[:1]] or [verdict]) + f" · {place}",
        "clock": clock_time(hall.at),
        "day": hall.at.date().isoformat(),
        "message": hall.emergency or hall.message or texts["head.no_message"],
        "message_until": texts["head.message_until"].format(time=clock_time(hall.message_until))
        if hall.message and not hall.emergency
        else "",
        "has_message": hall.message is not None,
        "emergency": texts["head.emergency_now"].format(time=clock_time(hall.emergency_since), text=hall.emergency)
        if hall.emergency
        else "",
        "seated": _seated(hall.counters, site.officers, texts),
        "alarms": [{"counter": one.counter, "text": _alarm(one, texts)} for one in alarms],
        "fields": [_row(row, heats[row.field], open_for.get(row.field, 0), hall.at, site, texts) for row in hall.rows],
        "counters": [_counter(one, names, hall.at, texts) for one in hall.counters],
    }


def row_heat(row: Row, counters: int) -> Heat:
    """The worst of its people; people for whom no counter is open are never fine once the office serves."""
    worst = min((_WORST_FIRST.index(one.heat) for one in row.people), default=len(_WORST_FIRST) - 1)
    unserved = bool(row.people) and counters == 0 and row.door is not Door.NOT_YET
    return min(_WORST_FIRST[worst], Heat.SOON if unserved else Heat.FINE, key=_WORST_FIRST.index)


def _answer(hall: Hall, heats: Mapping[FieldId, Heat], texts: Texts) -> dict[str, str]:
    """How long people wait now, and where it is bad: what a head reads in two seconds."""
    people = [one for row in hall.rows for one in row.people]
    worst = min(heats.values(), key=_WORST_FIRST.index, default=Heat.FINE)
    bad = sorted(
        (row for row in hall.rows if heats[row.field] is worst and row.people),
        key=lambda row: -_longest(row.people, hall.at),
    )
    overdue = sum(one.heat is Heat.OVERDUE for one in people)
    status = [one.status for one in hall.counters]
    where = [
        texts["head.where"].format(field=row.name, wait=_span(_longest(row.people, hall.at), texts))
        for row in bad[:_NAMED]
    ]
    if len(bad) > _NAMED:
        where.append(texts["head.where_more"].format(count=len(bad) - _NAMED))
    return {
        "heat": worst,
        "verdict": texts[f"head.verdict.{worst}"],
        "where": " · ".join(where) if worst is not Heat.FINE else texts["head.all_fine" if people else "head.nobody"],
        "longest": _span(_longest(people, hall.at), texts) if people else texts["head.none"],
        "waiting": texts["head.people"].format(count=len(people)),
        "overdue": texts["head.people"].format(count=overdue),
        "open": texts["head.of"].format(count=status.count(CounterStatus.OPEN), all=len(status)),
    }


def _beside(verdict: str, texts: Texts) -> str:
    """An alarm stands above it, so it says that it is about waits alone."""
    return texts["head.verdict.beside"].format(verdict=verdict[:1].lower() + verdict[1:])


def _row(row: Row, heat: Heat, counters: int, at: datetime, site: Site, texts: Texts) -> State:
    priorities: dict[str, str] = {one.id: one.name for one in site.priorities}
    counts = [(one, sum(person.heat is one for person in row.people)) for one in (Heat.OVERDUE, Heat.SOON)]
    flags = [texts[f"head.count.{one}"].format(count=count) for one, count in counts if count]
    if row.people and not counters:
        flags.insert(0, texts["head.unserved"])
    return {
        "id": row.field,
        "name": row.name,
        "known": row.known,
        "heat": heat,
        "flags": " · ".join(flags) or texts["head.row_fine" if row.people else "head.row_empty"],
        "door": row.door,
        "door_word": texts[f"head.door.{row.door}"].format(time=clock_time(row.opens_at)),
        "waiting": str(len(row.people)),
        "longest": _span(_longest(row.people, at), texts) if row.people else texts["head.none"],
        "newcomer": wait_words(row.newcomer, texts) if row.newcomer else texts["head.unknown"],
        "left": texts["head.none"] if row.left is None else str(row.left),
        "counters": str(counters),
        "day": texts["head.row_day"].format(issued=row.issued, finished=row.finished),
        "people": [_person(one, at, priorities, texts) for one in row.people],
        "away": [_away(one, priorities, texts) for one in row.away],
    }


def _person(one: Person, at: datetime, priorities: Mapping[str, str], texts: Texts) -> State:
    words = [
        texts["head.person.waits"].format(wait=_span(_minutes(at, one.joined_at), texts)),
        texts[f"head.heat.{one.heat}"],
    ]
    if one.priority:
        words.append(texts["head.person.priority"].format(priority=priorities.get(one.priority, one.priority)))
    if one.appointed_at:
        words.append(texts["head.person.appointed"].format(time=clock_time(one.appointed_at)))
    if one.only is not None:
        words.append(texts["head.person.only"].format(counter=one.only))
    if one.wait:
        words.append(texts["head.person.left"].format(wait=wait_words(one.wait, texts)))
    mark = texts["head.mark.priority"] if one.priority else texts["head.mark.appointed"] if one.appointed_at else ""
    return {"visit": one.visit, "number": one.number, "heat": one.heat, "mark": mark, "words": " · ".join(words)}


def _away(one: Away, priorities: Mapping[str, str], texts: Texts) -> State:
    words = [texts[f"head.away.{one.stage}"].format(counter=one.counter, time=clock_time(one.since))]
    if one.priority:
        words.append(texts["head.person.priority"].format(priority=priorities.get(one.priority, one.priority)))
    mark = texts[f"head.mark.{one.stage}"]
    return {"visit": one.visit, "number": one.number, "heat": one.stage, "mark": mark, "words": " · ".join(words)}


def _counter(one: CounterNow, names: Mapping[OfficerId, str], at: datetime, texts: Texts) -> State:
    serving = (
        texts["head.serving"].format(wait=_span(_minutes(at, one.called_at), texts), time=clock_time(one.called_at))
        if one.called_at
        else ""
    )
    status = texts[f"head.status.{one.status}"]
    now = texts["head.free"] if one.status is CounterStatus.OPEN else status
    return {
        "id": one.counter,
        "name": texts["head.counter"].format(counter=one.counter),
        "status": one.status,
        "now": one.number or now,
        "since": texts["head.since"].format(status=status, time=clock_time(one.since)) if one.since else status,
        "officer": names.get(one.officer, one.officer) if one.officer else texts["head.nobody_there"],
        "signed_in": one.officer is not None,
        "visit": one.visit or "",
        "number": one.number or "",
        "field": one.field or "",
        "serving": serving,
        "for": _span(_minutes(at, one.called_at), texts) if one.called_at else "",
        "waiting": texts["head.counter_waiting"].format(count=one.waiting),
        "alarm": _alarm(one, texts) if one.alarm else "",
        "alarm_short": texts["head.alarm_short"],
    }


def _alarm(one: CounterNow, texts: Texts) -> str:
    return texts["head.alarm"].format(counter=one.counter, time=clock_time(one.alarm))


def _seated(counters: Iterable[CounterNow], officers: Iterable[Officer], texts: Texts) -> str:
    """Clerks at counters, and the names of those who are at none."""
    at_counters = {one.officer for one in counters if one.officer}
    away = [one.name for one in officers if one.role is OfficerRole.CLERK and one.id not in at_counters]
    words = texts["head.seated"].format(count=len(at_counters))
    return f"{words} · {texts['head.not_seated'].format(names=', '.join(away))}" if away else words


def _longest(people: Sequence[Person], at: datetime) -> int:
    return max((_minutes(at, one.joined_at) for one in people), default=0)


def _minutes(at: datetime, since: datetime) -> int:
    return max(0, int((at - since).total_seconds() // 60))


def _span(minutes: int, texts: Texts) -> str:
    if minutes < _HOUR_MIN:
        return texts["head.minutes"].format(minutes=minutes)
    return texts["head.hours"].format(hours=minutes // _HOUR_MIN, minutes=minutes % _HOUR_MIN)
