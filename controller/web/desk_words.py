"""A desk in words: whom the counter serves, who is next and why, and who is set aside."""

from collections.abc import Mapping
from datetime import datetime

from contract.ids import PriorityId
from contract.notices import CounterStatus
from contract.site import Site
from controller.core.cause import Cause
from controller.core.desk import Desk, NextUp, Served
from controller.web.page import clock_time

Texts = Mapping[str, str]


def desk_words(desk: Desk, site: Site, at: datetime, texts: Texts) -> dict[str, object]:
    """What stands where on the page of a counter at ``at``."""
    place = texts["clerk.title"].format(counter=desk.counter)
    names = {one.id: one.name for one in site.priorities}
    words: dict[str, object] = {
        **(_serving(desk.served, names, texts) if desk.served else _idle(desk, texts)),
        **_next_up(desk.next_up, names, at, texts),
        "title": f"{desk.served.number} · {place}" if desk.served else place,
        "visit": desk.served.visit if desk.served else "",
        "day": at.date().isoformat(),
        "status": texts[f"clerk.status.{desk.status}"].format(time=clock_time(desk.since)),
        "help": texts["clerk.help_wanted"].format(time=clock_time(desk.alarm)) if desk.alarm else "",
    }
    for row in desk.waiting:
        words[f"count.{row.field}"] = str(row.waiting)
        words[f"next.{row.field}"] = row.next or ""
    return words


def _serving(served: Served, names: Mapping[PriorityId, str], texts: Texts) -> dict[str, str]:
    called = texts["clerk.called" if served.times == 1 else "clerk.called_again"]
    steps = served.step + len(served.then)
    step = texts["clerk.step"].format(step=served.step, steps=steps) if steps > 1 else ""
    law = names.get(served.priority, served.priority) if served.priority else ""
    return {
        "stage": "serving",
        "label": texts["clerk.serving"],
        "number": served.number,
        "field": served.field,
        "issued": texts["clerk.issued"].format(time=clock_time(served.issued_at)),
        "called": called.format(times=served.times, time=clock_time(served.called_at)),
        "step": step,
        "because": texts[f"clerk.because.{served.cause or 'named'}"],
        "law": texts["clerk.by_law"].format(name=law) if law else "",
        "file": texts["clerk.file"].format(code=served.file_code) if served.file_code else "",
    }


def _idle(desk: Desk, texts: Texts) -> dict[str, str]:
    nothing = dict.fromkeys(("number", "issued", "called", "because", "step", "law", "file"), "")
    if desk.status is CounterStatus.OPEN:
        hint = texts["clerk.free_waiting" if desk.next_up else "clerk.free_nobody"]
        return {**nothing, "stage": "free", "label": texts["clerk.free"], "field": hint}
    stage = str(desk.status)
    return {**nothing, "stage": stage, "label": texts[f"clerk.{stage}"], "field": texts[f"clerk.{stage}_hint"]}


def _next_up(next_up: NextUp | None, names: Mapping[PriorityId, str], at: datetime, texts: Texts) -> dict[str, str]:
    if next_up is None:
        return {"next_number": "", "next_why": texts["clerk.nobody"]}
    return {"next_number": next_up.number, "next_why": cause_words(next_up, names, at, texts)}


def cause_words(next_up: NextUp, names: Mapping[PriorityId, str], at: datetime, texts: Texts) -> str:
    """Why this one is next, as one clerk tells another."""
    if next_up.cause is Cause.LAW and next_up.priority is not None:
        return texts["clerk.cause.law"].format(name=names.get(next_up.priority, next_up.priority))
    waited = max(0, int((at - next_up.joined_at).total_seconds()) // 60)
    return texts[f"clerk.cause.{next_up.cause}"].format(
        waited=waited, due=clock_time(next_up.due), field=next_up.field, name=""
    )
