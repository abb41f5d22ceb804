"""Who speaks in the hall: recorded clips, Piper, espeak-ng, whole sentence by whole sentence, whatever is broken."""

import logging
from pathlib import Path

import numpy as np
import pytest

from contract.voices import Voices
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.numpy_loudness import TARGET_LUFS, loudness
from voice.adapters.pack_folder import PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.core.clip_list import Clip
from voice.core.pack_card import PackCard
from voice.sources import hall_voices

READER = EspeakVoice(words_a_minute=200)
KNOWN, UNKNOWN = "Mời số bê hai", "Mời số xê hai"


def pack(folder: Path, language: str = "vi") -> Path:
    made = PackFolder.create(folder, PackCard("Thử", "Máy", language, "2026-11-22"))
    for name, words in enumerate(("mời số", "bê", "hai")):
        made.keep(Clip(words, str(name), "letter"), READER.render(words))
    return folder


def test_a_pack_says_what_it_can_and_espeak_the_rest_each_at_the_target(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = pack(tmp_path)
    clips = PackVoice(PackFolder(folder).load()[0])
    told = []
    with hall_voices(Voices(packs={"vi": str(folder)}), lambda *what: told.append(what)) as voices:
        assert set(voices) == {"vi", "en"}
        assert voices["vi"].render(KNOWN) == clips.render(KNOWN)
        assert voices["vi"].render(UNKNOWN) == EspeakVoice().render(UNKNOWN)
        assert voices["en"].render("Number") == EspeakVoice(language="en").render("Number")
        for text in (KNOWN, UNKNOWN):
            assert loudness(np.frombuffer(voices["vi"].render(text).pcm, "<i2")) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert [(language, made.folder) for language, made, _ in told] == [("vi", folder)]
    assert "no clips for 'xê'" in caplog.text


def test_espeak_as_the_office_wants_it() -> None:
    with hall_voices(Voices(words_a_minute=100, pitch=60)) as voices:
        assert voices["vi"].render(KNOWN) == EspeakVoice(words_a_minute=100, pitch=60).render(KNOWN)
        assert voices["vi"].render(KNOWN).seconds > EspeakVoice().render(KNOWN).seconds


def test_what_is_broken_is_logged_and_silences_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = Voices(
        packs={"vi": str(tmp_path / "nowhere"), "en": str(pack(tmp_path / "vi"))},
        piper={"vi": str(tmp_path / "no.onnx")},
        piper_program="/nowhere/piper",
    )
    with caplog.at_level(logging.WARNING), hall_voices(broken) as voices:
        assert voices["vi"].render(KNOWN) == EspeakVoice().render(KNOWN)
        assert voices["en"].render("Number") == EspeakVoice(language="en").render("Number")
    assert "nowhere/pack.toml" in caplog.text
    assert "speaks 'vi', not 'en'" in caplog.text
    assert "Piper is not up" in caplog.text
