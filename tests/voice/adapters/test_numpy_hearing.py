"""Where words begin and end, and what is wrong with a take, on speech that is spoiled on purpose."""

import numpy as np
import pytest

from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.numpy_hearing import NumpyHearing
from voice.adapters.numpy_loudness import TARGET_LUFS, loudness
from voice.core.sound import PEAK, RATE, Sound
from voice.core.take import TakeFault, fault_of

HEARING = NumpyHearing()
WORDS = np.frombuffer(EspeakVoice().render("đến quầy số").pcm, "<i2").astype(float)
LOUDEST = int(np.abs(WORDS).argmax())


def room(seconds: float, level: float = 0.0005) -> np.ndarray:
    return np.random.default_rng(2).normal(0, level * PEAK, int(seconds * RATE))


def take(
    words: np.ndarray = WORDS, before: float = 0.3, after: float = 1.0, level: float = 0.0005, hum: float = 0
) -> Sound:
    whole = np.concatenate([np.zeros(int(before * RATE)), words, np.zeros(int(after * RATE))])
    whole += room(len(whole) / RATE + 1, level)[: len(whole)]
    whole += hum * PEAK * np.sin(2 * np.pi * 25 * np.arange(len(whole)) / RATE)
    return Sound(RATE, np.clip(whole, -PEAK, PEAK).astype("<i2").tobytes())


FLOOR = HEARING.floor_db(take(np.zeros(0)))


def test_the_room_is_its_median() -> None:
    assert pytest.approx(-66, abs=1) == FLOOR
    cough = take(WORDS, before=1.5, after=1.5)
    assert HEARING.floor_db(cough) == pytest.approx(-66, abs=1)
    assert HEARING.floor_db(Sound(RATE, b"")) == -120


@pytest.mark.parametrize(
    ("sound", "fault"),
    [
        (take(), None),
        (take(WORDS * 0.3), None),
        (take(hum=0.05), None),
        (take(np.zeros(0)), TakeFault.EMPTY),
        (Sound(RATE, b""), TakeFault.EMPTY),
        (take(WORDS * 0.04, level=0.0001), TakeFault.QUIET),
        (take(WORDS * 4), TakeFault.CLIPPED),
        (take(WORDS[LOUDEST:], before=0), TakeFault.CUT),
        (take(WORDS[:LOUDEST], after=0.02), TakeFault.CUT),
        (take(level=0.02), TakeFault.NOISY),
        (take(WORDS * 0.2, level=0.004), TakeFault.NOISY),
        (take(np.concatenate([WORDS, np.zeros(RATE * 6 // 10), WORDS])), TakeFault.HALTING),
    ],
    ids=["good", "soft", "rumble", "nothing", "empty", "faint", "loud", "beginning", "end", "fan", "hiss", "twice"],
)
def test_what_is_wrong_is_found(sound: Sound, fault: TakeFault | None) -> None:
    assert fault_of(HEARING.figures(sound, FLOOR)) is fault


def test_a_take_ends_when_words_were_said_and_silence_followed() -> None:
    assert not HEARING.is_said(take(np.zeros(0)), FLOOR)
    assert not HEARING.is_said(take(after=0.5), FLOOR)
    assert HEARING.is_said(take(after=1.0), FLOOR)
    click = np.concatenate([20000 * np.sin(np.arange(200)), np.zeros(RATE)])
    assert not HEARING.is_said(take(click), FLOOR)


def test_the_words_alone_are_left_at_the_target() -> None:
    for sound in (take(before=1.0, after=2.0), take(WORDS * 0.1, hum=0.05)):
        words = np.frombuffer(HEARING.trimmed(sound, FLOOR).pcm, "<i2")
        assert len(words) == pytest.approx(len(WORDS), abs=0.12 * RATE)
        assert loudness(words) == pytest.approx(TARGET_LUFS, abs=0.3)
    assert HEARING.trimmed(take(np.zeros(0), level=0.0), -100).pcm == b""
