"""Levels and edges of any voice, against a meter that others wrote."""

import numpy as np
import pyloudnorm
import pytest

from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.numpy_loudness import HIGHEST, TARGET_LUFS, levelled, loudness, resampled
from voice.core.sound import PEAK, RATE

METER = pyloudnorm.Meter(RATE)


def tone(level: float, seconds: float = 0.5, pitch: float = 300) -> np.ndarray:
    return np.asarray(level * PEAK * np.sin(2 * np.pi * pitch * np.arange(int(seconds * RATE)) / RATE), np.int16)


def noise(level: float, seconds: float) -> np.ndarray:
    return np.asarray(np.random.default_rng(1).normal(0, level * PEAK, int(seconds * RATE)), np.int16)


SPEECH = np.frombuffer(EspeakVoice().render("Mời số bê không một hai đến quầy số năm").pcm, "<i2")


@pytest.mark.parametrize(
    "sound",
    [
        tone(0.1, 2, 1000),
        tone(0.3, 2, 60),
        tone(0.3, 1, 5000),
        noise(0.05, 3),
        np.concatenate([noise(0.1, 1), np.zeros(RATE, np.int16), noise(0.004, 1)]),
        SPEECH,
        SPEECH // 8,
    ],
    ids=["1 kHz", "60 Hz", "5 kHz", "noise", "gated", "speech", "faint"],
)
def test_loudness_as_another_meter_has_it(sound: np.ndarray) -> None:
    assert loudness(sound) == pytest.approx(METER.integrated_loudness(sound / PEAK), abs=0.2)


def test_loudness_as_the_standard_has_it() -> None:
    """BS.1770-4: a sine of 997 Hz at full scale on one channel is -3.01 LKFS."""
    assert loudness(tone(0.9999, 2, 997)) == pytest.approx(-3.01, abs=0.1)


def test_what_cannot_be_heard_has_no_loudness() -> None:
    assert loudness(np.zeros(RATE, np.int16)) == -np.inf
    assert loudness(np.ones(RATE, np.int16)) == -np.inf
    assert loudness(tone(0.1, 0.2)) == pytest.approx(loudness(tone(0.1, 2)), abs=0.5)


@pytest.mark.parametrize("level", [0.01, 0.2, 1.0])
def test_loud_and_faint_voices_come_out_alike(level: float) -> None:
    quiet = np.zeros(RATE // 2, np.int16)
    out = levelled(np.concatenate([quiet, tone(level, 1), quiet]))
    assert abs(len(out) / RATE - 1) < 0.03
    assert METER.integrated_loudness(out / PEAK) == pytest.approx(TARGET_LUFS, abs=0.2)
    assert abs(out[0]) < 0.001 * PEAK
    assert abs(out[-1]) < 0.001 * PEAK


def test_a_voice_that_is_one_loud_knock_stays_below_the_highest_and_is_still_heard() -> None:
    spikes = tone(0.02, 2)
    spikes[::2000] = PEAK
    out = levelled(spikes)
    assert np.abs(out).max() <= HIGHEST * PEAK + 1
    assert METER.integrated_loudness(out / PEAK) == pytest.approx(TARGET_LUFS, abs=1)


@pytest.mark.parametrize("length", [0, 5, RATE])
def test_nothing_stays_nothing(length: int) -> None:
    assert len(levelled(np.zeros(length, np.int16))) == 0


@pytest.mark.parametrize("rate", [8000, 16000, 44100, 48000])
def test_another_rate_becomes_ours_and_keeps_its_pitch_and_length(rate: int) -> None:
    there = np.asarray(8000 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate), np.int16)
    here = resampled(there, rate)
    assert len(here) == RATE
    expected = tone(8000 / PEAK, 1, 440)
    assert np.abs(here[500:-500].astype(int) - expected[500:-500]).max() < 200
    assert resampled(here, RATE) is here
