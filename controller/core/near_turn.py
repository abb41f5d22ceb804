"""Which message a phone is due now: a reading of where its visit stands and of what it has been told."""

from dataclasses import dataclass
from enum import StrEnum

from contract.phone_messages import Messages
from controller.core.queue import Stage
from controller.core.views import Following


class Word(StrEnum):
    """What a message says."""

    NEAR = "near"
    CALL = "call"
    RECALL = "recall"


@dataclass(frozen=True, slots=True)
class Due:
    """One message that should leave; ``mark`` tells it from every other of its visit, over restarts too."""

    word: Word
    mark: str


def due(settings: Messages, at: Following, told: frozenset[str]) -> Due | None:
    """The one message that is due, None where there is none.

    A call that is not due any more, because its citizen came or went, is never made up for: words that come too late send people
    to a counter that serves somebody else.
    """
    if len(told) >= settings.per_visit:
        return None
    wanted = _wanted(settings, at)
    return wanted if wanted and wanted.mark not in told else None


def is_over(at: Following | None) -> bool:
    """Whether nobody needs the number of this visit's phone any more: it is of another day, done, or cancelled."""
    return at is None or at.stage in {Stage.FINISHED, Stage.CANCELLED}


def _wanted(settings: Messages, at: Following) -> Due | None:
    if at.stage is Stage.CALLED:
        return _called(settings, at)
    if at.stage is not Stage.WAITING:
        return None
    by_people = settings.near_ahead > 0 and at.ahead <= settings.near_ahead
    by_time = at.wait is not None and at.wait.likely <= settings.near_minutes * 60 and settings.near_minutes > 0
    return Due(Word.NEAR, f"near {at.step}") if by_people or by_time else None


def _called(settings: Messages, at: Following) -> Due | None:
    """Each call has a mark of its own, so that who was absent and is called anew is told anew."""
    first = at.times <= 1
    if not (settings.on_call if first else settings.on_recall):
        return None
    moment = at.called_at.isoformat() if at.called_at else ""
    return Due(Word.CALL if first else Word.RECALL, f"call {moment}")
