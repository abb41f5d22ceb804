"""Writes a summary in a child process of low priority, so that neither the queue nor the pages wait for figures and paper."""

import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Final

from controller.core.due import Due, Rhythm

_LONGEST_S: Final = 3600.0
"""A journal of many years is read once, by whoever comes first."""
_NOTHING_TO_SAY: Final = 3


class SummaryWriter:
    """For the controller whose profile lies at ``profile``."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ended = False

    def write(self, due: Due, to: Path) -> bool:
        """Whether there was anything to write; raises OSError where it was not written."""
        weekly = ["--week"] if due.rhythm is Rhythm.WEEKLY else []
        given = ["--profile", str(self._profile), "--day", due.since.isoformat(), *weekly, "--to", str(to)]
        with self._lock:
            if self._ended:
                raise InterruptedError("the controller is ending")
            child = self._child = subprocess.Popen([sys.executable, "-m", "controller", "summary", *given])
        try:
            code = child.wait(_LONGEST_S)
        except subprocess.TimeoutExpired as fault:
            raise TimeoutError(f"the summary {due.name} takes too long") from fault
        finally:
            child.kill()
            child.wait()
        if code not in {0, _NOTHING_TO_SAY}:
            raise ChildProcessError(f"the summary {due.name} was not written: exit code {code}")
        return code == 0

    def end(self) -> None:
        """What is being written is left, and will be written anew."""
        with self._lock:
            self._ended = True
            if self._child is not None:
                self._child.terminate()
