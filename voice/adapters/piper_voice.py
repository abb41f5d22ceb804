"""Piper, a neural voice, where the office has the program and a voice file; it stays up, since to start takes it a second or more."""

import logging
import threading
from functools import lru_cache
from pathlib import Path
from typing import Final

from voice.adapters.numpy_loudness import levelled
from voice.adapters.piper_process import PiperProcess
from voice.core.sound import RATE, Sound
from voice.ports import VoiceError

DEADLINE_S: Final = 4.0
"""For one sentence of a program that is up; a call waits no longer for its words."""
START_S: Final = 30.0
"""Until the first sentence is made, on a small computer."""
REST_S: Final = 60.0
"""After a failure it is not tried again so soon."""
_WARM_UP: Final = "a"
_KEPT: Final = 32
_LOG: Final = logging.getLogger(__name__)


class PiperVoice:
    """``model``: the ``.onnx`` file, with its ``.onnx.json`` beside it; ``program``: name or path of Piper.

    ``start`` and ``stop`` go around its use. Until the program is up, and while it rests after a failure, a sentence is refused
    at once, so that the next voice says it and no call waits. Latest sentences are kept, as the port says.
    """

    def __init__(
        self, model: Path, program: str = "piper", deadline_s: float = DEADLINE_S, rest_s: float = REST_S
    ) -> None:
        self._model = model
        self._program = program
        self._deadline_s = deadline_s
        self._rest_s = rest_s
        self._speaking = threading.Lock()
        self._changed = threading.Condition()
        self._process: PiperProcess | None = None
        self._ready = False
        self._stopped = False
        self._thread = threading.Thread(target=self._keep_up, name="piper", daemon=True)
        self._kept = lru_cache(_KEPT)(self._speak)

    def start(self) -> None:
        """Bring the program up in the background, and again after each failure."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether it is up within ``seconds``."""
        with self._changed:
            return self._changed.wait_for(lambda: self._ready, seconds)

    def stop(self) -> None:
        """End the program; nothing is spoken any more."""
        with self._changed:
            self._stopped = True
            self._ready = False
            if self._process:
                self._process.end()
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def render(self, text: str) -> Sound:
        """Speak ``text`` at RATE, levelled; raises VoiceError."""
        return self._kept(text)

    def _speak(self, text: str) -> Sound:
        with self._speaking:
            with self._changed:
                process = self._process if self._ready else None
            if process is None:
                raise VoiceError("Piper is not up")
            try:
                samples = levelled(process.say(text, self._deadline_s))
            except VoiceError:
                with self._changed:
                    self._ready = False
                    self._changed.notify_all()
                raise
        if not len(samples):
            raise VoiceError("Piper said nothing")
        return Sound(RATE, samples.tobytes())

    def _keep_up(self) -> None:
        while not self._stopped:
            try:
                self._see_through()
            except VoiceError as fault:
                _LOG.warning("%s", fault)
            with self._changed:
                self._changed.wait_for(lambda: self._stopped, self._rest_s)

    def _see_through(self) -> None:
        """One life of the program, from its start to a failure or to the end of all."""
        process = PiperProcess(self._program, self._model)
        try:
            with self._changed:
                if self._stopped:
                    return
                self._process = process
            process.say(_WARM_UP, START_S)
            with self._changed:
                self._ready = not self._stopped
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._ready)
        finally:
            with self._changed:
                self._process = None
            process.end()
            with self._speaking:  # whoever waits for a sentence has got an error by now
                process.close()
