"""How long a view stays when nobody touches the screen, and what its end is."""

from typing import Final

from contract.commands import PrintState
from contract.notices import FileStatus, LookUp
from kiosk.core import file_journey, journey, phone_journey, suggestion_journey
from kiosk.core.file_journey import NOBODY
from kiosk.core.happenings import FileAnswered, TimePassed
from kiosk.core.journey import Happening, View
from kiosk.core.maintenance_journey import CameraTest, Maintenance, OutOfService, TouchTest
from kiosk.core.views import Home, LookingUp, Refused, Status, Taking, Ticket

_STAYS_S: Final[dict[type[View], float]] = {
    LookingUp: 4.8,
    file_journey.Checking: 4.8,
    suggestion_journey.SuggestAsking: 4.8,
    phone_journey.PhoneSending: 12.0,
    Status: 30.0,
    file_journey.Details: 30.0,
    Ticket: 30.0,
    Refused: 30.0,
    journey.StillThere: 20.0,
    Maintenance: 120.0,
    CameraTest: 120.0,
    TouchTest: 120.0,
}
"""What is said of a file is hidden after 30 s, whether its holder is still there or not; who is asked has 20 s to answer."""
_STAYS_ELSE_S: Final = 60.0
_WITHOUT_PAPER_S: Final = 60.0
"""Time to write a number down."""


def patience_s(view: View, *, plain: bool) -> float | None:
    """Seconds without a touch until ``TimePassed``; None: it stays for ever.

    ``plain``: nobody has chosen a language or a size, so that the first screen waits for nobody.
    """
    if isinstance(view, Taking) or (isinstance(view, Home | OutOfService) and plain):
        return None
    if isinstance(view, Ticket) and view.paper in (PrintState.UNCONFIRMED, PrintState.FAILED):
        return _WITHOUT_PAPER_S
    return _STAYS_S.get(type(view), _STAYS_ELSE_S)


def given_up(view: View) -> Happening:
    """What happens when a view has stayed for its time: who waits for an answer gets one from the kiosk itself."""
    match view:
        case LookingUp(code):
            return FileAnswered(FileStatus(NOBODY, LookUp.UNAVAILABLE, code))
        case file_journey.Checking(file):
            return FileAnswered(FileStatus(NOBODY, LookUp.UNAVAILABLE, file.code))
        case suggestion_journey.SuggestAsking(_, request):
            return suggestion_journey.SuggestionTold(request, None)
        case _:
            return TimePassed()
