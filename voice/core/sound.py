"""Sound as plain data: signed 16-bit little-endian samples, one channel."""

from dataclasses import dataclass
from typing import Final

RATE: Final = 22050
"""Samples a second of everything that the loudspeaker plays; what espeak-ng and most Piper voices speak at."""

PEAK: Final = 32767
"""The largest sample."""


@dataclass(frozen=True, slots=True)
class Sound:
    """``pcm``: samples, two bytes each, ``rate`` of them a second."""

    rate: int
    pcm: bytes

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / self.rate


def silence(seconds: float) -> Sound:
    """Nothing to hear, for ``seconds``."""
    return Sound(RATE, bytes(2 * round(seconds * RATE)))
