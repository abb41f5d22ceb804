"""A room with a loudspeaker and an ear: a private sound server whose null sink is recorded, for machines with no sound card.

``available`` tells whether the machine has a sound server of its own, so that people in the room can hear the calls.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from demo.child import tied

RATE: Final = 22050
"""Samples a second of everything recorded."""

Samples = NDArray[np.int16]
_SINK: Final = "room"
_START_S: Final = 10.0
_STOP_S: Final = 3.0
_PIECE: Final = 256
_SOFT: Final = 30


def available() -> bool:
    """Whether this user's sound server (PulseAudio or PipeWire's) answers; starts none."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"))
    if not os.environ.get("PULSE_SERVER") and not (runtime / "pulse" / "native").is_socket():
        return False
    try:
        return subprocess.run(["pactl", "info"], capture_output=True, timeout=2, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


class SoundRoom:
    """A private PulseAudio with null sinks, each as wide as a sound card's, the first the default; use it as a context manager.

    The sinks never rewind: what one takes back, its monitor has already given out, and a recording slips by 20 ms.

    Works for root in a container and for any user; touches no hardware and nobody's settings. ``start`` raises OSError
    where PulseAudio is not installed and TimeoutError where it does not answer.
    """

    def __init__(self, sinks: Sequence[str] = (_SINK,)) -> None:
        self._sinks = sinks
        self._folder: Path | None = None
        self._daemon: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> str:
        """Address of the sound server, as PULSE_SERVER and ``--server`` take it."""
        return f"unix:{self._home / 'native'}"

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to be heard in this room."""
        return {"PULSE_SERVER": self.server}

    @property
    def pid(self) -> int | None:
        """Process id of the running sound server."""
        return self._daemon.pid if self._daemon else None

    @property
    def _home(self) -> Path:
        if self._folder is None:  # short, because an address of a socket holds 107 bytes
            self._folder = Path(tempfile.mkdtemp(prefix="motcua-sound-"))
        return self._folder

    def start(self) -> None:
        """Return when the sound server takes connections; also after a ``silence``."""
        home = self._home
        self._daemon = subprocess.Popen(
            tied(
                [
                    *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no"),
                    *("--exit-idle-time=-1", "--log-level=error"),
                    *(
                        word
                        for sink in self._sinks
                        for word in ("-L", f"module-null-sink sink_name={sink} rate=48000 channels=2 norewinds=1")
                    ),
                    *("-L", f"module-native-protocol-unix auth-anonymous=1 socket={home / 'native'}"),
                ]
            ),
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "DBUS_"))},
                **{name: str(home) for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _START_S
        while not self._answers():
            if self._daemon.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise TimeoutError("the private sound server does not start")
            time.sleep(0.01)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._home / "native")) == 0

    def silence(self) -> None:
        """Kill the sound server as a crash would; ``start`` brings it back at the same address."""
        if self._daemon:
            self._daemon.kill()
            self._daemon.wait(_STOP_S)
            self._daemon = None
        (self._home / "native").unlink(missing_ok=True)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """The sound server neither answers nor dies, as with a stuck device."""
        assert self._daemon
        self._daemon.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._daemon.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """End the sound server and remove what it left."""
        if self._daemon:
            self._daemon.terminate()
            try:
                self._daemon.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self.silence()
            self._daemon = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def record(self, sink: str = "") -> "Recording":
        """An ear at a sink, the first where none is named, to be used as a context manager."""
        return Recording(f"{sink or self._sinks[0]}.monitor", self.server)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class Recording:
    """What a sound server plays, as int16 samples at RATE, mono, kept from ``start`` to ``stop``.

    ``source`` and ``server`` as PulseAudio names them; the defaults record the machine's own loudspeaker.
    """

    def __init__(self, source: str = "@DEFAULT_MONITOR@", server: str = "") -> None:
        self._command = [
            *("parec", "--raw", "--latency-msec=20", f"--rate={RATE}", "--channels=1", "--format=s16le"),
            *(f"--device={source}", *([f"--server={server}"] if server else [])),
        ]
        self._heard = bytearray()
        self._more = threading.Condition()
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._arrivals: list[tuple[int, float]] = []

    def start(self) -> None:
        """Return when the first samples have arrived, else raise TimeoutError."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0)
        self._listener = threading.Thread(target=self._listen, name="recording", daemon=True)
        self._listener.start()
        if not self.wait_for(lambda samples: len(samples) > 0, _START_S):
            self.stop()
            raise TimeoutError("the sound server lets nobody record")

    def _listen(self) -> None:
        assert self._process
        assert self._process.stdout
        while piece := self._process.stdout.read(65536):
            with self._more:
                self._heard += piece
                self._arrivals.append((len(self._heard) // 2, time.monotonic()))
                self._more.notify_all()

    def samples(self) -> Samples:
        """Everything recorded so far."""
        with self._more:
            return self._copy()

    def wait_for(self, heard: Callable[[Samples], bool], seconds: float) -> bool:
        """Wait until ``heard`` says yes to the samples so far; False if it did not in time."""
        with self._more:
            return self._more.wait_for(lambda: heard(self._copy()), seconds)

    def heard_at(self, sample: int) -> float:
        """``time.monotonic`` when a sample, by its index, arrived here: up to 20 ms after it was played."""
        with self._more:
            return next(at for end, at in self._arrivals if sample < end)

    def sample_at(self, moment: float) -> int:
        """The index of the first sample that arrived at or after a moment of ``time.monotonic``."""
        with self._more:
            return next((end for end, at in self._arrivals if at >= moment), len(self._heard) // 2)

    def _copy(self) -> Samples:
        return np.frombuffer(bytes(self._heard[: len(self._heard) // 2 * 2]), np.int16)

    def stop(self) -> Samples:
        """End the recording and return it."""
        if self._process and self._listener:
            self._process.terminate()
            self._process.wait(_STOP_S)
            self._listener.join(_STOP_S)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None
        return self.samples()

    def save(self, path: Path) -> None:
        """Write what was recorded as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(self.samples().tobytes())

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def likeness(heard: Samples, expected: Samples) -> tuple[float, int]:
    """Normalised cross-correlation at its best shift, and that shift in samples; what is 30 times softer is silence."""
    size = 1 << (len(heard) + len(expected)).bit_length()
    one, other = (np.fft.rfft(part.astype(float), size) for part in (heard, expected))
    products = np.fft.irfft(one * other.conj(), size)[: len(heard)]
    energy = np.concatenate([[0.0], np.cumsum(heard.astype(float) ** 2)])
    ends = np.minimum(np.arange(len(heard)) + len(expected), len(heard))
    loudness = np.sqrt(np.maximum(0.0, energy[ends] - energy[:-1]))
    whole = float(np.linalg.norm(expected.astype(float)))
    likes = products / whole / np.maximum(loudness, whole / _SOFT)
    shift = int(likes.argmax())
    return float(likes[shift]), shift


def spoken_parts(samples: Samples, gap_s: float, threshold: int = 100) -> list[tuple[int, int]]:
    """First and one-past-last sample of each stretch of sound; silences shorter than ``gap_s`` belong to a stretch."""
    whole = len(samples) // _PIECE * _PIECE
    highest = np.abs(samples[:whole].astype(np.int32)).reshape(-1, _PIECE).max(axis=1, initial=0)
    loud = [int(piece) * _PIECE for piece in np.flatnonzero(highest > threshold)]
    parts: list[tuple[int, int]] = []
    for start in loud:
        if parts and start - parts[-1][1] < gap_s * RATE:
            parts[-1] = (parts[-1][0], start + _PIECE)
        else:
            parts.append((start, start + _PIECE))
    return parts
