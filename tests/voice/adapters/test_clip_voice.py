"""Recorded sentences first, whole or not at all; another voice says the rest."""

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.voice.fake_voice import FakeVoice
from voice.adapters.clip_voice import ClipVoice, clip_name
from voice.core.sound import PEAK, RATE


def record(path: Path, rate: int = RATE, channels: int = 1, level: float = 0.05) -> None:
    tone = level * PEAK * np.sin(np.arange(RATE // 2 * channels) / 9)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, rate, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())


def test_a_recorded_sentence_is_played_levelled_and_others_are_spoken(tmp_path: Path) -> None:
    record(tmp_path / f"{clip_name('Mời ông bà ngồi chờ.')}.wav")
    behind = FakeVoice()
    voice = ClipVoice(tmp_path, behind)
    clip = voice.render("mời ông  bà ngồi chờ")
    samples = np.frombuffer(clip.pcm, "<i2") / PEAK
    assert 0.08 < np.sqrt(np.mean(samples**2)) < 0.12
    assert behind.asked == []
    assert voice.render("Số không") == behind.render("Số không")


@pytest.mark.parametrize("broken", ["rate", "channels", "silent", "rubbish"])
def test_a_clip_that_cannot_be_played_is_none(tmp_path: Path, broken: str) -> None:
    path = tmp_path / f"{clip_name('xong')}.wav"
    record(path, 8000 if broken == "rate" else RATE, 2 if broken == "channels" else 1, 0 if broken == "silent" else 0.1)
    if broken == "rubbish":
        path.write_bytes(b"RIFF")
    behind = FakeVoice()
    assert ClipVoice(tmp_path, behind).render("Xong.") == behind.render("Xong.")
    assert behind.asked == ["Xong."]
