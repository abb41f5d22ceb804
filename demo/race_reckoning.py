"""The reckoning after a race, from the journal and the senders' notebooks by rules of its own, not by the engine's.

A visit is in one place at a time: in line, at one counter, set aside, absent, or gone. A counter has one visit at a time. A
request has one outcome, however often it was sent, and every answer to it says that one.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from contract.notices import Refusal
from demo.notebook import Press

_Plain = dict[str, Any]
_LINE, _ASIDE, _ABSENT, _GONE = "in line", "set aside", "absent", "gone"
_FROM_COUNTER: Final = {
    "VisitFinished": _GONE,
    "StepFinished": _LINE,
    "VisitMissed": _ABSENT,
    "VisitParked": _ASIDE,
}
_MAY_BE_CALLED: Final = frozenset({_LINE, _ASIDE, _ABSENT})


@dataclass(slots=True)
class RaceReckoning:
    """What was found; each fault is one sentence."""

    calls: int = 0
    visits: int = 0
    commands: int = 0
    refused: int = 0
    sent_twice: int = 0
    undone: int = 0
    doubled: list[str] = field(default_factory=list)
    """One visit at two counters, a second person at a counter, one number twice, two outcomes of one request."""
    lost: list[str] = field(default_factory=list)
    """Somebody who took a number and was neither served, sent home nor absent at the end; a press that left no trace."""
    wrong: list[str] = field(default_factory=list)
    """Anything else that cannot be: a gap in the journal, an end at a counter where the visit was not."""

    @property
    def faults(self) -> list[str]:
        """All of them."""
        return [*self.doubled, *self.lost, *self.wrong]


def reckon_race(journal: Path, presses: Sequence[Press]) -> RaceReckoning:
    """``journal`` once nothing runs any more, and everything that was pressed."""
    database = sqlite3.connect(journal)
    rows = database.execute("SELECT seq, by, request, type, body FROM events ORDER BY seq").fetchall()
    database.close()
    found = RaceReckoning()
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        found.wrong.append("the journal's sequence has gaps")
    _Floor(found).follow((seq, kind, json.loads(body)) for seq, _by, _request, kind, body in rows)
    _reckon_presses(found, presses, rows)
    return found


class _Floor:
    """The hall's floor: who stands where, event by event."""

    def __init__(self, found: RaceReckoning) -> None:
        self._found = found
        self._places: dict[str, str] = {}
        self._at: dict[str, str] = {}
        """By counter, its visit."""
        self._moves: dict[int, tuple[str, str]] = {}
        """By event, the visit that it moved and where that had been."""
        self._moved: dict[str, int] = {}

    def follow(self, events: Iterable[tuple[int, str, _Plain]]) -> None:
        for seq, kind, body in events:
            self._one(seq, kind, body)
        for visit, place in self._places.items():
            if place not in {_GONE, _ABSENT}:
                self._found.lost.append(f"{visit} is {place} at the end")

    def _one(self, seq: int, kind: str, body: _Plain) -> None:  # noqa: C901 - a table, read top to bottom
        visit, counter = str(body.get("visit")), body.get("counter")
        at = str(counter)
        match kind:
            case "DayOpened":
                self._places.clear()
                self._at.clear()
            case "TicketIssued":
                self._arrive(seq, visit)
            case "TicketCalled":
                self._come(seq, visit, at)
            case "TicketRecalled":
                self._is_there(seq, kind, visit, at)
            case "VisitFinished" | "StepFinished" | "VisitMissed" | "VisitParked":
                self._leave(seq, kind, visit, at, _FROM_COUNTER[kind])
            case "VisitTransferred" if counter is not None:
                self._leave(seq, kind, visit, at, _LINE)
            case "VisitTransferred":
                self._go(seq, kind, visit, {_LINE, _ASIDE}, _LINE)
            case "VisitReturned":
                self._go(seq, kind, visit, {_ASIDE, _ABSENT}, _LINE)
            case "VisitCancelled":
                self._cancel(seq, visit)
            case "ActionUndone":
                self._undo(seq, visit, body["undone"])

    def _arrive(self, seq: int, visit: str) -> None:
        self._found.visits += 1
        if visit in self._places:
            self._found.doubled.append(f"{seq}: {visit} was issued twice")
        self._places[visit] = _LINE

    def _come(self, seq: int, visit: str, counter: str) -> None:
        self._found.calls += 1
        place = self._places.get(visit, "unknown")
        if counter in self._at:
            self._found.doubled.append(f"{seq}: counter {counter} called {visit} while it served {self._at[counter]}")
        if place not in _MAY_BE_CALLED:
            self._found.doubled.append(f"{seq}: counter {counter} called {visit}, who was {place}")
        self._put(seq, visit, f"at counter {counter}")
        self._at[counter] = visit

    def _leave(self, seq: int, kind: str, visit: str, counter: str, place: str) -> None:
        if self._is_there(seq, kind, visit, counter):
            del self._at[counter]
        self._put(seq, visit, place)

    def _is_there(self, seq: int, kind: str, visit: str, counter: str) -> bool:
        there = self._at.get(counter) == visit
        if not there:
            self._found.wrong.append(
                f"{seq}: {kind} of {visit} at counter {counter}, which had {self._at.get(counter)}"
            )
        return there

    def _go(self, seq: int, kind: str, visit: str, places: set[str], place: str) -> None:
        if self._places.get(visit) not in places:
            self._found.wrong.append(f"{seq}: {kind} of {visit}, who was {self._places.get(visit)}")
        self._put(seq, visit, place)

    def _cancel(self, seq: int, visit: str) -> None:
        if self._places.get(visit) in {None, _GONE}:
            self._found.wrong.append(f"{seq}: {visit} was sent home, who was {self._places.get(visit)}")
        for counter in [one for one, there in self._at.items() if there == visit]:
            del self._at[counter]
        self._put(seq, visit, _GONE)

    def _undo(self, seq: int, visit: str, undone: int) -> None:
        """Back to where the visit was, if nothing moved it since; a counter must be free to take it back."""
        self._found.undone += 1
        whose, before = self._moves.get(undone, ("nobody", _LINE))
        if whose != visit or self._moved.get(visit) != undone:
            self._found.wrong.append(f"{seq}: {undone} of {whose} was taken back for {visit}")
        for counter in [one for one, there in self._at.items() if there == visit]:
            del self._at[counter]
        if before.startswith("at counter "):
            counter = before.removeprefix("at counter ")
            if counter in self._at:
                self._found.doubled.append(
                    f"{seq}: {visit} came back to counter {counter}, which had {self._at[counter]}"
                )
            self._at[counter] = visit
        self._put(seq, visit, before)

    def _put(self, seq: int, visit: str, place: str) -> None:
        self._moves[seq] = (visit, self._places.get(visit, "unknown"))
        self._moved[visit] = seq
        self._places[visit] = place


def _reckon_presses(
    found: RaceReckoning, presses: Sequence[Press], rows: Iterable[tuple[int, str, str, str, str]]
) -> None:
    outcomes: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for _seq, by, request, kind, body in rows:
        if request is not None:
            outcomes[by, request].append((kind, body))
    for press in presses:
        found.commands += 1
        found.sent_twice += press.sent > 1
        _reckon_press(found, press, outcomes.pop((press.by, press.request), []))
    found.wrong += [f"{request} of {by} stands in the journal, but was never pressed" for by, request in outcomes]


def _reckon_press(found: RaceReckoning, press: Press, outcomes: Sequence[tuple[str, str]]) -> None:
    name = f"{press.request} ({type(press.command).__name__})"
    if not outcomes or not press.answers:
        found.lost.append(f"{name} left {len(outcomes)} events and {len(press.answers)} answers")
        return
    if len(outcomes) > 1:
        found.doubled.append(f"{name} was done {len(outcomes)} times: {[kind for kind, _ in outcomes]}")
    if any(answer != press.answers[0] for answer in press.answers):
        found.wrong.append(f"{name} was answered {press.answers}")
    refused = isinstance(press.answers[0], Refusal)
    found.refused += refused
    if refused != (outcomes[0][0] == "CommandRefused"):
        found.wrong.append(f"{name} was answered {press.answers[0]}, but did {outcomes[0]}")
