"""How loud the hall is spoken to at a time of day, and when not at all."""

from array import array
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from contract.announcing import Announcing, Loudspeaker, clock, span
from voice.core.sound import Sound


@dataclass(frozen=True, slots=True)
class Loudness:
    """``volumes``: from which time on how many dB, in the order of the day; ``quiet``: from and to, perhaps past midnight."""

    volumes: tuple[tuple[time, float], ...] = ()
    quiet: tuple[tuple[time, time], ...] = ()
    gain_db: float = 0.0

    def at(self, moment: datetime) -> float | None:
        """In dB, 0 at most; None where nothing is called aloud. ``moment`` is the office's local time."""
        now = moment.time()
        if any(_within(now, begins, ends) for begins, ends in self.quiet):
            return None
        begun = [db for since, db in self.volumes if since <= now] or [db for _, db in self.volumes]
        return min(0.0, self.gain_db + (begun[-1] if begun else 0.0))


def loudness(office: Announcing, own: Loudspeaker) -> Loudness:
    """Of one loudspeaker of the office. Raises ValueError for times that the rules of the site file refuse."""
    volumes = sorted((clock(since), db) for since, db in office.volumes.items())
    return Loudness(tuple(volumes), tuple(map(span, (*office.quiet, *own.quiet))), own.gain_db)


@lru_cache(8)
def turned(sound: Sound, db: float) -> Sound:
    """The same sound, so many dB louder or softer; the latest are kept."""
    if not db:
        return sound
    gain = 10 ** (db / 20)
    return Sound(sound.rate, array("h", (round(one * gain) for one in array("h", sound.pcm))).tobytes())


def _within(now: time, begins: time, ends: time) -> bool:
    return begins <= now < ends if begins < ends else now >= begins or now < ends
