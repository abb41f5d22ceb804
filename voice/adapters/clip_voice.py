"""Recorded sentences before a voice that can say anything: a folder of WAV files, each named after what it says.

``clips/<language>/<name>.wav`` holds one sentence; ``clip_name`` tells the name. Only whole sentences are taken from it, so that
no sentence is begun by one voice and ended by another.
"""

import hashlib
import wave
from functools import lru_cache
from pathlib import Path
from typing import Final
from unicodedata import normalize

import numpy as np

from voice.adapters.numpy_loudness import levelled
from voice.core.sound import RATE, Sound
from voice.ports import Voice

_KEPT: Final = 32


def clip_name(sentence: str) -> str:
    """16 letters and digits, the same for a sentence however it is composed (NFC), cased, spaced or ended."""
    plain = " ".join(normalize("NFC", sentence).casefold().rstrip(".!?:;, ").split())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


class ClipVoice:
    """``behind`` says what nobody has recorded, and what is recorded in another form than mono, 16 bits, RATE."""

    def __init__(self, folder: Path, behind: Voice) -> None:
        self._folder = folder
        self._behind = behind
        self._clip = lru_cache(_KEPT)(self._read)

    def render(self, text: str) -> Sound:
        """The clip, levelled as all voices are, else what is behind says; raises its VoiceError."""
        return self._clip(clip_name(text)) or self._behind.render(text)

    def _read(self, name: str) -> Sound | None:
        try:
            with wave.open(str(self._folder / f"{name}.wav")) as clip:
                if (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()) != (RATE, 1, 2):
                    return None
                pcm = clip.readframes(clip.getnframes())
        except (OSError, EOFError, wave.Error):
            return None
        samples = levelled(np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2"))
        return Sound(RATE, samples.tobytes()) if len(samples) else None
