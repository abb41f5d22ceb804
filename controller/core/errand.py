"""An errand: what an officer has a device do at once, and how far that has come by what the device says."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from contract.directives import Deed, DirectiveId, Result
from contract.health import Health
from contract.ids import OfficerId
from contract.topics import Role

ANSWER_S: Final = 10.0
"""So long a device may take to say that it has heard."""
END_S: Final = 180.0
"""So long it may take to end it: it waits until no citizen is disturbed."""

DEEDS: Final = {
    Role.KIOSK: (Deed.TEST_PRINT, Deed.RESTART),
    Role.RATING: (Deed.TEST_RATING, Deed.RESTART),
    Role.PAD: (Deed.TEST_RATING, Deed.RESTART),
    Role.HALL_BOARD: (Deed.TEST_BOARD, Deed.RESTART),
    Role.COUNTER_BOARD: (Deed.TEST_BOARD, Deed.RESTART),
    Role.SPEAKER: (Deed.TEST_CALL, Deed.RESTART),
    Role.KEYPAD: (Deed.RESTART,),
}
"""What a device of a role can be told to do."""


class Step(StrEnum):
    """How far an errand has come."""

    SENT = "sent"
    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"
    CANNOT = "cannot"
    UNANSWERED = "unanswered"
    """The device has not said in time that it heard."""
    LATE = "late"
    """It has heard, and has not ended it in time."""


@dataclass(frozen=True, slots=True)
class Errand:
    """``before``: when the device's program had been started, as it said when the errand was sent.

    ``ended``: how, once that was seen, with the code of a ``trouble``; the device itself may have forgotten it since.
    """

    id: DirectiveId
    deed: Deed
    by: OfficerId
    at: datetime
    before: datetime | None = None
    ended: Step | None = None
    trouble: str = ""


_STEPS: Final = {
    Result.BEGUN: Step.BEGUN,
    Result.DONE: Step.DONE,
    Result.FAILED: Step.FAILED,
    Result.CANNOT: Step.CANNOT,
}


def step_of(errand: Errand, health: Health | None, here_since: datetime | None, heard_s: float) -> tuple[Step, str]:
    """How far it is, and the code of a trouble. ``here_since``: when the device came; None while it is away or never was here.

    ``heard_s``: for so many seconds it could have been heard since the errand. A restart is done when the program tells another start
    than before, or, where it tells none, when the device has come again.
    """
    if errand.ended is not None:
        return errand.ended, errand.trouble
    if errand.deed is Deed.RESTART and _is_back(errand, health, here_since):
        return Step.DONE, ""
    done = health.done if health and health.done and health.done.directive == errand.id else None
    if done is None:
        return (Step.UNANSWERED if heard_s >= ANSWER_S else Step.SENT), ""
    step = _STEPS[done.result]
    if step is Step.BEGUN and heard_s >= END_S:
        return Step.LATE, done.trouble
    return step, done.trouble


def _is_back(errand: Errand, health: Health | None, here_since: datetime | None) -> bool:
    started = health.started_at if health else None
    if started is None or errand.before is None:
        return here_since is not None and here_since > errand.at
    return started != errand.before
