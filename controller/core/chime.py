"""The chime before each call, two soft bell notes, and the signal of an emergency, drawn by arithmetic."""

from array import array
from collections.abc import Sequence
from functools import cache
from math import exp, pi, sin
from typing import Final

from voice.core.sound import PEAK, RATE, Sound

SECONDS: Final = 0.9
LOUDNESS: Final = 0.3
"""Highest sample, as a part of the largest possible: below the voice, which it only announces."""

ALERT_SECONDS: Final = 1.5

_NOTES: Final = ((0.0, 659.26), (0.32, 523.25))
"""Start in seconds and pitch in hertz: E5, then C5, clear to ears that have lost the high tones."""
_ALERT: Final = ((0.0, 523.25), (0.2, 783.99), (0.4, 523.25), (0.6, 783.99), (0.8, 523.25), (1.0, 783.99))
"""C5 and G5 in turns, three times: nobody takes it for a call."""
_PARTIALS: Final = ((1, 1.0), (2, 0.35), (3, 0.1))
_DECAY_S: Final = 0.22
_RISE_S: Final = 0.008
_FALL_S: Final = 0.12


def chime() -> Sound:
    """SECONDS of sound that rises and falls without a click; made once."""
    return _drawn(_NOTES, SECONDS, LOUDNESS)


def alert() -> Sound:
    """ALERT_SECONDS of sound, twice as loud as the chime."""
    return _drawn(_ALERT, ALERT_SECONDS, 2 * LOUDNESS)


@cache
def _drawn(notes: tuple[tuple[float, float], ...], seconds: float, highest: float) -> Sound:
    wave = [min(1.0, (seconds - i / RATE) / _FALL_S) * _bells(notes, i / RATE) for i in range(round(seconds * RATE))]
    scale = highest * PEAK / max(map(abs, wave))
    samples = array("h", (round(scale * value) for value in wave))
    return Sound(RATE, samples.tobytes())


def _bells(notes: Sequence[tuple[float, float]], at: float) -> float:
    return sum(_bell(at - start, pitch) for start, pitch in notes if at >= start)


def _bell(since: float, pitch: float) -> float:
    tone = sum(part * sin(2 * pi * pitch * multiple * since) for multiple, part in _PARTIALS)
    return min(1.0, since / _RISE_S) * exp(-since / _DECAY_S) * tone
