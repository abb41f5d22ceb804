"""Packs on disk: WAV or FLAC of any rate, and what is wrong with a clip."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.voice.fake_voice import FakeVoice
from voice.adapters.numpy_loudness import TARGET_LUFS, loudness
from voice.adapters.pack_folder import CARD, BadClip, PackFolder, read_clip
from voice.core.clip_list import Clip
from voice.core.pack_card import PackCard, PackError
from voice.core.phrasing import words_of
from voice.core.sound import RATE

CARD_OF = PackCard("Giọng thử", "Máy", "vi", "2026-11-22")
BE = Clip("bê", "letter-b", "letter")


@pytest.mark.parametrize(
    ("form", "rate", "channels"), [("wav", 48000, 1), ("flac", 44100, 2), ("wav", 8000, 1), ("flac", RATE, 1)]
)
def test_a_clip_of_any_form_comes_out_mono_trimmed_and_at_the_target(
    tmp_path: Path, form: str, rate: int, channels: int
) -> None:
    wave = np.zeros((rate * 2, channels))
    wave[rate // 2 : rate] = 0.02 * np.sin(2 * np.pi * 440 * np.arange(rate // 2) / rate)[:, None]
    soundfile.write(str(tmp_path / f"a.{form}"), wave, rate)
    clip = read_clip(tmp_path / f"a.{form}")
    assert not isinstance(clip, str)
    assert len(clip) == pytest.approx(RATE / 2, abs=RATE / 40)
    assert loudness(clip) == pytest.approx(TARGET_LUFS, abs=0.2)
    assert np.abs(np.fft.rfft(clip)).argmax() * RATE / len(clip) == pytest.approx(440, abs=4)


def test_a_clip_is_kept_and_kept_again(tmp_path: Path) -> None:
    pack = PackFolder.create(tmp_path / "new" / "pack", CARD_OF)
    assert not pack.has(BE)
    assert pack.missing([BE]) == [BE]
    voice = FakeVoice()
    pack.keep(BE, voice.render("bê"))
    pack.keep(Clip("BÊ", "other", "letter"), voice.render("bê bê"))
    read = PackFolder(pack.folder)
    assert read.card == pack.card
    assert dict(read.card.clips) == {"bê": "other.wav"}
    assert read.has(BE)
    assert read.missing([BE]) == []
    good, bad = read.load()
    assert list(good) == [words_of("bê")]
    assert bad == []


def test_what_is_wrong_with_a_clip_is_said(tmp_path: Path) -> None:
    files = {"có": "a.wav", "lạ": "b.wav", "dài": "c.flac", "im": "d.wav", "...": "e.wav", "mất": "f.wav"}
    pack = PackFolder.create(tmp_path, CARD_OF)
    (tmp_path / "b.wav").write_bytes(b"RIFF")
    soundfile.write(str(tmp_path / "c.flac"), np.zeros(8000 * 21), 8000)
    soundfile.write(str(tmp_path / "d.wav"), np.zeros(8000), 8000)
    for name in "ae":
        soundfile.write(str(tmp_path / f"{name}.wav"), 0.1 * np.sin(np.arange(8000) / 5), 8000)
    lines = "".join(f'"{words}" = "{file}"\n' for words, file in files.items())
    (tmp_path / CARD).write_text((tmp_path / CARD).read_text("utf-8") + lines, "utf-8")
    good, bad = PackFolder(pack.folder).load()
    assert list(good) == [words_of("có")]
    assert bad == [
        BadClip("lạ", "b.wav", "unreadable"),
        BadClip("dài", "c.flac", "long"),
        BadClip("im", "d.wav", "silent"),
        BadClip("...", "e.wav", "wordless"),
        BadClip("mất", "f.wav", "absent"),
    ]


@pytest.mark.parametrize(("at", "damage"), [(24, b"\xfb\xff\xff\x7f"), (24, b"\x01\x00\x00\x00"), (22, b"\x00\x04")])
def test_a_damaged_head_fills_no_memory(tmp_path: Path, at: int, damage: bytes) -> None:
    """Two thousand million samples a second want a filter as long; one a second, and a thousand channels, are no recording either."""
    path = tmp_path / "a.wav"
    soundfile.write(str(path), 0.1 * np.sin(np.arange(8000) / 5), 8000)
    whole = bytearray(path.read_bytes())
    whole[at : at + len(damage)] = damage
    path.write_bytes(whole)
    assert read_clip(path) == "unreadable"


def test_a_name_longer_than_any_files_is_no_clip(tmp_path: Path) -> None:
    assert read_clip(tmp_path / ("x" * 5000)) == "unreadable"


def test_a_folder_without_a_card_is_no_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"pack\.toml"):
        PackFolder(tmp_path)
    (tmp_path / CARD).write_bytes(b"\xff")
    with pytest.raises(PackError):
        PackFolder(tmp_path)
