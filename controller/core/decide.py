"""``decide``: a command and the queue become events, or a refusal; nothing is changed here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from contract import commands as c
from contract.commands import Command
from controller.core import calls, held, house, moves, ratings, seats, tickets
from controller.core.events import Event
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import Sender, objection

_Decision = Callable[[Any, Queue, datetime, Sender], Sequence[Event]]

_DECISIONS: Final[Mapping[type[Command], _Decision]] = MappingProxyType(
    {
        c.TakeTicket: tickets.take_ticket,
        c.HoldNumbers: held.hold_numbers,
        c.ReportTicket: held.report_ticket,
        c.ReportPrint: tickets.report_print,
        c.RateVisit: ratings.rate_visit,
        c.SignIn: seats.sign_in,
        c.SignOut: seats.sign_out,
        c.OpenCounter: seats.open_counter,
        c.PauseCounter: seats.pause_counter,
        c.CloseCounter: seats.close_counter,
        c.RaiseAlarm: seats.raise_alarm,
        c.ClearAlarm: seats.clear_alarm,
        c.Undo: seats.undo,
        c.CallNext: calls.call_next,
        c.CallNumber: calls.call_number,
        c.Recall: calls.recall,
        c.MarkAbsent: calls.mark_absent,
        c.Finish: calls.finish,
        c.Park: moves.park,
        c.ReturnVisit: moves.return_visit,
        c.Transfer: moves.transfer,
        c.CancelVisit: moves.cancel_visit,
        c.GrantPriority: moves.grant_priority,
        c.OpenField: house.open_field,
        c.CloseField: house.close_field,
        c.PostMessage: house.post_message,
        c.RaiseEmergency: house.raise_emergency,
        c.EndEmergency: house.end_emergency,
        c.ReportUnspoken: calls.report_unspoken,
    }
)
"""Every command of the queue. Looking a file up is none: it asks the world, not the queue. Suggestions outlive the day."""


def decide(queue: Queue, command: Command, at: datetime, sender: Sender) -> Sequence[Event]:
    """Events of the command at ``at`` (office-local time); raises RefusedError.

    At least one event, except where a kiosk already holds the numbers that it asks for.
    """
    reason = objection(sender, command, queue)
    if reason is not None:
        raise RefusedError(reason)
    decision = _DECISIONS.get(type(command))
    if decision is None:
        raise TypeError(f"{type(command).__name__} is not a command of the queue")
    return decision(command, queue, at, sender)
