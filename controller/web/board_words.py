"""What a board in a browser is told: calls with their age, lines with their wait, a counter's state, and the words beside them."""

from collections.abc import Collection, Mapping
from datetime import datetime

from contract.ids import CounterId
from contract.notices import Board, Call, CounterState, Outlook, Wait
from contract.site import Field, Site
from contract.wait import told
from controller.web.page import clock_time

Words = Mapping[str, str]


def hall_state(
    board: Board, outlook: Outlook, site: Site, counters: Collection[CounterId], language: str, texts: Words
) -> dict[str, object]:
    """Of the part of the hall with these counters: its calls, newest first, and the lines they serve; none of a hidden line."""
    waits = {one.field: one.wait for one in outlook.fields}
    infos = {one.id: one for one in site.fields}
    served = {field for one in site.counters if one.id in counters for field in one.fields}
    return {
        "calls": [_call(one, board.at) for one in board.calls if one.counter in counters],
        "fields": [
            _field(infos[one.field], one.waiting, waits.get(one.field), language, texts)
            for one in board.fields
            if one.field in served and (one.waiting or infos[one.field].offered)
        ],
        "message": board.message or "",
        "urgent": board.urgent,
        "clock": clock_time(board.at),
    }


def plate_state(state: CounterState, site: Site, at: datetime, language: str) -> dict[str, object]:
    """Of one counter; ``field``: of the call, or all that it serves."""
    names = {one.id: _name(one, language) for one in site.fields}
    counter = next(one for one in site.counters if one.id == state.counter)
    fields = (state.call.field,) if state.call else counter.fields
    return {
        "call": _call(state.call, at) if state.call else None,
        "status": state.status,
        "field": ", ".join(names[one] for one in fields if one in names),
        "next": state.next or "",
        "officer": state.officer,
        "photo": f"/photo/{state.photo}" if state.photo else "",
        "clock": clock_time(at),
    }


def board_words(texts: Words) -> dict[str, str]:
    """What the boards' scripts write."""
    return {
        "invite": texts["board.invite"],
        "again": texts["board.again"],
        "last": texts["board.last"],
        "counter": texts["board.counter"],
        "at_counter": texts["board.at_counter"],
        "row_counter": texts["board.row_counter"],
        "quiet": texts["board.quiet"],
        "serving": texts["board.serving"],
        "emergency": texts["board.emergency"],
        "next": texts["board.next"],
        "officer": texts["board.officer"],
        "free": texts["board.quiet"],
        "paused": texts["board.paused"],
        "paused_note": texts["board.paused_note"],
        "closed": texts["board.closed"],
        "closed_note": texts["board.closed_note"],
    }


def _call(call: Call, at: datetime) -> dict[str, object]:
    """``at``: milliseconds, to tell two calls apart; ``age``: seconds since the call by the controller's clock, for a board's may be wrong."""
    return {
        "visit": call.visit,
        "number": call.number,
        "counter": call.counter,
        "times": call.times,
        "at": round(call.called_at.timestamp() * 1000),
        "age": round((at - call.called_at).total_seconds(), 1),
    }


def _field(field: Field, waiting: int, wait: Wait | None, language: str, texts: Words) -> dict[str, object]:
    return {
        "prefix": field.prefix,
        "name": _name(field, language),
        "waiting": waiting,
        "wait": _wait(wait, texts),
    }


def _name(field: Field, language: str) -> str:
    return field.names.get(language, field.name)


def _wait(wait: Wait | None, texts: Words) -> str:
    if wait is None:
        return ""
    kind, numbers = told(wait)
    return texts[{"under": "board.under", "range": "board.range", "hours": "board.hours"}[kind]].format(**numbers)
