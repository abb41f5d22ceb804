"""What those who speak need from the world."""

from collections.abc import Iterable
from typing import Protocol

from contract.errors import TryAgainError
from voice.core.sound import Sound


class VoiceError(TryAgainError):
    """The voice did not speak in time, or not at all."""


class PlayerError(TryAgainError):
    """The sound did not come out to its end; the same sound may in a moment."""


class PlayerStuckError(PlayerError):
    """The player took longer than the sound lasts; people may have heard it, so it is not played again."""


class Voice(Protocol):
    """Words made sound."""

    def render(self, text: str) -> Sound:
        """Speak ``text`` at RATE, levelled, without silence around it; raises VoiceError. Safe to call from any thread.

        The latest sentences are kept, so that asking early makes asking again cheap.
        """


class Player(Protocol):
    """The way to one loudspeaker."""

    def play(self, pieces: Iterable[Sound]) -> None:
        """Play without a gap and return when the last has sounded; raises PlayerError.

        The first begins before the second is asked for, so a later piece may still be in the making. All have one rate.
        """

    def hush(self) -> None:
        """Silence what is playing, whose ``play`` raises PlayerError; the next one is heard. From any thread."""

    def stop(self) -> None:
        """Silence what is playing and play nothing more; from any thread."""
