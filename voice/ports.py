"""What those who speak need from the world."""

from collections.abc import Callable, Iterable
from typing import Protocol

from contract.errors import TryAgainError
from voice.core.clip_list import Clip
from voice.core.sound import Sound
from voice.core.take import TakeFigures


class VoiceError(TryAgainError):
    """The voice did not speak in time, or not at all."""


class PlayerError(TryAgainError):
    """The sound did not come out to its end; the same sound may in a moment."""


class PlayerStuckError(PlayerError):
    """The player took longer than the sound lasts; people may have heard it, so it is not played again."""


class MicrophoneError(TryAgainError):
    """Nothing comes from the microphone, or no more."""


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


class Microphone(Protocol):
    """The way from one microphone."""

    def record(self, ready: Callable[[], None], enough: Callable[[Sound], bool], seconds: float) -> Sound:
        """What is heard from when ``ready`` was called until ``enough`` says so, or for ``seconds``; raises MicrophoneError.

        ``ready`` is called once sound arrives; nothing that is said after it is lost.
        """


class Hearing(Protocol):
    """Judges sound for who records."""

    def floor_db(self, room: Sound) -> float:
        """How loud a room is in which nobody speaks, in dBFS."""

    def is_said(self, take: Sound, floor_db: float) -> bool:
        """Whether somebody has spoken and has been silent since."""

    def figures(self, take: Sound, floor_db: float) -> TakeFigures:
        """What ``voice.core.take`` asks for; the room was ``floor_db`` loud before."""

    def trimmed(self, take: Sound, floor_db: float) -> Sound:
        """The words alone, without rumble, levelled."""


class ClipStore(Protocol):
    """Where recorded clips are kept."""

    def has(self, clip: Clip) -> bool:
        """Whether the clip is there and can be played."""

    def keep(self, clip: Clip, sound: Sound) -> None:
        """Write the clip in place of an older one; raises OSError."""


class Console(Protocol):
    """A member of staff at a terminal."""

    def tell(self, text: str) -> None:
        """Show a line."""

    def ask(self, text: str) -> str:
        """What was typed after ``text``, without spaces around it; raises EOFError when nobody is there any more."""
