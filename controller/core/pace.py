"""How fast the office works today, as the day itself tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from contract.ids import CounterId, FieldId
from controller.core.trust import Trust

_FORGET: Final = 0.95
"""What a service counts for at the next one of the same field: the latest twenty matter."""
_STAY: Final = 0.99
_PRIOR: Final = 4.0
"""Services that the site file's minutes count for."""
_HALL: Final = 6.0
"""Services that the pace of the whole hall counts for in one field."""
_LONGEST_S: Final = 7200.0
"""A clerk who forgot to finish does not teach more than this."""
_GONE_AT_ONCE: Final = 0.02
"""Share of people who leave as soon as they have their number."""
_GONE: Final = (8.0, 0.25)
"""Hours waited that the expected rate of leaving counts for, and that rate, an hour."""
_LOST: Final = (4.0, 35.0)
"""Absent people that the expected loss by one counts for, and its seconds."""
_LATE: Final = (6.0, 150.0)
"""Counters that the expected delay of opening counts for, and its seconds."""
_LATEST_S: Final = 1800.0
"""Who opens later than this was not expected at the beginning."""
_GAP: Final = (20.0, 10.0)
"""Gaps between two visits that the expected one counts for, and its seconds."""
_LONGEST_GAP_S: Final = 90.0
"""A longer one was a pause or an empty hall."""
_PAUSE: Final = (4.0, 420.0)
"""Pauses that the expected one counts for, and its seconds."""
_LONGEST_PAUSE_S: Final = 2400.0
"""A longer one was a meal."""


@dataclass(slots=True)
class Mean:
    """A mean in which the latest matter most."""

    weight: float = 0.0
    total: float = 0.0

    def add(self, value: float, keep: float) -> None:
        """``keep``: what all before are still worth."""
        self.weight = self.weight * keep + 1
        self.total = self.total * keep + value

    def with_prior(self, weight: float, value: float) -> float:
        """As if ``weight`` times ``value`` had been seen too."""
        return (self.total + weight * value) / (self.weight + weight)


@dataclass(slots=True)
class Pace:
    """Services and waits of the day so far."""

    services: dict[FieldId, Mean] = field(default_factory=dict)
    gone: Mean = field(default_factory=Mean)
    """Of people called: how many did not come, above those who leave at once."""
    waited_h: Mean = field(default_factory=Mean)
    """Hours that the same people had waited."""
    lost: Mean = field(default_factory=Mean)
    """Seconds that a counter lost by somebody who did not come."""
    gaps: Mean = field(default_factory=Mean)
    pauses: Mean = field(default_factory=Mean)
    late: Mean = field(default_factory=Mean)
    """Seconds between the beginning of a session and the opening of a counter."""
    freed: dict[CounterId, datetime] = field(default_factory=dict)
    """When a counter that was used today last became free."""
    trust: Trust = field(default_factory=Trust)
    memo: dict[FieldId, Any] = field(default_factory=dict, compare=False, repr=False)
    """What ``forecast`` has worked out for the latest moment; no part of the state."""

    def served(self, field_id: FieldId, counter: CounterId, seconds: float, at: datetime) -> None:
        """A step was finished ``at`` after ``seconds`` at the counter."""
        self.services.setdefault(field_id, Mean()).add(min(seconds, _LONGEST_S), _FORGET)
        self.freed[counter] = at

    def missed(self, counter: CounterId, seconds: float, at: datetime) -> None:
        """Somebody called did not come, and the counter lost ``seconds``."""
        self.gone.total += 1.0
        self.lost.add(min(seconds, _LONGEST_S), _FORGET)
        self.freed[counter] = at

    def called(self, seconds: float) -> None:
        """A visit was called for the first time ``seconds`` after it came into line."""
        self.gone.add(-_GONE_AT_ONCE, _STAY)
        self.waited_h.add(seconds / 3600, _STAY)

    def taken(self, counter: CounterId, joined: datetime, at: datetime) -> None:
        """A counter called somebody who has stood in line since ``joined``."""
        freed = self.freed.get(counter)
        if freed is not None and joined <= freed:
            gap = (at - freed).total_seconds()
            if 0 <= gap <= _LONGEST_GAP_S:
                self.gaps.add(gap, _FORGET)

    def back(self, seconds: float) -> None:
        """A pause ended after ``seconds``."""
        if seconds <= _LONGEST_PAUSE_S:
            self.pauses.add(seconds, _FORGET)

    def opened(self, seconds: float) -> None:
        """A counter was opened ``seconds`` after a session began."""
        if seconds <= _LATEST_S:
            self.late.add(seconds, _FORGET)

    def services_s(self, usual: Mapping[FieldId, float]) -> dict[FieldId, float]:
        """Seconds of one service by field, with the gap after it; ``usual`` is what the site file expects.

        Where a field has told little yet, the hall as a whole tells how much slower or faster than usual today is.
        """
        told = [(mean, usual[one]) for one, mean in self.services.items() if usual.get(one)]
        weight = sum(mean.weight for mean, _ in told)
        hall = (sum(mean.total / seconds for mean, seconds in told) + _PRIOR) / (weight + _PRIOR)
        nothing, gap = Mean(), self.gap_s
        return {
            one: self.services.get(one, nothing).with_prior(_HALL, seconds * hall) + gap
            for one, seconds in usual.items()
        }

    @property
    def leaving(self) -> "Leaving":
        """Who leaves without a word, as the day tells."""
        hours, rate = _GONE
        rate_s = max(0.0, self.gone.total + hours * rate) / (self.waited_h.total + hours) / 3600
        return Leaving(_GONE_AT_ONCE, rate_s, self.lost.with_prior(*_LOST))

    @property
    def late_s(self) -> float:
        """How long after the beginning of a session a counter opens."""
        return self.late.with_prior(*_LATE)

    @property
    def pause_s(self) -> float:
        """How long a pause lasts."""
        return self.pauses.with_prior(*_PAUSE)

    @property
    def gap_s(self) -> float:
        """Seconds between two visits of a counter."""
        return self.gaps.with_prior(*_GAP)


@dataclass(frozen=True, slots=True)
class Leaving:
    """People who leave without a word: the share that does at once, the rate a second of waiting, the seconds that one costs."""

    at_once: float
    rate_s: float
    costs: float

    def expected(self, service: float, waited: float) -> float:
        """Seconds that a counter needs for somebody who will have waited so long, or will have left."""
        waited = min(waited, _LONGEST_S)
        odds = self.at_once + self.rate_s * waited if waited > 0 else self.at_once
        return (service + odds * self.costs) / (1 + odds)
