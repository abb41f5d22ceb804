"""A recording booth without people: a sound server whose microphone hears what is played to it, and a terminal that types."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo.sound import SoundRoom
from voice.adapters.pulse_player import PulsePlayer
from voice.core.sound import Sound

ROOT = Path(__file__).parents[2]
MICROPHONE = "booth"
SECONDS = 20.0


class Terminal:
    """``python -m controller voice ...`` as a person runs it: what stands on the screen, and keys."""

    def __init__(self, *words: str, server: str) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "controller", "voice", *words],
            cwd=ROOT,
            env={**os.environ, "PULSE_SERVER": server, "PYTHONIOENCODING": "utf-8"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)
        self.shown = ""
        self._seen = 0

    def sees(self, *words: str) -> str:
        """Wait for the first of these that comes up after what was seen before; returns it."""
        deadline = time.monotonic() + SECONDS
        while True:
            found = [(self.shown.index(one, self._seen), one) for one in words if one in self.shown[self._seen :]]
            if found:
                at, one = min(found)
                self._seen = at + len(one)
                return one
            assert self._more(deadline), f"{words} never came up:\n{self.shown}"

    def back(self, words: str) -> None:
        """These are still to be seen."""
        self._seen -= len(words)

    def types(self, line: str = "") -> None:
        os.write(self._master, f"{line}\n".encode())

    def ends(self) -> int:
        """Everything to the end, and the exit code."""
        deadline = time.monotonic() + SECONDS
        while self._more(deadline):
            pass
        return self._process.wait(SECONDS)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _more(self, deadline: float) -> bool:
        if not select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.shown += piece.decode("utf-8", "replace")
        return bool(piece)


class Booth:
    """Speaks into the microphone."""

    def __init__(self, room: SoundRoom) -> None:
        self.room = room
        self._player = PulsePlayer(MICROPHONE, room.server)

    def says(self, sound: Sound) -> None:
        self._player.play([sound])

    @contextmanager
    def terminal(self, *words: str) -> Iterator[Terminal]:
        opened = Terminal(*words, server=self.room.server)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def open_booth() -> Iterator[Booth]:
    with SoundRoom(("room", MICROPHONE)) as room:
        yield Booth(room)
