"""The reckoning after power cuts: what citizens did, what kiosks kept and what the journal says, held against each other.

It reads the files as they lie on the disk, by its own statements, so that it does not believe the programs it judges.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from demo.diary import DiaryReader, Line

_Plain = dict[str, Any]
_Entry = tuple[str, str, str, _Plain]
"""Kind, moment, request and body of an event."""
_FIRST: Final = 1


@dataclass(slots=True)
class Reckoning:
    """What was found; each fault is one sentence."""

    taps: int = 0
    """Taps that a kiosk had made durable."""
    calls: int = 0
    alone: int = 0
    """Numbers that kiosks gave by themselves."""
    void: int = 0
    """Numbers that nobody ever saw, because the kiosk had given another one when the answer came."""
    lost: list[str] = field(default_factory=list)
    """A durable tap without its number, or a number that its citizen never saw."""
    doubled: list[str] = field(default_factory=list)
    """Two numbers for one tap, one number for two taps, two papers, or two calls by one press."""
    ghosts: list[str] = field(default_factory=list)
    """A number that nobody tapped for."""
    wrong: list[str] = field(default_factory=list)
    """Somebody else's number, a gap in a series or in the journal, somebody called before one who had tapped earlier."""

    @property
    def faults(self) -> list[str]:
        """All of them."""
        return [*self.lost, *self.doubled, *self.ghosts, *self.wrong]


def reckon(journal: Path, kiosks: Iterable[tuple[Path, Path]]) -> Reckoning:
    """``journal`` and ``kiosks`` (outbox and diary of each) once nothing runs any more."""
    found = Reckoning()
    events = _events(journal, found)
    issued: dict[str, list[_Plain]] = defaultdict(list)
    void = {body["visit"] for kind, _, _, body in events if kind == "TicketVoided"}
    for kind, _, request, body in events:
        if kind == "TicketIssued" and body["visit"] not in void:
            issued[body["tap"] or request].append(body)
    committed: set[str] = set()
    for outbox, diary in kiosks:
        taps, lines = _taps(outbox), DiaryReader(diary).news()
        _reckon_taps(found, taps, issued)
        _reckon_diary(found, taps, lines, issued)
        committed |= set(taps)
    for request in issued.keys() - committed:
        found.ghosts.append(f"{issued[request][0]['visit']} was issued for {request}, which no kiosk has stored")
    _reckon_series(found, events)
    _reckon_calls(found, events)
    _reckon_order(found, events, void)
    found.taps, found.void = len(committed), len(void)
    return found


def _reckon_taps(found: Reckoning, taps: Mapping[str, _Plain | None], issued: Mapping[str, Sequence[_Plain]]) -> None:
    """What a kiosk has stored against what the journal says."""
    for request, answer in taps.items():
        numbers = issued.get(request, ())
        if not numbers:
            found.lost.append(f"{request} has no number")
        elif len(numbers) > 1:
            found.doubled.append(f"{request} has {[one['number'] for one in numbers]}")
        elif answer is None or answer["type"] != "Receipt":
            found.lost.append(f"{request} has {numbers[0]['number']}, but its kiosk was answered {answer}")
        elif any(answer["body"][key] != numbers[0][key] for key in ("visit", "number", "field")):
            found.wrong.append(f"{request} has {numbers[0]}, but its kiosk was given {answer['body']}")


def _reckon_diary(
    found: Reckoning,
    taps: Mapping[str, _Plain | None],
    diary: Sequence[Line],
    issued: Mapping[str, Sequence[_Plain]],
) -> None:
    """What citizens did and saw against what was stored."""
    tapped = {line["request"] for line in diary if line["what"] == "tap"}
    shown = {line["request"] for line in diary if line["what"] == "shown"}
    found.ghosts += [f"{request} was stored, but nobody tapped" for request in taps.keys() - tapped]
    found.lost += [f"the number of {request} was never shown" for request in taps.keys() - shown]
    for line in diary:
        if line["what"] in {"shown", "paper"}:
            numbers = issued.get(line["request"], ())
            if (line["visit"], line["number"]) not in {(one["visit"], one["number"]) for one in numbers}:
                found.wrong.append(f"{line['what']} {line['visit']} for {line['request']}, whose numbers are {numbers}")
    papers = Counter(line["visit"] for line in diary if line["what"] == "paper")
    found.doubled += [f"{visit} went to the printer {times} times" for visit, times in papers.items() if times > 1]


def _reckon_series(found: Reckoning, events: Sequence[_Entry]) -> None:
    """Numbers of the controller in a row, and those of kiosks from what they held."""
    issued = [body for kind, _, _, body in events if kind == "TicketIssued"]
    visits = Counter(one["visit"] for one in issued)
    found.doubled += [f"{visit} was issued {times} times" for visit, times in visits.items() if times > 1]
    held = {number for kind, _, _, body in events if kind == "NumbersHeld" for number in body["numbers"]}
    series: dict[str, set[int]] = defaultdict(set)
    for one in issued:
        alone = one["taken_at"] is not None
        found.alone += alone
        if alone != (one["number"] in held):
            found.wrong.append(f"{one['visit']} is {'not ' if alone else ''}one that a kiosk held")
        elif not alone:
            day_and_prefix = one["visit"][:-3]
            series[day_and_prefix].add(int(one["number"][1:]))
    for name, numbers in series.items():
        missing = set(range(_FIRST, max(numbers) + 1)) - numbers
        if missing:
            found.wrong.append(f"{name} lacks {sorted(missing)}")


def _reckon_order(found: Reckoning, events: Sequence[_Entry], void: AbstractSet[str]) -> None:
    """Of those whom the controller knew, the one who had tapped first was called, whoever gave the number."""
    waiting: dict[str, datetime] = {}
    for kind, at, _, body in events:
        if kind == "TicketIssued" and body["visit"] not in void:
            waiting[body["visit"]] = datetime.fromisoformat(body["taken_at"] or at)
        elif kind == "TicketCalled" and body["visit"] in waiting:
            tapped = waiting.pop(body["visit"])
            first = min(waiting, key=waiting.__getitem__, default=None)
            if first is not None and waiting[first] < tapped:
                found.wrong.append(f"{body['visit']} was called before {first}, who had tapped earlier")


def _reckon_calls(found: Reckoning, events: Sequence[_Entry]) -> None:
    called = [(request, body["visit"]) for kind, _, request, body in events if kind == "TicketCalled"]
    found.calls = len(called)
    for whose, times in (Counter(visit for _, visit in called) + Counter(request for request, _ in called)).items():
        if times > 1:
            found.doubled.append(f"{whose} was called {times} times")


def _events(journal: Path, found: Reckoning) -> list[_Entry]:
    rows = _rows(journal, "SELECT seq, type, at, request, body FROM events ORDER BY seq")
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        found.wrong.append("the journal's sequence has gaps")
    return [(kind, at, request, json.loads(body)) for _seq, kind, at, request, body in rows]


def _taps(outbox: Path) -> dict[str, _Plain | None]:
    """Answers of the taps that are stored, by request."""
    rows = _rows(outbox, "SELECT request, payload, answer FROM requests ORDER BY place")
    return {
        request: json.loads(answer) if answer else None
        for request, payload, answer in rows
        if _is_tap(request, payload)
    }


def _is_tap(request: str, payload: bytes) -> bool:
    """What was answered has left its payload; the crowd's other requests are named after what they are."""
    if payload:
        return bool(json.loads(payload)["type"] == "TakeTicket")
    return "-report-" not in request and not request.endswith("+given")


def _rows(path: Path, statement: str) -> list[tuple[Any, ...]]:
    database = sqlite3.connect(path)
    try:
        return database.execute(statement).fetchall()
    finally:
        database.close()
