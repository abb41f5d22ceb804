"""Loudness: every voice as loud as the next, with nothing around the words."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from voice.core.sound import PEAK, RATE, Sound

LOUDNESS: Final = 0.1
"""Root mean square of the spoken parts, of the largest sample: -20 dBFS leaves headroom for the loudest vowel."""
HIGHEST: Final = 0.89
"""No sample goes above this part of the largest: -1 dBFS, so that no loudspeaker clips."""

_FRAME: Final = RATE // 100
_FAINT: Final = 0.02
_EDGE: Final = RATE // 200


def levelled(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Speech at RATE without its outer silence, at LOUDNESS where the voice allows, faded in and out over 5 ms.

    Empty where there is nothing to hear.
    """
    frames = len(samples) // _FRAME
    wave = samples[: frames * _FRAME].astype(np.float64) / PEAK
    power = np.sqrt(np.mean(wave.reshape(frames, _FRAME) ** 2, axis=1)) if frames else np.zeros(0)
    loud = np.flatnonzero(power > _FAINT * power.max()) if power.any() else np.zeros(0, np.intp)
    if not len(loud):
        return np.zeros(0, np.int16)
    wave = wave[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME]
    spoken = float(np.sqrt(np.mean(power[loud] ** 2)))
    wave *= min(LOUDNESS / spoken, HIGHEST / float(np.abs(wave).max()))
    slope = np.linspace(0, 1, _EDGE)
    wave[:_EDGE] *= slope
    wave[-_EDGE:] *= slope[::-1]
    return np.asarray(np.round(wave * PEAK), np.int16)


def quieter(sound: Sound, gain: float) -> Sound:
    """The same at ``gain`` (0 to 1) of its loudness."""
    samples = np.frombuffer(sound.pcm, "<i2") * gain
    return Sound(sound.rate, np.asarray(np.round(samples), "<i2").tobytes())
