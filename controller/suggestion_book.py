"""Suggestions beside the day's queue: they outlive the day, so their book is the journal itself.

Not safe by itself: the service holds its lock around every call.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from contract.commands import AskSuggestion, HandleSuggestion, LeaveSuggestion, Request
from contract.ids import DeviceId, RequestId
from contract.notices import Answer, Reason, Refusal, SuggestionStatus
from contract.suggestion import suggestion_number
from controller.core.events import Event
from controller.core.queue import Queue
from controller.core.rights import Sender
from controller.core.suggestions import Suggestion, handle_suggestion, leave_suggestion, read_suggestions
from controller.ports import Journal

_TRIES: Final = 10
_TRIES_S: Final = 60.0
"""So many numbers that nobody has may be asked for at one kiosk within so many seconds: nobody finds one by trying."""


class SuggestionBook:
    """``ticks`` are seconds of a clock that never goes back."""

    def __init__(self, journal: Journal, ticks: Callable[[], float] = time.monotonic) -> None:
        self._journal = journal
        self._ticks = ticks
        self._wrong: dict[DeviceId, deque[float]] = {}

    def decide(self, queue: Queue, request: Request, at: datetime, sender: Sender) -> Sequence[Event]:
        """Events of a ``LeaveSuggestion`` or ``HandleSuggestion``; raises RefusedError."""
        command = request.command
        if isinstance(command, LeaveSuggestion):
            number = suggestion_number(request.id)
            return leave_suggestion(command, number, queue, at, sender, taken=bool(self._journal.suggestion(number)))
        assert isinstance(command, HandleSuggestion)
        known = next(iter(read_suggestions(self._journal.suggestion(command.number))), None)
        return handle_suggestion(command, known, queue, sender)

    def ask(self, sender: Sender, request: RequestId, command: AskSuggestion) -> Answer:
        """How far one is; nothing of it is journalled. ``sender`` may ask."""
        wrong, now = self._wrong.setdefault(sender.device, deque()), self._ticks()
        while wrong and now - wrong[0] > _TRIES_S:
            wrong.popleft()
        if len(wrong) >= _TRIES:
            return Refusal(request, Reason.TOO_MANY_ATTEMPTS)
        known = next(iter(read_suggestions(self._journal.suggestion(command.number))), None)
        if known is None:
            wrong.append(now)
            return SuggestionStatus(request, command.number)
        return SuggestionStatus(
            request,
            known.number,
            known.state,
            known.kind,
            known.left_at.date(),
            known.answer,
            known.handled_at.date() if known.handled_at and known.answer else None,
        )

    def latest(self, most: int) -> Sequence[Suggestion]:
        """The newest of all days, newest first."""
        return read_suggestions(self._journal.suggestions(most))
