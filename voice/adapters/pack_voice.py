"""A person's voice: the recorded clips of a pack, joined to whole sentences or silent about them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np

from voice.adapters.numpy_loudness import Samples, levelled
from voice.core.phrasing import Phrase, UnrecordedError, in_clips
from voice.core.sound import RATE, Sound
from voice.ports import VoiceError

_KEPT: Final = 32


class PackVoice:
    """``clips``: levelled, by their words, as ``PackFolder.load`` gives them; the whole pack stays in memory, about 2 MB."""

    def __init__(self, clips: Mapping[Phrase, Samples]) -> None:
        self._clips = dict(clips)
        self._kept = lru_cache(_KEPT)(self._join)

    def render(self, text: str) -> Sound:
        """The clips of a sentence, one after the other, levelled as one; raises VoiceError naming words without a clip."""
        return self._kept(text)

    def _join(self, text: str) -> Sound:
        try:
            parts = in_clips(text, self._clips)
        except UnrecordedError as fault:
            raise VoiceError(str(fault)) from fault
        pieces: list[Samples] = []
        for part in parts:
            pieces += [self._clips[part.phrase], np.zeros(round(part.gap_s * RATE), np.int16)]
        return Sound(RATE, levelled(np.concatenate(pieces)).tobytes())
