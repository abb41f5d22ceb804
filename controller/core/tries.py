"""How many wrong digits are borne, by the file that is asked for and by the kiosk that asks, before nothing is compared for a while.

Four digits have 10,000 values. Three tries in ten minutes and nine a day for one file leave a stranger with the receipt one chance in
a thousand a day; the limits of a kiosk keep somebody with many codes from trying them all.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import inf
from typing import Final, NamedTuple

from contract.ids import DeviceId, FileCode


class Limit(NamedTuple):
    """At most so many wrong ones within so many seconds."""

    most: int
    within_s: float


OF_FILE: Final = (Limit(3, 600.0), Limit(9, 86_400.0))
OF_KIOSK: Final = (Limit(10, 600.0), Limit(60, 86_400.0))
_LONGEST_S: Final = 86_400.0
_REMEMBERED: Final = 4096
"""Files and kiosks; a hall with so many wrong tries in a day has been asked by nobody in good faith."""

_Key = tuple[str, str]


@dataclass(slots=True)
class Tries:
    """Moments of wrong tries, of one clock that never goes back, in seconds. Not safe from several threads."""

    _wrong: OrderedDict[_Key, list[float]] = field(default_factory=OrderedDict)

    def begin(self, code: FileCode, device: DeviceId, at: float) -> float:
        """Seconds to wait before a try; 0 where this one may go on: it counts as wrong until it is forgiven, so that tries at once do."""
        rest = max(self._rest(key, limits, at) for key, limits in _keys(code, device))
        if rest <= 0:
            for key, _ in _keys(code, device):
                self._wrong[key] = [one for one in self._wrong.pop(key, []) if at - one < _LONGEST_S] + [at]
            while len(self._wrong) > _REMEMBERED:
                self._wrong.popitem(last=False)
        return rest

    def forgive(self, code: FileCode, device: DeviceId, began: float) -> None:
        """The try that began then was right, or nothing was compared. Those before it still count."""
        for key, _ in _keys(code, device):
            moments = self._wrong.get(key, [])
            if began in moments:
                moments.remove(began)

    def left(self, code: FileCode, device: DeviceId, at: float) -> int:
        """How many more wrong ones are borne now."""
        return min(
            max(0, one.most - self._within(key, one, at)) for key, limits in _keys(code, device) for one in limits
        )

    def rest(self, code: FileCode, device: DeviceId, at: float) -> float:
        """Seconds until digits are compared again; 0 where they are."""
        return max(self._rest(key, limits, at) for key, limits in _keys(code, device))

    def _within(self, key: _Key, limit: Limit, at: float) -> int:
        return sum(at - one < limit.within_s for one in self._wrong.get(key, []))

    def _rest(self, key: _Key, limits: tuple[Limit, ...], at: float) -> float:
        """A limit is open again when the oldest of its latest ``most`` wrong tries has become too old."""
        moments = sorted(self._wrong.get(key, []))
        ends = [moments[-one.most] + one.within_s - at for one in limits if len(moments) >= one.most]
        return max(0.0, max(ends, default=-inf))


def _keys(code: FileCode, device: DeviceId) -> tuple[tuple[_Key, tuple[Limit, ...]], ...]:
    return (("file", code), OF_FILE), (("kiosk", device), OF_KIOSK)
