"""Chance, from one seed: everything of a day that nobody can know before."""

from math import exp, log, pi, sin, sqrt
from random import Random
from typing import Final

from contract.ids import CounterId, FieldId
from contract.site import Site
from controller.simulation.behaviour import Behaviour

_PHASES: Final = 2 * pi
_HOURS: Final = 9.5 * 3600


class Luck:
    """The luck of one day; the same seed and day give the same day."""

    def __init__(self, site: Site, behaviour: Behaviour, seed: str) -> None:
        self.random = Random(seed)  # noqa: S311 - chance, no secret
        self.behaviour = behaviour
        self._day = exp(self.random.gauss(0, behaviour.day_spread))
        self._phase = self.random.uniform(0, _PHASES)
        self._officers: dict[CounterId, float] = {
            one.id: exp(self.random.gauss(0, behaviour.officer_spread)) for one in site.counters
        }

    def happens(self, share: float) -> bool:
        """True so often."""
        return self.random.random() < share

    def about(self, mean: float) -> float:
        """A positive number, exponential."""
        return self.random.expovariate(1 / mean) if mean > 0 else 0.0

    def lognormal(self, mean: float, spread: float) -> float:
        """A positive number with this mean and standard deviation over mean."""
        variance = log(1 + spread * spread)
        return mean * exp(self.random.gauss(-variance / 2, sqrt(variance)))

    def service(self, field: FieldId, counter: CounterId, second: float) -> float:
        """Seconds of one service that begins at ``second`` of the day."""
        drift = 1 + self.behaviour.drift * sin(self._phase + second / _HOURS * _PHASES)
        mean = self.behaviour.fields[field].service_min * 60 * drift * self._day * self._officers[counter]
        return max(15.0, self.lognormal(mean, self.behaviour.service_spread))
