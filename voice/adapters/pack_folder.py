"""A voice pack on disk: a folder with ``pack.toml`` and one sound file a clip, as WAV or FLAC of any rate."""

import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from voice.adapters.numpy_loudness import Samples, levelled, resampled
from voice.core.clip_list import Clip
from voice.core.pack_card import PackCard, PackError, read_card, write_card
from voice.core.phrasing import Phrase, words_of
from voice.core.sound import PEAK, Sound

CARD: Final = "pack.toml"
LONGEST_S: Final = 20.0
"""A clip longer than this is no clip; also keeps a wrong file from filling the memory."""
_RATES: Final = range(4_000, 192_001)
"""Hertz of recorders. A rate of two thousand million, which damage can write, would have a filter of twenty gigabytes."""
_CHANNELS: Final = 8


@dataclass(frozen=True, slots=True)
class BadClip:
    """A clip that is on the card and cannot be played: ``why`` is a key of the words for people below ``checking.``."""

    words: str
    file: str
    why: str


class PackFolder:
    """``folder`` with its card as it stands on disk; raises PackError for a card that cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.card = read_card((folder / CARD).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as fault:
            raise PackError(f"{folder / CARD}: {fault}") from fault

    @classmethod
    def create(cls, folder: Path, card: PackCard) -> "PackFolder":
        """A new pack without clips; raises OSError where the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / CARD, write_card(card))
        return cls(folder)

    def has(self, clip: Clip) -> bool:
        """Whether the clip is there and can be played."""
        file = self._files().get(words_of(clip.words))
        return file is not None and not isinstance(read_clip(self.folder / file), str)

    def keep(self, clip: Clip, sound: Sound) -> None:
        """Write the clip, then the card: a power cut leaves the old clip or the new one."""
        self._save(self.folder / f"{clip.name}.wav", sound)
        words = next((one for one in self.card.clips if words_of(one) == words_of(clip.words)), clip.words)
        self.card = self.card.with_clip(words, f"{clip.name}.wav")
        _write(self.folder / CARD, write_card(self.card))

    def load(self) -> tuple[dict[Phrase, Samples], list[BadClip]]:
        """Every clip that can be played, levelled, and those that cannot."""
        good: dict[Phrase, Samples] = {}
        bad: list[BadClip] = []
        for words, file in self.card.clips.items():
            read = read_clip(self.folder / file)
            if isinstance(read, str) or not words_of(words):
                bad.append(BadClip(words, file, read if isinstance(read, str) else "wordless"))
            else:
                good[words_of(words)] = read
        return good, bad

    def missing(self, needed: Iterable[Clip]) -> list[Clip]:
        """Clips of the list that are not on the card at all."""
        files = self._files()
        return [clip for clip in needed if words_of(clip.words) not in files]

    def _files(self) -> dict[Phrase, str]:
        return {words_of(words): file for words, file in self.card.clips.items()}

    def _save(self, path: Path, sound: Sound) -> None:
        beside = path.with_name(path.name + ".new")
        with wave.open(str(beside), "wb") as file:
            file.setparams((1, 2, sound.rate, 0, "NONE", ""))
            file.writeframes(sound.pcm)
        beside.replace(path)


def read_clip(path: Path) -> Samples | str:
    """The clip at RATE, mono, trimmed and levelled; else why it cannot be played: absent, unreadable, long or silent."""
    try:
        if not path.is_file():
            return "absent"
        with soundfile.SoundFile(str(path)) as file:
            if file.samplerate not in _RATES or file.channels > _CHANNELS:
                return "unreadable"
            if file.frames > LONGEST_S * file.samplerate:
                return "long"
            rate, wave_ = file.samplerate, file.read(dtype="float32", always_2d=True).mean(axis=1)
    except (soundfile.SoundFileError, OSError):
        return "unreadable"
    samples = levelled(resampled(np.asarray(np.clip(wave_, -1, 1) * PEAK, np.int16), rate))
    return samples if len(samples) else "silent"


def _write(path: Path, text: str) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)
