"""Which command may be refused for which reason, and who reads the sentence; a test holds it against the rules themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, get_args

from contract import commands as c
from contract.notices import Reason

Commands = tuple[type[c.Command], ...]


class Reader(StrEnum):
    """Whose eyes the sentence is for."""

    CITIZEN = "citizen at a kiosk"
    VISITOR = "visitor at a rating terminal"
    CLERK = "clerk"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Known:
    """Commands that may be refused so, and who is told."""

    commands: Commands
    readers: tuple[Reader, ...]


_ALL: Final[Commands] = get_args(c.Command)
_CITIZEN, _VISITOR, _CLERK, _HEAD = Reader
_STAFF: Final = (_CLERK, _HEAD)
_AT_COUNTER: Final[Commands] = (c.Recall, c.MarkAbsent, c.Finish, c.Park, c.Transfer)
_SEAT: Final[Commands] = (c.SignOut, c.OpenCounter, c.PauseCounter, c.CloseCounter)
_OF_A_VISIT: Final[Commands] = (c.ReturnVisit, c.Transfer, c.CancelVisit, c.GrantPriority)


def _taking(*readers: Reader) -> Known:
    return Known((c.TakeTicket,), readers)


def _rating() -> Known:
    return Known((c.RateVisit,), (_VISITOR,))


REFUSALS: Final[Mapping[Reason, Known]] = MappingProxyType(
    {
        Reason.UNKNOWN_FIELD: Known((c.TakeTicket, c.HoldNumbers, c.Transfer, c.OpenField, c.CloseField), (_CITIZEN, *_STAFF)),
        Reason.UNKNOWN_COUNTER: Known(
            (*_SEAT, c.SignIn, c.CallNext, c.CallNumber, *_AT_COUNTER, c.Undo, c.RaiseAlarm, c.ClearAlarm, c.ReportUnspoken), _STAFF
        ),
        Reason.UNKNOWN_VISIT: Known((c.RateVisit, c.ReportPrint, c.ReportUnspoken, *_OF_A_VISIT), (_VISITOR, *_STAFF)),
        Reason.UNKNOWN_NUMBER: Known((c.CallNumber, c.ReportTicket), _STAFF),
        Reason.UNKNOWN_PRIORITY: Known((c.TakeTicket, c.GrantPriority), _STAFF),
        Reason.UNKNOWN_REASON: _rating(),
        Reason.NOT_OF_TODAY: Known((c.RateVisit, c.ReportTicket, c.ReportPrint, c.ReportUnspoken, *_OF_A_VISIT), (_VISITOR, *_STAFF)),
        Reason.OFFICE_NOT_OPEN: _taking(_CITIZEN),
        Reason.OFFICE_CLOSED: _taking(_CITIZEN),
        Reason.FIELD_CLOSED: _taking(_CITIZEN),
        Reason.QUOTA_REACHED: _taking(_CITIZEN),
        Reason.DAY_FULL: _taking(_CITIZEN),
        Reason.SERIES_EXHAUSTED: _taking(_CITIZEN, _HEAD),
        Reason.TAPPED_TWICE: _taking(_CITIZEN),
        Reason.TOO_MANY_TICKETS: _taking(_CITIZEN),
        Reason.RECEIPT_HAS_NUMBER: Known((c.TakeTicket, c.CallNumber, c.ReturnVisit, c.Undo), (_CITIZEN, *_STAFF)),
        Reason.COUNTER_NOT_OPEN: Known((c.CallNext, c.CallNumber, c.PauseCounter, c.Transfer), _STAFF),
        Reason.COUNTER_TAKEN: Known((c.SignIn,), _STAFF),
        Reason.NOT_SIGNED_IN: Known(
            (
                *_SEAT, c.CallNext, c.CallNumber, *_AT_COUNTER, c.Undo, c.ReturnVisit, c.CancelVisit, c.GrantPriority,
                c.ClearAlarm,
            ),
            (_CLERK,),
        ),
        Reason.WRONG_PASSWORD: Known((c.SignIn,), _STAFF),
        Reason.TOO_MANY_ATTEMPTS: Known((c.SignIn, c.AskSuggestion), (_CITIZEN, *_STAFF)),
        Reason.NO_RIGHT: Known(_ALL, _STAFF),
        Reason.NOBODY_WAITING: Known((c.CallNext,), _STAFF),
        Reason.STILL_SERVING: Known(
            (c.SignIn, c.SignOut, c.PauseCounter, c.CloseCounter, c.CallNext, c.CallNumber, c.Undo), _STAFF
        ),
        Reason.NOT_AT_COUNTER: Known((*_AT_COUNTER, c.CancelVisit), _STAFF),
        Reason.NOT_IN_LINE: Known((c.CallNumber, *_OF_A_VISIT), _STAFF),
        Reason.RECALLED_TOO_SOON: Known((c.Recall,), _STAFF),
        Reason.RECALLED_TOO_OFTEN: Known((c.Recall,), _STAFF),
        Reason.CALL_AGAIN_FIRST: Known((c.MarkAbsent,), _STAFF),
        Reason.RETURNED_TOO_OFTEN: Known((c.ReturnVisit,), _STAFF),
        Reason.NOWHERE_TO_GO: Known((c.Transfer,), _STAFF),
        Reason.NOTHING_TO_UNDO: Known((c.Undo,), _STAFF),
        Reason.ALREADY_SO: Known(
            (*_SEAT, c.GrantPriority, c.RaiseAlarm, c.ClearAlarm, c.OpenField, c.CloseField, c.RaiseEmergency, c.EndEmergency, c.HandleSuggestion), _STAFF
        ),
        Reason.BAD_MESSAGE: Known((c.PostMessage, c.RaiseEmergency), (_HEAD,)),
        Reason.NOT_FINISHED: _rating(),
        Reason.ALREADY_RATED: _rating(),
        Reason.RATING_CLOSED: _rating(),
        Reason.UNKNOWN_TOPIC: Known((c.LeaveSuggestion,), (_CITIZEN,)),
        Reason.BAD_SUGGESTION: Known((c.LeaveSuggestion, c.HandleSuggestion), (_CITIZEN, _HEAD)),
        Reason.TOO_MANY_SUGGESTIONS: Known((c.LeaveSuggestion,), (_CITIZEN,)),
        Reason.NUMBER_TAKEN: Known((c.LeaveSuggestion,), (_CITIZEN,)),
        Reason.UNKNOWN_SUGGESTION: Known((c.HandleSuggestion,), (_HEAD,)),
        Reason.ANSWER_MISSING: Known((c.HandleSuggestion,), (_HEAD,)),
        Reason.NOT_ALLOWED: Known(_ALL, (_CITIZEN, _VISITOR, *_STAFF)),
        Reason.NOT_STORED: Known((c.TakeTicket, c.LeaveSuggestion), (_CITIZEN,)),
    }
)  # fmt: skip
"""Every reason there is."""
