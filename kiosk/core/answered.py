"""What an answer of the controller is to the kiosk: happenings, of which the present view takes its own."""

from contract.notices import (
    Acceptance,
    Answer,
    FileStatus,
    Receipt,
    Refusal,
    SuggestionStatus,
)
from kiosk.core.happenings import FileAnswered, NumberGiven, NumberRefused
from kiosk.core.journey import Happening
from kiosk.core.suggestion_journey import SuggestionRefused, SuggestionTaken, SuggestionTold


def happenings_of(answer: Answer) -> tuple[Happening, ...]:
    """In order; numbers that the kiosk holds from now on are none."""
    match answer:
        case Receipt():
            return (NumberGiven(answer),)
        case Refusal(request, reason, number, opens_at):
            return NumberRefused(request, reason, number, opens_at), SuggestionRefused(request, reason)
        case FileStatus():
            return (FileAnswered(answer),)
        case Acceptance(request):
            return (SuggestionTaken(request),)
        case SuggestionStatus(request):
            return (SuggestionTold(request, answer),)
        case _:
            return ()
