"""What the holder of a receipt should do next, from the file's status and today's date."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from contract.notices import FileStatus


class Advice(StrEnum):
    """The next step; each has its sentences in the kiosk's texts under ``advice``."""

    COLLECT = "collect"
    SUPPLEMENT = "supplement"
    PAY = "pay"
    WAIT = "wait"
    DUE_TODAY = "due_today"
    APOLOGY = "apology"
    HANDED_OVER = "handed_over"
    ASK = "ask"


class Urgency(StrEnum):
    """The colour a file is shown in: done green, soon yellow, overdue red, else plain."""

    PLAIN = "plain"
    DONE = "done"
    SOON = "soon"
    OVERDUE = "overdue"


SOON: Final = timedelta(days=2)
"""An appointment this near is marked as soon."""

STAGES: Final = ("received", "processing", "done", "handed_over")
"""The line that every file walks along; texts under ``stage``."""

_NEXT: Final = {
    1: Advice.WAIT,
    2: Advice.WAIT,
    4: Advice.WAIT,
    5: Advice.SUPPLEMENT,
    6: Advice.PAY,
    9: Advice.COLLECT,
    10: Advice.HANDED_OVER,
}
_STAGE: Final = {1: 0, 2: 0, 4: 1, 5: 1, 6: 1, 9: 2, 10: 3}


@dataclass(frozen=True, slots=True)
class NextStep:
    """``stage`` is an index into STAGES or None where the file has left the line; ``take`` offers a number.

    ``new_day`` is the appointment instead of a missed one, unless that day has gone by too.
    """

    advice: Advice
    urgency: Urgency
    stage: int | None
    take: bool
    new_day: date | None = None


def next_step(file: FileStatus, today: date) -> NextStep:
    """A status that nobody knows, a refused, withdrawn or stopped file leads to a person, never to a guess."""
    advice = _NEXT.get(file.status, Advice.ASK)
    running = file.status in (1, 2, 4) and file.due_on is not None
    late = running and file.due_on is not None and file.due_on < today
    soon = running and file.due_on is not None and file.due_on - today <= SOON
    if late:
        advice = Advice.APOLOGY
    elif running and file.due_on == today:
        advice = Advice.DUE_TODAY
    urgency = (
        Urgency.OVERDUE
        if late
        else Urgency.DONE
        if file.status in (9, 10)
        else Urgency.SOON
        if soon or file.status in (5, 6)
        else Urgency.PLAIN
    )
    take = advice not in (Advice.WAIT, Advice.HANDED_OVER)
    new_day = file.new_due_on if late and file.new_due_on is not None and file.new_due_on >= today else None
    return NextStep(advice, urgency, _STAGE.get(file.status), take, new_day)
