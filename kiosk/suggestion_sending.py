"""Suggestions on their way to the controller: stored first like a tap, and never lost to a number that is taken."""

from collections.abc import Callable

from contract.codec import decode_request
from contract.commands import AskSuggestion, LeaveSuggestion, Request
from contract.ids import RequestId
from contract.notices import Reason
from kiosk.core.happenings import NumberRefused
from kiosk.core.journey import View
from kiosk.core.suggestion_journey import AskAbout, StoreSuggestion, SuggestSent
from kiosk.ports import Sending


class SuggestionSending:
    """Called by the service, on its thread."""

    def __init__(self, sending: Sending, new_request: Callable[[], RequestId]) -> None:
        self._sending = sending
        self._new_request = new_request

    def do(self, effect: StoreSuggestion | AskAbout) -> None:
        """Send one until it is answered, or ask about one once."""
        if isinstance(effect, AskAbout):
            self._sending.ask(Request(effect.request, AskSuggestion(effect.number)))
            return
        draft = effect.draft
        left = LeaveSuggestion(draft.kind, draft.topic, effect.left_at, draft.typed.words)
        self._sending.send(Request(effect.request, left))

    def save(self, refused: NumberRefused, view: View) -> None:
        """Send it under another number where the first is somebody else's and its citizen has gone; before it is settled.

        It happens once in a thousand million times. Who is still there sends again with a touch.
        """
        there = isinstance(view, SuggestSent) and view.request == refused.request
        words = dict(self._sending.unanswered()).get(refused.request)
        if refused.reason is Reason.NUMBER_TAKEN and not there and words is not None:
            self._sending.send(Request(self._new_request(), decode_request(words).command))
