"""A person's voice: whole sentences from clips, levelled, or none."""

import numpy as np
import pytest

from voice.adapters.numpy_loudness import TARGET_LUFS, levelled, loudness
from voice.adapters.pack_voice import PackVoice
from voice.core.phrasing import PHRASE_GAP_S, WORD_GAP_S, words_of
from voice.core.sound import PEAK, RATE
from voice.ports import VoiceError


def tone(pitch: float) -> np.ndarray:
    return levelled(np.asarray(0.1 * PEAK * np.sin(2 * np.pi * pitch * np.arange(RATE // 4) / RATE), np.int16))


CLIPS = {words_of(words): tone(pitch) for words, pitch in {"mời số": 300, "bê": 500, "hai": 700}.items()}


def test_a_sentence_is_its_clips_in_order_with_breath_between() -> None:
    sound = PackVoice(CLIPS).render("Mời số bê hai.")
    samples = np.frombuffer(sound.pcm, "<i2")
    one = len(CLIPS[words_of("bê")])
    begins = [0, one + round(PHRASE_GAP_S * RATE), 2 * one + round(PHRASE_GAP_S * RATE) + round(WORD_GAP_S * RATE)]
    assert len(samples) == pytest.approx(begins[2] + one, abs=RATE // 50)
    for begin, pitch in zip(begins, (300, 500, 700), strict=True):
        piece = samples[begin + 500 : begin + one - 500]
        assert np.abs(np.fft.rfft(piece)).argmax() * RATE / len(piece) == pytest.approx(pitch, abs=5)
    assert loudness(samples) == pytest.approx(TARGET_LUFS, abs=0.3)


def test_a_sentence_is_joined_once() -> None:
    voice = PackVoice(CLIPS)
    assert voice.render("Bê") is voice.render("Bê")


def test_a_word_that_nobody_recorded_leaves_the_sentence_to_others() -> None:
    with pytest.raises(VoiceError, match="ba"):
        PackVoice(CLIPS).render("Mời số bê ba")
