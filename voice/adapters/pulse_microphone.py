"""Sound from a microphone through PulseAudio, or PipeWire in its place: one ``parec`` process a take, as ``PulsePlayer`` plays."""

import os
import select
import subprocess
from collections.abc import Callable
from typing import Final

from voice.core.sound import RATE, Sound
from voice.ports import MicrophoneError

_START_S: Final = 5.0
"""A sound card that sleeps wakes within this, or not at all."""
_SETTLE: Final = 2 * round(0.15 * RATE)
"""Bytes left out at the beginning: many microphones click when they are switched on."""
_JUDGED: Final = 2 * round(0.1 * RATE)
"""Bytes after which it is looked again whether enough was said."""
_LATENCY_MS: Final = 20


class PulseMicrophone:
    """``source`` as ``pactl list short sources`` names it, ``server`` as PULSE_SERVER does; empty means the user's own."""

    def __init__(self, source: str = "", server: str = "") -> None:
        self._command = [
            *("parec", "--raw", "--format=s16le", "--channels=1", f"--rate={RATE}", f"--latency-msec={_LATENCY_MS}"),
            *("--client-name=motcua", "--stream-name=voice pack"),
            *[f"--device={source}"] * bool(source),
            *[f"--server={server}"] * bool(server),
        ]

    def record(self, ready: Callable[[], None], enough: Callable[[Sound], bool], seconds: float) -> Sound:
        """As the port says."""
        try:
            process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
            )
        except OSError as fault:
            raise MicrophoneError(f"parec cannot be started: {fault}") from fault
        try:
            return _heard(process, ready, enough, seconds)
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdout, process.stderr):
                if pipe:
                    pipe.close()


def _heard(
    process: subprocess.Popen[bytes], ready: Callable[[], None], enough: Callable[[Sound], bool], seconds: float
) -> Sound:
    pcm = bytearray()
    while len(pcm) < _SETTLE:
        pcm += _piece(process, _START_S)
    del pcm[:_SETTLE]
    ready()
    judged = 0
    while _sound(pcm).seconds < seconds:  # of sound, whatever else the machine has to do
        pcm += _piece(process, _START_S)
        if len(pcm) - judged < _JUDGED:
            continue
        judged = len(pcm)
        if enough(_sound(pcm)):
            break
    return _sound(pcm)


def _sound(pcm: bytearray) -> Sound:
    return Sound(RATE, bytes(pcm[: len(pcm) // 2 * 2]))


def _piece(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The next bytes, of which a sample may be only half."""
    assert process.stdout
    assert process.stderr
    pipe = process.stdout.fileno()
    if not select.select([pipe], [], [], seconds)[0]:
        raise MicrophoneError("nothing comes from the microphone")
    if not (piece := os.read(pipe, 65536)):
        process.wait()
        raise MicrophoneError(f"parec stopped: {process.stderr.read().decode(errors='replace').strip()}")
    return piece
