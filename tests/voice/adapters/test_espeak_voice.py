"""The real espeak-ng, and the fake in its place, as the loudspeaker knows them."""

import subprocess
import time

import numpy as np
import pytest

from tests.voice.fake_voice import FakeVoice
from voice.adapters.espeak_voice import EspeakVoice
from voice.core.sound import PEAK, RATE
from voice.ports import Voice, VoiceError
from voice.vocabulary import vocabulary

SENTENCE = "Mời số bê không một hai đến quầy số năm"
WORDS = vocabulary("vi")


@pytest.mark.parametrize("voice", [EspeakVoice(), FakeVoice()], ids=["espeak", "fake"])
def test_a_voice_speaks_at_one_rate_with_nothing_around_it(voice: Voice) -> None:
    sound = voice.render(SENTENCE)
    wave = np.frombuffer(sound.pcm, np.int16).astype(float) / PEAK
    assert sound.rate == RATE
    assert np.abs(wave[: RATE // 20]).max() > 0.003
    assert np.abs(wave[-RATE // 20 :]).max() > 0.003
    assert voice.render(SENTENCE) == sound
    assert voice.render("Mời số xê") != sound


def test_the_sentence_is_unhurried_and_levelled() -> None:
    sound = EspeakVoice().render(SENTENCE)
    wave = np.frombuffer(sound.pcm, np.int16).astype(float) / PEAK
    assert 2.8 < sound.seconds < 4.5
    assert np.abs(wave).max() <= 0.9
    assert 0.07 < np.sqrt(np.mean(wave**2)) < 0.11


def test_a_sentence_is_made_once() -> None:
    voice = EspeakVoice()
    first = voice.render(SENTENCE)
    assert voice.render(SENTENCE) is first


def test_a_text_is_never_taken_for_an_option() -> None:
    assert EspeakVoice().render("--version không").seconds > 0.5


@pytest.mark.parametrize(
    "voice",
    [EspeakVoice(deadline_s=0.0001), FakeVoice(dumb=True)],
    ids=["late", "fake"],
)
def test_a_voice_that_fails_says_so_in_time(voice: Voice) -> None:
    began = time.monotonic()
    with pytest.raises(VoiceError):
        voice.render(SENTENCE)
    assert time.monotonic() - began < 20


def test_a_text_without_words_is_no_sound() -> None:
    with pytest.raises(VoiceError, match="nothing"):
        EspeakVoice().render(" ")


def test_no_two_letters_or_digits_sound_alike() -> None:
    names = [word for key, word in WORDS.items() if key.startswith(("letter.", "digit."))]
    heard = [
        subprocess.run(
            ["espeak-ng", "-q", "-x", "-v", "vi", name], capture_output=True, text=True, check=True
        ).stdout.strip()
        for name in names
    ]
    assert len(names) == 43
    assert all(heard)
    assert len(set(heard)) == 43
