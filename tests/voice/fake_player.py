"""A loudspeaker that remembers what it was given."""

import threading
from collections.abc import Iterable

from voice.core.sound import Sound
from voice.ports import PlayerError


class FakePlayer:
    """``faults``: raised by the first plays, one each; ``held``: no play ends before ``release``; ``begun`` is set with the first."""

    def __init__(self, *faults: PlayerError, held: bool = False) -> None:
        self.played: list[list[Sound]] = []
        self._faults = list(faults)
        self.begun = threading.Event()
        self._free = threading.Event()
        self._stopped = False
        self._held = held
        if not held:
            self._free.set()

    def play(self, pieces: Iterable[Sound]) -> None:
        if self._stopped:
            raise PlayerError("the player was stopped")
        self.played.append(list(pieces))
        self.begun.set()
        self._free.wait(10)
        if self._faults:
            raise self._faults.pop(0)

    def release(self) -> None:
        self._free.set()

    def hush(self) -> None:
        """What is held ends as a killed player does."""
        if self._held:
            self._faults = [PlayerError("hushed")]
            self._free.set()

    def stop(self) -> None:
        self._stopped = True
        self._free.set()
