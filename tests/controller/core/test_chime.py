"""The chime: short, soft, two notes, no click."""

import numpy as np

from controller.core import chime as chimes
from voice.core.sound import PEAK, RATE, silence


def test_it_is_short_soft_and_begins_and_ends_in_silence() -> None:
    sound = chimes.chime()
    wave = np.frombuffer(sound.pcm, np.int16).astype(float) / PEAK
    assert sound.rate == RATE
    assert abs(sound.seconds - 0.9) < 0.01
    assert 0.29 < np.abs(wave).max() <= 0.3
    assert np.abs(wave[:3]).max() < 0.01
    assert np.abs(wave[-20:]).max() < 0.002
    assert np.abs(np.diff(wave)).max() < 0.12


def test_the_second_note_is_lower() -> None:
    wave = np.frombuffer(chimes.chime().pcm, np.int16).astype(float)

    def pitch(start: float, end: float) -> float:
        part = wave[int(start * RATE) : int(end * RATE)]
        return float(np.fft.rfftfreq(len(part), 1 / RATE)[np.abs(np.fft.rfft(part)).argmax()])

    assert abs(pitch(0, 0.3) - 659) < 10
    assert abs(pitch(0.4, 0.9) - 523) < 10


def test_silence_lasts_as_long_as_asked() -> None:
    quiet = silence(0.25)
    assert abs(quiet.seconds - 0.25) < 1 / RATE
    assert not any(quiet.pcm)


def test_the_signal_of_an_emergency_is_twice_as_loud_and_no_call() -> None:
    bells, signal = (np.frombuffer(one.pcm, np.int16).astype(float) / PEAK for one in (chimes.chime(), chimes.alert()))
    assert abs(chimes.alert().seconds - chimes.ALERT_SECONDS) < 0.01
    assert 0.59 < np.abs(signal).max() <= 0.6 < 2.1 * np.abs(bells).max()
    assert np.abs(signal[:3]).max() < 0.02
    assert np.abs(signal[-20:]).max() < 0.002
    assert chimes.alert() is chimes.alert()
