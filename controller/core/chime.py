"""The chime before each call: two soft bell notes, a falling third, drawn by arithmetic."""

from array import array
from math import exp, pi, sin
from typing import Final

from voice.core.sound import PEAK, RATE, Sound

SECONDS: Final = 0.9
LOUDNESS: Final = 0.3
"""Highest sample, as a part of the largest possible: below the voice, which it only announces."""

_NOTES: Final = ((0.0, 659.26), (0.32, 523.25))
"""Start in seconds and pitch in hertz: E5, then C5, clear to ears that have lost the high tones."""
_PARTIALS: Final = ((1, 1.0), (2, 0.35), (3, 0.1))
_DECAY_S: Final = 0.22
_RISE_S: Final = 0.008
_FALL_S: Final = 0.12


def chime() -> Sound:
    """SECONDS of sound that rises and falls without a click; costs a few hundredths of a second: keep it."""
    wave = [_envelope(i / RATE) * _bells(i / RATE) for i in range(round(SECONDS * RATE))]
    scale = LOUDNESS * PEAK / max(map(abs, wave))
    samples = array("h", (round(scale * value) for value in wave))
    return Sound(RATE, samples.tobytes())


def _bells(at: float) -> float:
    return sum(_bell(at - start, pitch) for start, pitch in _NOTES if at >= start)


def _bell(since: float, pitch: float) -> float:
    tone = sum(part * sin(2 * pi * pitch * multiple * since) for multiple, part in _PARTIALS)
    return min(1.0, since / _RISE_S) * exp(-since / _DECAY_S) * tone


def _envelope(at: float) -> float:
    return min(1.0, (SECONDS - at) / _FALL_S)
