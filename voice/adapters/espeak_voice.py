"""The voice of last resort: espeak-ng, which every Debian has and which needs no model."""

import io
import subprocess
import wave
from functools import lru_cache
from typing import Final

import numpy as np

from voice.adapters.numpy_loudness import levelled
from voice.core.sound import RATE, Sound
from voice.ports import VoiceError

WORDS_A_MINUTE: Final = 135
"""Unhurried; espeak-ng's own default is 175."""
PITCH: Final = 42
"""Of 0 to 99; a little below espeak-ng's default of 50, where old ears hear better."""
GAP: Final = 2
"""Pause between words in hundredths of a second, so that digits stay apart."""
DEADLINE_S: Final = 2.0
_KEPT: Final = 32


_VOICES: Final = frozenset({"vi", "en"})
"""A name that espeak-ng does not know it would read in English, unasked."""


class EspeakVoice:
    """``language``: vi (the northern voice) or en; ValueError for others. Faster than its pace it leaves no gaps.

    Keeps the last 32 sentences, 5 MB at most at the pace of calls.
    """

    def __init__(
        self,
        deadline_s: float = DEADLINE_S,
        language: str = "vi",
        words_a_minute: int = WORDS_A_MINUTE,
        pitch: int = PITCH,
    ) -> None:
        if language not in _VOICES:
            raise ValueError(f"espeak-ng is not known to speak {language!r} well")
        gap = GAP if words_a_minute <= WORDS_A_MINUTE else 0
        self._command = [
            *("espeak-ng", "-v", language, "-s", str(words_a_minute), "-p", str(pitch), "-g", str(gap)),
            *("-b", "1", "--stdin", "--stdout"),
        ]
        self._deadline_s = deadline_s
        self._kept = lru_cache(_KEPT)(self._speak)

    def render(self, text: str) -> Sound:
        """Speak ``text`` at RATE, levelled; raises VoiceError."""
        return self._kept(text)

    def _speak(self, text: str) -> Sound:
        try:
            spoken = subprocess.run(
                self._command, input=text.encode(), capture_output=True, timeout=self._deadline_s, check=True
            )
        except (OSError, subprocess.SubprocessError) as fault:
            raise VoiceError(f"espeak-ng does not speak: {fault}") from fault
        samples = levelled(_samples(spoken.stdout))
        if not len(samples):
            raise VoiceError("espeak-ng said nothing")
        return Sound(RATE, samples.tobytes())


def _samples(file: bytes) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Samples of a WAV file whose header promises more than follows, since espeak-ng cannot know when it writes it."""
    try:
        with wave.open(io.BytesIO(file)) as sound:
            form = (sound.getframerate(), sound.getnchannels(), sound.getsampwidth())
            pcm = sound.readframes(len(file))
    except (wave.Error, EOFError) as fault:
        raise VoiceError(f"espeak-ng wrote no sound: {fault}") from fault
    if form != (RATE, 1, 2):
        raise VoiceError(f"espeak-ng speaks at {form[0]} Hz, {form[1]} channels; expected {RATE} Hz and one")
    return np.frombuffer(pcm[: len(pcm) // 2 * 2], "<i2")
