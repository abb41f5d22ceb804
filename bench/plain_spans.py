"""How long counters were open and devices down, read from the journal by plain loops, independently of the ledger."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

_A_DAY: Final = 86_400
_PRINTER_DOWN: Final = ("paper_out", "cover_open", "error", "offline")
_CAMERA_DOWN: Final = ("dark", "frozen", "lost")
_KINDS: Final = (
    "DayOpened",
    "HoursChanged",
    "OfficerSignedIn",
    "OfficerSignedOut",
    "CounterOpened",
    "CounterPaused",
    "CounterClosed",
    "DeviceChanged",
)
Row = tuple[str | int, ...]
_Event = tuple[str, int, dict[str, Any]]


def trouble_rows(db: sqlite3.Connection) -> Iterator[Row]:
    """``day, device, condition, since, seconds`` within the hours."""
    for day, events, sessions, end in _days(db):
        spans: list[tuple[str, str, int, int]] = []
        now: dict[str, dict[str, int]] = defaultdict(dict)
        for kind, at, body in events:
            if kind == "DeviceChanged":
                device, wrong = body["device"], _wrong(body)
                spans += [(device, one, begin, at) for one, begin in now[device].items() if one not in wrong]
                now[device] = {one: now[device].get(one, at) for one in wrong}
        spans += [(device, one, begin, end) for device, open_ in now.items() for one, begin in open_.items()]
        for device, condition, begin, until in spans:
            inside = sum(
                min(until, closes) - max(begin, opens) for opens, closes in sessions if until > opens and begin < closes
            )
            if inside > 0:
                yield (day, device, condition, begin, inside)


def seat_rows(db: sqlite3.Connection, stays: str) -> Iterator[Row]:
    """``day, counter, officer, since, open, paused, busy``."""
    for day, events, sessions, end in _days(db):
        last = min(end, sessions[-1][1]) if sessions else end
        seats: dict[int, tuple[str, str, int]] = {}  # officer, state, since
        for kind, at, body in [
            *events,
            *(("end", last, {"counter": one}) for one in {e[2].get("counter") for e in events}),
        ]:
            counter = body.get("counter")
            if counter is None:
                continue
            officer, state, since = seats.get(counter, ("", "closed", 0))
            if at > since and state != "closed":
                yield (
                    day,
                    counter,
                    officer,
                    since,
                    at - since if state == "open" else 0,
                    at - since if state == "paused" else 0,
                    0,
                )
            now = {"CounterOpened": "open", "CounterPaused": "paused", "OfficerSignedIn": state}.get(kind, "closed")
            who = body["officer"] if kind == "OfficerSignedIn" else "" if kind == "OfficerSignedOut" else officer
            seats[counter] = (who, now, at)
    asked = f"SELECT day, counter, officer, 0, 0, 0, sum(busy) FROM ({stays}) GROUP BY day, counter, officer"
    yield from db.execute(asked)


def _wrong(body: dict[str, Any]) -> list[str]:
    if not body["online"]:
        return ["offline"]
    printer = [f"printer.{body['printer']}"] if body.get("printer") in _PRINTER_DOWN else []
    camera = [f"camera.{body['camera']}"] if body.get("camera") in _CAMERA_DOWN else []
    return [*camera, *printer, *(["silent"] if body.get("silent") else [])]


def _days(db: sqlite3.Connection) -> Iterator[tuple[str, list[_Event], list[tuple[int, int]], int]]:
    """Day, events with seconds since midnight, hours, and the second at which the day is over or the journal ends."""
    marks = ", ".join("?" * len(_KINDS))
    last = db.execute("SELECT max(day) FROM days").fetchone()[0]
    upto = _second(db.execute("SELECT at FROM events ORDER BY seq DESC LIMIT 1").fetchone()[0])
    events: dict[str, list[_Event]] = defaultdict(list)
    for kind, at, body in db.execute(f"SELECT type, at, body FROM events WHERE type IN ({marks}) ORDER BY seq", _KINDS):
        events[at[:10]].append((kind, _second(at), json.loads(body)))
    for day, found in events.items():
        end = upto if day == last else _A_DAY
        hours = [body.get("sessions") for kind, _, body in found if kind in {"DayOpened", "HoursChanged"}][-1]
        sessions = (
            [(_clock(one["opens"]), _clock(one["closes"])) for one in hours] if hours is not None else [(0, _A_DAY)]
        )
        yield day, found, sessions, end


def _second(at: str) -> int:
    return _clock(at[11:])


def _clock(told: str) -> int:
    return int(told[:2]) * 3600 + int(told[3:5]) * 60 + int(told[6:8])
