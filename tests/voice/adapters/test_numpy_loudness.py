"""Levels and edges of any voice."""

import numpy as np
import pytest

from voice.adapters.numpy_loudness import HIGHEST, LOUDNESS, levelled
from voice.core.sound import PEAK, RATE


def tone(level: float, seconds: float = 0.5) -> np.ndarray:
    return np.asarray(level * PEAK * np.sin(2 * np.pi * 300 * np.arange(int(seconds * RATE)) / RATE), np.int16)


@pytest.mark.parametrize("level", [0.01, 0.2, 1.0])
def test_loud_and_faint_voices_come_out_alike(level: float) -> None:
    quiet = np.zeros(RATE // 2, np.int16)
    out = levelled(np.concatenate([quiet, tone(level), quiet])).astype(float) / PEAK
    assert abs(len(out) / RATE - 0.5) < 0.03
    assert abs(np.sqrt(np.mean(out**2)) - LOUDNESS) < 0.01
    assert abs(out[0]) < 0.001
    assert abs(out[-1]) < 0.001


def test_a_spiky_voice_stays_below_the_highest() -> None:
    spikes = tone(0.02)
    spikes[::2000] = PEAK
    assert np.abs(levelled(spikes)).max() <= HIGHEST * PEAK + 1


@pytest.mark.parametrize("length", [0, 5, RATE])
def test_nothing_stays_nothing(length: int) -> None:
    assert len(levelled(np.zeros(length, np.int16))) == 0
