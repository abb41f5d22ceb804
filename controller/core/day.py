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
    """One day. ``sessions`` in order and apart; None: the office never closes; empty: closed all day, ``words`` say why.

    ``next_opens`` is the first opening of a later day, local and without a zone like the sessions; None where none is near.
    """

    sessions: tuple[Session, ...] | None = None
    words: str | None = None
    next_opens: datetime | None = None

    def closing(self, at: datetime) -> datetime | None:
        """The last closing of the day of ``at``; None where there is none."""
        return moment(at, self.sessions[-1].closes) if self.sessions else None

    def door(self, at: datetime, before: timedelta) -> tuple[Door, datetime | None]:
        """Whether numbers are given at ``at``, from ``before`` ahead of the first opening, through breaks, to the last closing.

        Where they are not, the moment from which they are comes with it, as far as it is known.
        """
        if self.sessions is None:
            return Door.OPEN, None
        if not self.sessions:
            return Door.HOLIDAY, self._another_day(at, before)
        begins = moment(at, self.sessions[0].opens) - before
        if at < begins:
            return Door.NOT_YET, begins
        if at < moment(at, self.sessions[-1].closes):
            return Door.OPEN, None
        return Door.DAY_OVER, self._another_day(at, before)

    def _another_day(self, at: datetime, before: timedelta) -> datetime | None:
        """Never ahead of that day's midnight: until then every number is one of the day before."""
        if self.next_opens is None:
            return None
        opens = self.next_opens.replace(tzinfo=at.tzinfo)
        return max(opens - before, moment(opens, time()))


def moment(at: datetime, local: time) -> datetime:
    """That local time on the day of ``at``."""
    return at.replace(hour=local.hour, minute=local.minute, second=local.second, microsecond=0)
