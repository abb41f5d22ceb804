"""Loudness as ears have it (ITU-R BS.1770-4, EBU R 128): every voice as loud as the next, with nothing around the words."""

from functools import lru_cache
from math import log10, pi, tan
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voice.core.sound import PEAK, RATE, Sound

TARGET_LUFS: Final = -21.0
"""Of every sentence; leaves 20 dB for the loudest vowel."""
HIGHEST: Final = 0.89
"""No sample goes above this part of the largest: -1 dBFS, so that no loudspeaker clips."""

Samples = NDArray[np.int16]
_Wave = NDArray[np.float64]

_FRAME: Final = RATE // 100
_FAINT: Final = 0.02
_EDGE: Final = RATE // 200
_BLOCK: Final = round(0.4 * RATE)
_STEP: Final = round(0.1 * RATE)
_RING: Final = RATE // 2
"""Samples in which the weighting has died away, so that a filter by spectrum does not reach round to the beginning."""
_SILENT_LUFS: Final = -70.0
_BELOW_LU: Final = 10.0
_TURNS: Final = 3


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS of mono at RATE, gated as BS.1770-4 says; below 0.4 s in one block; -inf for silence."""
    wave = samples.astype(np.float64) / PEAK
    return _loudness(wave)


def levelled(samples: Samples) -> Samples:
    """Speech at RATE without its outer silence, at TARGET_LUFS, faded in and out over 5 ms.

    What would go above HIGHEST is turned down there for some milliseconds. Empty where there is nothing to hear.
    """
    wave = _trimmed(samples)
    if not len(wave):
        return np.zeros(0, np.int16)
    slope = np.linspace(0, 1, min(_EDGE, len(wave)))
    wave[: len(slope)] *= slope
    wave[-len(slope) :] *= slope[::-1]
    for _ in range(_TURNS):  # turning peaks down costs a little loudness
        wave = _held(wave * 10 ** ((TARGET_LUFS - _loudness(wave)) / 20))
    return np.asarray(np.round(wave * PEAK), np.int16)


def quieter(sound: Sound, gain: float) -> Sound:
    """The same at ``gain`` (0 to 1) of its loudness."""
    samples = np.frombuffer(sound.pcm, "<i2") * gain
    return Sound(sound.rate, np.asarray(np.round(samples), "<i2").tobytes())


def resampled(samples: Samples, rate: int) -> Samples:
    """Mono at ``rate`` samples a second as mono at RATE: the same spectrum, without what RATE cannot carry."""
    if rate == RATE or not len(samples):
        return samples
    padded = np.concatenate([samples.astype(np.float64), np.zeros(rate // 10)])
    spectrum = np.fft.rfft(padded)
    length = round(len(padded) * RATE / rate)
    wave = np.fft.irfft(spectrum[: length // 2 + 1], length) * (RATE / rate)
    return np.asarray(np.clip(np.round(wave[: round(len(samples) * RATE / rate)]), -PEAK, PEAK), np.int16)


def _trimmed(samples: Samples) -> _Wave:
    """From the first frame of 10 ms that is heard to the last."""
    frames = len(samples) // _FRAME
    wave = samples[: frames * _FRAME].astype(np.float64) / PEAK
    power = np.sqrt(np.mean(wave.reshape(frames, _FRAME) ** 2, axis=1)) if frames else np.zeros(0)
    loud = np.flatnonzero(power > _FAINT * power.max()) if power.any() else np.zeros(0, np.intp)
    return wave[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME] if len(loud) else np.zeros(0)


def _loudness(wave: _Wave) -> float:
    if not wave.any():
        return -np.inf
    power = _weighted(wave) ** 2
    if len(power) <= _BLOCK:
        return _lufs(float(power.mean()))
    sums = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - _BLOCK + 1, _STEP)
    blocks = (sums[starts + _BLOCK] - sums[starts]) / _BLOCK
    heard = blocks[blocks > _power(_SILENT_LUFS)]
    if not len(heard):
        return -np.inf
    gate = heard.mean() * 10 ** (-_BELOW_LU / 10)
    return _lufs(float(heard[heard > gate].mean()))


def _lufs(power: float) -> float:
    return -0.691 + 10 * log10(power) if power > 0 else -np.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _weighted(wave: _Wave) -> _Wave:
    """As the ear weighs: K-weighting, by spectrum, since a recursive filter is slow without a library for it."""
    length = 1 << (len(wave) + _RING).bit_length()  # spectra of other lengths take their time
    return np.fft.irfft(np.fft.rfft(wave, length) * _weights(length), length)[: len(wave)]


@lru_cache(8)
def _weights(length: int) -> NDArray[np.complex128]:
    turn = np.exp(-2j * pi * np.arange(length // 2 + 1) / length)
    return np.asarray(_biquad(turn, *_shelf()) * _biquad(turn, *_high_pass()))


def _biquad(
    turn: NDArray[np.complex128], numerator: tuple[float, float, float], denominator: tuple[float, float, float]
) -> NDArray[np.complex128]:
    above = numerator[0] + numerator[1] * turn + numerator[2] * turn**2
    return np.asarray(above / (denominator[0] + denominator[1] * turn + denominator[2] * turn**2))


def _shelf() -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """The head: 4 dB more above 1.7 kHz (BS.1770-4, table 1, whose figures for 48 kHz these analogue values give)."""
    k, quality, high = tan(pi * 1681.974450955533 / RATE), 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    scale = 1 + k / quality + k * k
    return (
        ((high + middle * k / quality + k * k) / scale, 2 * (k * k - high) / scale, (high - middle * k / quality + k * k) / scale),
        (1.0, 2 * (k * k - 1) / scale, (1 - k / quality + k * k) / scale),
    )  # fmt: skip


def _high_pass() -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """No weight below 38 Hz (BS.1770-4, table 2)."""
    k, quality = tan(pi * 38.13547087602444 / RATE), 0.5003270373238773
    scale = 1 + k / quality + k * k
    return (1.0, -2.0, 1.0), (1.0, 2 * (k * k - 1) / scale, (1 - k / quality + k * k) / scale)


def _held(wave: _Wave) -> _Wave:
    """Nowhere above HIGHEST: the gain goes down before a peak and comes back after it, within 10 ms."""
    wanted = np.minimum(1.0, HIGHEST / np.maximum(np.abs(wave), 1e-9))
    if wanted.min() >= 1.0:
        return wave
    lowest = sliding_window_view(np.pad(wanted, 2 * _EDGE, mode="edge"), 2 * _EDGE + 1).min(axis=1)
    smooth = np.convolve(lowest, np.hanning(2 * _EDGE + 3)[1:-1] / np.hanning(2 * _EDGE + 3).sum(), mode="valid")
    return np.asarray(wave * smooth)
