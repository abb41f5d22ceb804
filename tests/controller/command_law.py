"""The law of the commands, written a second time and by hand: which roles may send which, and to what else none of them reaches.

``controller/core/rights.py`` decides; this says what it has to come to. Every command needs a row and a sample, so that a new one cannot
be forgotten.
"""

from dataclasses import fields

from contract import commands as c
from contract.ids import CounterId, FileCode, RequestId, VisitId
from contract.suggestion import SuggestionKind, SuggestionState
from contract.topics import Role
from tests.office import ELDERLY, LAN, LAND, MORNING, PASSWORD

NOBODY: frozenset[Role] = frozenset()
KIOSK, KEYPAD, SPEAKER = frozenset({Role.KIOSK}), frozenset({Role.KEYPAD}), frozenset({Role.SPEAKER})
RATING = frozenset({Role.RATING, Role.PAD})

LAW = {
    c.TakeTicket: KIOSK,
    c.HoldNumbers: KIOSK,
    c.ReportTicket: KIOSK,
    c.LookUpFile: KIOSK,
    c.ReportPrint: KIOSK,
    c.LeaveSuggestion: KIOSK,
    c.AskSuggestion: KIOSK,
    c.RateVisit: RATING,
    c.ReportUnspoken: SPEAKER,
    c.SignIn: KEYPAD,
    c.SignOut: KEYPAD,
    c.OpenCounter: KEYPAD,
    c.PauseCounter: KEYPAD,
    c.CloseCounter: KEYPAD,
    c.CallNext: KEYPAD,
    c.CallNumber: KEYPAD,
    c.Recall: KEYPAD,
    c.MarkAbsent: KEYPAD,
    c.Finish: KEYPAD,
    c.Park: KEYPAD,
    c.Transfer: KEYPAD,
    c.Undo: KEYPAD,
    c.ReturnVisit: KEYPAD,
    c.CancelVisit: KEYPAD,
    c.GrantPriority: KEYPAD,
    c.RaiseAlarm: KEYPAD,
    c.ClearAlarm: KEYPAD,
    c.OpenField: NOBODY,
    c.CloseField: NOBODY,
    c.PostMessage: NOBODY,
    c.RaiseEmergency: NOBODY,
    c.EndEmergency: NOBODY,
    c.HandleSuggestion: NOBODY,
}
"""Which devices may send a command at all."""

_WORDS = {
    "field": LAND,
    "book": "book",
    "tap": RequestId("tap"),
    "number": "B001",
    "taken_at": MORNING,
    "officer": LAN,
    "password": PASSWORD,
    "priority": ELDERLY,
    "text": "Có cháy",
    "times": 1,
    "why": c.Unspoken.EXPIRED,
    "score": c.Score.NOT_SATISFIED,
    "code": FileCode("H56.14-240823-0001"),
    "kind": SuggestionKind.CONDUCT,
    "topic": None,
    "left_at": MORNING,
}


def sample(kind: type[c.Command], counter: CounterId, visit: VisitId) -> c.Command:
    """One command of the kind, about this counter and visit; a KeyError is a field that needs a word above."""
    words: dict[str, object] = {**_WORDS, "counter": counter, "visit": visit}
    words["state"] = SuggestionState.ANSWERED if kind is c.HandleSuggestion else c.PrintState.FAILED
    if kind in {c.AskSuggestion, c.HandleSuggestion}:
        words["number"] = "2611230001"
    needed = [
        one.name for one in fields(kind) if one.name in {"counter", "visit"} or one.default is one.default_factory
    ]
    return kind(**{name: words[name] for name in needed})
