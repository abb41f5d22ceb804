"""One running Piper: a sentence a line goes in, a WAV file each comes out of it.

The program is called and never imported: newer Pipers are under the GPL. Known command lines: piper-tts 1.2 to 1.8 (Python) and
Piper 2023 (C++); all read lines, write into ``--output_dir`` and name each file when it is whole.
"""

import os
import re
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from voice.adapters.numpy_loudness import Samples, resampled
from voice.core.sound import PEAK
from voice.ports import VoiceError

_WAV: Final = re.compile(r"[^\s\"']+\.wav")
_LONGEST_LINE: Final = 65536


class PiperProcess:
    """Runs from when it is made; raises VoiceError where the program cannot be started."""

    def __init__(self, program: str, model: Path) -> None:
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="motcua-piper-"))
        except OSError as fault:
            raise VoiceError(f"Piper has nowhere to write: {fault}") from fault
        self._said = b""
        self._latest = ""
        try:
            self._process = subprocess.Popen(
                [program, "--model", str(model), "--output_dir", str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                bufsize=0,
            )
        except OSError as fault:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise VoiceError(f"Piper cannot be started: {fault}") from fault

    def say(self, text: str, seconds: float) -> Samples:
        """Mono at RATE; raises VoiceError when it takes longer or the program ends. One caller at a time."""
        assert self._process.stdin
        deadline = time.monotonic() + seconds
        try:
            os.write(self._process.stdin.fileno(), " ".join(text.split()).encode() + b"\n")
        except OSError as fault:
            raise VoiceError(f"Piper has ended: {self._last_words()}") from fault
        path = self._named(deadline)
        try:
            samples, rate = soundfile.read(str(path), dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError) as fault:
            raise VoiceError(f"Piper wrote no sound: {fault}") from fault
        finally:
            path.unlink(missing_ok=True)
        return resampled(np.asarray(np.clip(samples.mean(axis=1), -1, 1) * PEAK, np.int16), rate)

    def end(self) -> None:
        """Leave no process, pipe or file behind; whoever waits for a sentence gets a VoiceError."""
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """After ``end``, when nobody reads any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _named(self, deadline: float) -> Path:
        """The file that the program says it wrote, whatever else it says."""
        while (line := self._line(deadline)) is not None:
            found = _WAV.search(line)
            if found and Path(found[0]).parent == self._folder:
                return Path(found[0])
        raise VoiceError(f"Piper has ended: {self._last_words()}")

    def _line(self, deadline: float) -> str | None:
        """The next line; None when the program has ended."""
        assert self._process.stdout
        pipe = self._process.stdout.fileno()
        while b"\n" not in self._said:
            if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise VoiceError("Piper does not speak in time")
            if not (piece := os.read(pipe, 4096)):
                return None
            self._said = (self._said + piece)[-_LONGEST_LINE:]
        line, _, self._said = self._said.partition(b"\n")
        self._latest = line.decode(errors="replace").strip() or self._latest
        return self._latest

    def _last_words(self) -> str:
        return self._said.decode(errors="replace").strip() or self._latest or "it said nothing"
