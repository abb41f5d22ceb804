"""Which calls a recording holds: each stretch of sound held against every call that there may be, and each word against every clip."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from controller.core.chime import chime
from controller.speaker import BREATH_S
from demo.sound import RATE, Samples, likeness, spoken_parts
from voice.core.phrasing import Phrase, in_clips
from voice.core.sound import silence
from voice.ports import Voice

GAP_S: Final = 0.45
"""Longer than any silence within a call in one language, shorter than the pause between two calls."""
_AROUND: Final = RATE // 20
WORDS_AFTER: Final = len(chime().pcm + silence(BREATH_S).pcm) // 2
"""Samples from the beginning of a call to its words."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A stretch of sound and the call that it is most like; ``other``: how like the next best one is. Samples, likeness 0 to 1."""

    begins: int
    ends: int
    call: str
    likeness: float
    other: float


def as_sounded(words: bytes) -> Samples:
    """A whole call around its words."""
    return np.frombuffer(chime().pcm + silence(BREATH_S).pcm + words, np.int16)


def heard_calls(recording: Samples, calls: Mapping[str, Samples]) -> list[Heard]:
    """Every stretch of sound in order; ``calls``: as they should sound, by name, at least two."""
    found = []
    for begins, ends in spoken_parts(recording, GAP_S):
        stretch = recording[max(0, begins - _AROUND) : ends + _AROUND]
        likes = {name: likeness(stretch, sound) for name, sound in calls.items()}
        (best, second) = sorted(likes, key=lambda name: likes[name][0], reverse=True)[:2]
        start = max(0, begins - _AROUND) + likes[best][1]
        found.append(Heard(start, start + len(calls[best]), best, likes[best][0], likes[second][0]))
    return found


def heard_clips(words: Samples, text: str, clips: Mapping[Phrase, Samples]) -> list[tuple[Phrase, Phrase, float]]:
    """Of each clip that ``text`` needs: the phrase, the clip that is most like what sounds in its place, and how like it is.

    Likeness is of the whole place, so that a clip that is only the beginning of another one is less like it.
    """
    phrases = list(clips)
    size = 1 << (2 * max(map(len, clips.values())) + 2 * _AROUND).bit_length()
    spectra = np.stack([np.fft.rfft(clips[one].astype(float), size).conj() for one in phrases])
    weights = np.array([np.linalg.norm(clips[one].astype(float)) for one in phrases])
    at, found = 0, []
    for part in in_clips(text, clips):
        length = len(clips[part.phrase])
        place = words[max(0, at - _AROUND) : at + length + _AROUND].astype(float)
        products = np.fft.irfft(np.fft.rfft(place, size) * spectra, size)[:, : len(place)].max(axis=1)
        likes = products / weights / max(1.0, float(np.linalg.norm(place)))
        best = int(likes.argmax())
        found.append((part.phrase, phrases[best], float(likes[best])))
        at += length + round(part.gap_s * RATE)
    return found


def words_of_calls(voice: Voice, texts: Mapping[str, str]) -> dict[str, Samples]:
    """How calls sound, by name, for ``heard_calls``."""
    return {name: as_sounded(voice.render(text).pcm) for name, text in texts.items()}
