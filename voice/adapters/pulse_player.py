"""Sound through PulseAudio, or PipeWire in its place: one ``pacat`` process a call, never longer than it may take.

A process can be killed when a sound server hangs; a library call cannot.
"""

import os
import select
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from voice.core.sound import Sound
from voice.ports import PlayerError, PlayerStuckError

GRACE_S: Final = 3.0
"""What a player may need beyond the length of the sound: to start, to fill and to drain a slow device."""
_LATENCY_MS: Final = 500
"""Handed over ahead, so that a busy small computer does not stutter; costs no time, being less than chime and breath."""


class PulsePlayer:
    """``sink`` as ``pactl list short sinks`` names it, ``server`` as PULSE_SERVER does; empty means the user's own.

    ``latency_ms`` is handed over ahead: so long a sound may go on after ``hush``.
    """

    def __init__(
        self, sink: str = "", server: str = "", grace_s: float = GRACE_S, latency_ms: int = _LATENCY_MS
    ) -> None:
        self._options = [f"--device={sink}"] * bool(sink) + [f"--server={server}"] * bool(server)
        self._options.append(f"--latency-msec={latency_ms}")
        self._grace_s = grace_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def play(self, pieces: Iterable[Sound]) -> None:
        """Play the pieces without a gap; returns when the last has sounded, raises PlayerError."""
        each = iter(pieces)
        first = next(each, None)
        if first is None:
            return
        process = self._start(first.rate)
        try:
            self._see_through(process, chain([first], each))
        finally:
            _end(process)

    def _see_through(self, process: subprocess.Popen[bytes], pieces: Iterator[Sound]) -> None:
        try:
            deadline = _feed(process, pieces, self._grace_s)
            code = process.wait(max(0.0, deadline - time.monotonic()))
        except (subprocess.TimeoutExpired, TimeoutError) as fault:
            raise PlayerStuckError(f"pacat took {self._grace_s} s longer than the sound") from fault
        except OSError as fault:
            raise PlayerError(f"pacat stopped: {_last_words(process)}") from fault
        if code:
            raise PlayerError(f"pacat stopped: {_last_words(process)}")

    def hush(self) -> None:
        """Silence what is playing, whose ``play`` raises PlayerError; the next one is heard. From any thread."""
        with self._lock:
            if self._process:
                self._process.kill()

    def stop(self) -> None:
        """Silence what is playing and play nothing more; from any thread."""
        with self._lock:
            self._stopped = True
            if self._process:
                self._process.kill()

    def _start(self, rate: int) -> subprocess.Popen[bytes]:
        command = [
            *("pacat", "--playback", "--raw", "--format=s16le", "--channels=1", f"--rate={rate}"),
            *("--client-name=motcua", "--stream-name=announcement", *self._options),
        ]
        with self._lock:
            if self._stopped:
                raise PlayerError("the player was stopped")
            try:
                self._process = subprocess.Popen(
                    command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, bufsize=0
                )
            except OSError as fault:
                raise PlayerError(f"pacat cannot be started: {fault}") from fault
            return self._process


def _feed(process: subprocess.Popen[bytes], pieces: Iterator[Sound], grace_s: float) -> float:
    """Hand everything over; returns the time by which it must have sounded. Raises OSError, TimeoutError being one.

    Waiting for a piece in the making is not held against the player.
    """
    assert process.stdin
    pipe = process.stdin.fileno()
    os.set_blocking(pipe, False)
    deadline = 0.0
    for piece in pieces:
        deadline = max(deadline, time.monotonic() + grace_s) + piece.seconds
        left = memoryview(piece.pcm)
        while left:
            if not select.select([], [pipe], [], max(0.0, deadline - time.monotonic()))[1]:
                raise TimeoutError
            left = left[os.write(pipe, left) :]
    process.stdin.close()
    return deadline


def _last_words(process: subprocess.Popen[bytes]) -> str:
    """The last line of what a player complained about when it ended, for the log."""
    process.kill()
    process.wait()
    assert process.stderr
    lines = process.stderr.read().decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), f"exit code {process.returncode}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave neither process nor pipe behind."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stderr):
        if pipe:
            pipe.close()
