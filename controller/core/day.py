"""When the office serves: sessions of one local day, and whether numbers are given at a moment of it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from contract.notices import Door


@dataclass(frozen=True, slots=True)
class Session:
    """Local times of one day between which counters serve; ``closes`` after ``opens``."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Plan:
    """One day. ``sessions`` in order and apart; None: the office never closes; empty: closed all day, ``words`` say why."""

    sessions: tuple[Session, ...] | None = None
    words: str | None = None

    def closing(self, at: datetime) -> datetime | None:
        """The last closing of the day of ``at``; None where there is none."""
        return moment(at, self.sessions[-1].closes) if self.sessions else None

    def door(self, at: datetime, before: timedelta) -> tuple[Door, datetime | None]:
        """Whether numbers are given at ``at``, from ``before`` ahead of the first opening, through breaks, to the last closing.

        With NOT_YET comes the moment from which they are.
        """
        if self.sessions is None:
            return Door.OPEN, None
        if not self.sessions:
            return Door.HOLIDAY, None
        begins = moment(at, self.sessions[0].opens) - before
        if at < begins:
            return Door.NOT_YET, begins
        return (Door.OPEN if at < moment(at, self.sessions[-1].closes) else Door.DAY_OVER), None


def moment(at: datetime, local: time) -> datetime:
    """That local time on the day of ``at``."""
    return at.replace(hour=local.hour, minute=local.minute, second=local.second, microsecond=0)
