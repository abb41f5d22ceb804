"""Voices in order: each sentence is spoken, whole, by the first that can."""

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from voice.core.sound import Sound
from voice.ports import Voice, VoiceError

_LOG: Final = logging.getLogger(__name__)
_KEPT: Final = 64


class FirstVoice:
    """``voices``: names for the log and voices, the best first, at least one. No sentence is begun by one and ended by another."""

    def __init__(self, voices: Sequence[tuple[str, Voice]]) -> None:
        self._voices = voices
        self._passed_over = lru_cache(_KEPT)(self._tell)

    def render(self, text: str) -> Sound:
        """As the port says; raises the last one's VoiceError where none can."""
        for name, voice in self._voices[:-1]:
            try:
                return voice.render(text)
            except VoiceError as fault:
                self._passed_over(name, str(fault))
        return self._voices[-1][1].render(text)

    def _tell(self, name: str, fault: str) -> None:
        """The same once in a while: a pack without a letter would fill the log."""
        _LOG.warning("%s passes a sentence on: %s", name, fault)
