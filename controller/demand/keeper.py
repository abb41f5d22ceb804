"""Has the forecast made anew each morning and after each closing, in a child process of low priority that the queue does not feel."""

import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final

from controller.demand.outlook import read_outlook
from controller.ports import Calendar, Clock

_EVERY_S: Final = 300.0
_LONGEST_S: Final = 3600.0
_LOG: Final = logging.getLogger(__name__)


class ForecastKeeper:
    """``profile`` is the controller's own, ``state`` its folder."""

    def __init__(self, profile: Path, state: Path, clock: Clock, calendar: Calendar) -> None:
        self._profile = profile
        self._state = state
        self._clock = clock
        self._calendar = calendar
        self._stop = Event()
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._run, name="forecast", daemon=True)

    def start(self) -> None:
        """Look every five minutes, first after the first five: a controller that has just started has more urgent things to do."""
        self._thread.start()

    def stop(self) -> None:
        """What is being made is left, and will be made anew."""
        self._stop.set()
        with self._lock:
            if self._child is not None:
                self._child.terminate()
        self._thread.join()

    def due(self, at: datetime) -> bool:
        """Whether the day, or what became of it, is not yet in the stored one."""
        known = read_outlook(self._state)
        if known is None or known.made_at.date() != at.date():
            return True
        closes = self._calendar(at.date()).closing(at)
        return closes is not None and known.made_at < closes <= at

    def make(self) -> bool:
        """Whether it was made; waits for the child."""
        command = [sys.executable, "-m", "controller", "forecast", "--profile", str(self._profile)]
        with self._lock:
            if self._stop.is_set():
                return False
            child = self._child = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        try:
            code = child.wait(_LONGEST_S)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            child.kill()
            child.wait()
        if code != 0 and not self._stop.is_set():
            _LOG.warning("no forecast was made: exit code %s", code)
        return code == 0

    def _run(self) -> None:
        while not self._stop.wait(_EVERY_S):
            try:
                if self.due(self._clock()):
                    self.make()
            except OSError:
                _LOG.exception("forecast")
