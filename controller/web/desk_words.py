"""A desk in words: what stands where on the counter's page."""

from collections.abc import Mapping

from contract.notices import CounterStatus, Reason
from controller.core.desk import Desk, Served
from controller.web.page import clock_time


def desk_words(desk: Desk, texts: Mapping[str, str]) -> dict[str, str]:
    """What stands where; ``why_<command>`` says why a command makes no sense now, empty where it does."""
    somebody = desk.next_up is not None
    words = _serving(desk.served, texts) if desk.served else _free(somebody, texts)
    nothing = "" if desk.served else texts["clerk.nothing_called"]
    words["why_open"] = _refused(texts, Reason.ALREADY_SO if desk.status is CounterStatus.OPEN else None)
    words["why_call"] = _refused(
        texts,
        Reason.STILL_SERVING
        if desk.served
        else Reason.COUNTER_NOT_OPEN
        if desk.status is not CounterStatus.OPEN
        else None
        if somebody
        else Reason.NOBODY_WAITING,
    )
    words["why_recall"] = nothing or _refused(texts, None if desk.may_recall else Reason.RECALLED_TOO_OFTEN)
    words["why_absent"] = nothing or _refused(texts, None if desk.may_be_absent else Reason.CALL_AGAIN_FIRST)
    words["why_finish"] = nothing
    words["visit"] = desk.served.visit if desk.served else ""
    place = texts["clerk.title"].format(counter=desk.counter)
    words["title"] = f"{desk.served.number} · {place}" if desk.served else place
    for row in desk.waiting:
        words[f"count.{row.field}"] = str(row.waiting)
        words[f"next.{row.field}"] = (
            texts["clerk.next_number"].format(number=row.next) if row.next else texts["clerk.nobody"]
        )
    return words


def _serving(served: Served, texts: Mapping[str, str]) -> dict[str, str]:
    called = texts["clerk.called" if served.times == 1 else "clerk.called_again"]
    return {
        "stage": "serving",
        "label": texts["clerk.serving"],
        "number": served.number,
        "field": served.field,
        "issued": texts["clerk.issued"].format(time=clock_time(served.issued_at)),
        "called": called.format(times=served.times, time=clock_time(served.called_at)),
        "file": texts["clerk.file"].format(code=served.file_code) if served.file_code else "",
    }


def _free(somebody: bool, texts: Mapping[str, str]) -> dict[str, str]:  # noqa: FBT001
    words = dict.fromkeys(("number", "issued", "called", "file"), "")
    hint = texts["clerk.free_waiting" if somebody else "clerk.free_nobody"]
    return {"stage": "free", "label": texts["clerk.free"], "field": hint, **words}


def _refused(texts: Mapping[str, str], reason: Reason | None) -> str:
    return texts[f"refused.{reason}"] if reason else ""
