"""What every key of the counter's page does now, or why it does nothing; and what a second key can choose."""

from collections.abc import Mapping, Sequence

from contract.ids import CounterId
from contract.notices import CounterStatus, Reason
from contract.site import Officer, OfficerRole, Right, Site
from controller.core.desk import Desk, SetAside
from controller.core.queue import Stage
from controller.web.page import clock_time

Texts = Mapping[str, str]


def desk_keys(desk: Desk, site: Site, texts: Texts) -> dict[str, str]:
    """``why_<key>``: empty where the key does something; ``label_<key>`` and ``do_<key>`` where that changes."""
    is_open = desk.status is CounterStatus.OPEN
    again = texts["clerk.open" if desk.status is CounterStatus.CLOSED else "clerk.reopen"]
    then = desk.served.then if desk.served else ()
    undo = desk.takeback
    words = {
        "do_call": "call" if is_open else "open",
        "label_call": texts["clerk.call"] if is_open else again,
        "do_pause": "pause" if is_open else "open",
        "label_pause": texts["clerk.pause"] if is_open else again,
        "do_alarm": "calm" if desk.alarm else "alarm",
        "label_alarm": texts["clerk.calm" if desk.alarm else "clerk.alarm"],
        "label_finish": texts["clerk.finish_then"].format(field=then[0]) if then else texts["clerk.finish"],
        "whole": texts["clerk.finish_whole"] if then else "",
        "label_undo": texts["clerk.undo_number"].format(number=undo.number) if undo else texts["clerk.undo"],
        "undo_visit": undo.visit if undo else "",
        "label_aside": texts["clerk.aside_count"].format(count=len(desk.aside)) if desk.aside else texts["clerk.aside"],
    }
    return {**words, **{f"why_{key}": text for key, text in _whys(desk, site, texts).items()}}


def _whys(desk: Desk, site: Site, texts: Texts) -> dict[str, str]:
    is_open = desk.status is CounterStatus.OPEN
    serving = _refused(texts, Reason.STILL_SERVING) if desk.served else ""
    nothing = "" if desk.served else texts["clerk.nothing_called"]
    nobody = "" if desk.next_up or not is_open else _refused(texts, Reason.NOBODY_WAITING)
    return {
        "call": serving or nobody,
        "finish": nothing,
        "recall": nothing or ("" if desk.may_recall else _refused(texts, Reason.RECALLED_TOO_OFTEN)),
        "absent": nothing or ("" if desk.may_be_absent else _refused(texts, Reason.CALL_AGAIN_FIRST)),
        "park": nothing,
        "transfer": nothing,
        "aside": "" if desk.aside else texts["clerk.nobody_aside"],
        "number": serving or ("" if is_open else _refused(texts, Reason.COUNTER_NOT_OPEN)),
        "priority": "" if site.priorities else texts["clerk.no_priorities"],
        "cancel": "",
        "undo": "" if desk.takeback else _refused(texts, Reason.NOTHING_TO_UNDO),
        "pause": serving if is_open else "",
        "alarm": "",
        "leave": serving,
    }


def aside_rows(desk: Desk, officer: Officer, texts: Texts) -> list[dict[str, str]]:
    """Who can be brought back; ``why`` somebody cannot be called to the counter at once."""
    if desk.served:
        reason = _refused(texts, Reason.STILL_SERVING)
    else:
        reason = "" if desk.status is CounterStatus.OPEN else _refused(texts, Reason.COUNTER_NOT_OPEN)
    anybody = officer.role is OfficerRole.HEAD or Right.CALL_NUMBER in officer.rights
    return [
        {
            "visit": one.visit,
            "number": one.number,
            "words": _aside_words(one, texts),
            "why": reason or ("" if anybody or one.counter == desk.counter else _refused(texts, Reason.NO_RIGHT)),
        }
        for one in desk.aside
    ]


def _aside_words(one: SetAside, texts: Texts) -> str:
    key = "clerk.parked" if one.stage is Stage.PARKED else "clerk.missed"
    return texts[key].format(counter=one.counter, time=clock_time(one.since))


def target_rows(own: CounterId, site: Site, texts: Texts) -> list[dict[str, object]]:
    """Where somebody can be sent: fields by their letter, counters by their number, with what they serve."""
    names = {one.id: one.name for one in site.fields}
    fields: Sequence[dict[str, object]] = [
        {"key": one.prefix, "field": one.id, "label": one.name} for one in site.fields
    ]
    counters: Sequence[dict[str, object]] = [
        {
            "key": str(one.id),
            "to_counter": one.id,
            "serves": one.fields,
            "label": texts["page.counter"].format(counter=one.id),
            "detail": ", ".join(names[field] for field in one.fields),
        }
        for one in site.counters
        if one.id != own
    ]
    return [*fields, *counters]


def _refused(texts: Texts, reason: Reason) -> str:
    return texts[f"refused.{reason}"]
