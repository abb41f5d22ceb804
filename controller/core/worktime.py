"""Working time: seconds in which counters serve, from a moment on, without the breaks and the time before opening."""

from datetime import datetime
from math import inf

from controller.core.day import Plan, moment


class WorkTime:
    """The rest of the day of ``at``. After the last closing work goes on until everybody in the hall is served."""

    __slots__ = ("_spans", "closing", "serving")

    def __init__(self, plan: Plan, at: datetime) -> None:
        spans: list[tuple[float, float]] = []
        for session in plan.sessions or ():
            ends = (moment(at, session.closes) - at).total_seconds()
            if ends > 0:
                spans.append((max(0.0, (moment(at, session.opens) - at).total_seconds()), ends))
        self.closing = sum(ends - begins for begins, ends in spans) if plan.sessions is not None else None
        """Working seconds until the last closing; None where the office never closes."""
        if spans:
            spans[-1] = (spans[-1][0], inf)
        self._spans = spans or [(0.0, inf)]
        self.serving = self._spans[0][0] == 0
        """Whether counters serve at this very moment."""

    def wall(self, work: float) -> float:
        """Seconds from the moment on until so much has been worked; what ends with a session ends before the break."""
        for begins, ends in self._spans[:-1]:
            if work <= ends - begins:
                return begins + work
            work -= ends - begins
        return self._spans[-1][0] + work

    def work(self, wall: float) -> float:
        """Working seconds within so many seconds from the moment on."""
        return sum(min(wall, ends) - begins for begins, ends in self._spans if begins < wall)


def begun(plan: Plan, at: datetime) -> float | None:
    """Seconds since the latest session began; None before the first and where the office never closes."""
    since = [seconds for one in plan.sessions or () if (seconds := (at - moment(at, one.opens)).total_seconds()) >= 0]
    return since[-1] if since else None
