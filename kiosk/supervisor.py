"""A small process above the window, which starts it again whenever it dies or stands still.

The window is forked from it, so that a new one needs no new interpreter; whoever ends the supervisor ends both.
"""

import contextlib
import ctypes
import faulthandler
import logging
import os
import resource
import signal
import sys
import time
from dataclasses import dataclass, field
from typing import Final

from contract.alive import tell_alive, tell_ready
from kiosk.core.restarts import after_death

_LOG: Final = logging.getLogger(__name__)

BEAT_S: Final = 1.0
"""The window tells so often that its loop turns, in seconds."""
STILL_S: Final = 5.0
"""A window that has not been heard for so long stands still."""
_BIRTH_S: Final = 30.0
"""Until the first beat of a window: a slow disk is no death."""
_LAST_WORDS_S: Final = 0.5
_END_S: Final = 4.0
_ENDINGS: Final = (signal.SIGTERM, signal.SIGINT)
_HEARD: Final = (*_ENDINGS, signal.SIGCHLD)
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_DUMPABLE: Final = 4


class Heart:
    """The window's side; None: nobody listens."""

    def __init__(self, pipe: int | None = None) -> None:
        self._pipe = pipe

    def beat(self) -> None:
        """The window's loop turns. Never waits."""
        if self._pipe is not None:
            with contextlib.suppress(BlockingIOError, BrokenPipeError):
                os.write(self._pipe, b".")


@dataclass(slots=True)
class _Window:
    """A window's process as its supervisor sees it; times by ``time.monotonic``."""

    process: int
    pipe: int
    patience: float
    began: float = field(default_factory=time.monotonic)
    heard: float | None = None

    def listen(self) -> None:
        """Take what its heart has said since the last look."""
        with contextlib.suppress(BlockingIOError):
            if os.read(self.pipe, 4096):
                self.heard = time.monotonic()

    def still(self) -> bool:
        """Whether it has been silent for too long."""
        self.listen()
        if self.heard is None:
            return time.monotonic() - self.began > _BIRTH_S
        return time.monotonic() - self.heard > self.patience

    def death(self) -> str | None:
        """How it died; None while it lives."""
        process, status = os.waitpid(self.process, os.WNOHANG)
        if not process:
            return None
        code = os.waitstatus_to_exitcode(status)
        return f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"

    def wait(self, seconds: float) -> str | None:
        """Its death, if it comes in time."""
        until = time.monotonic() + seconds
        while (death := self.death()) is None and (left := until - time.monotonic()) > 0:
            signal.sigtimedwait((signal.SIGCHLD,), left)
        return death

    def kill(self, *signals: signal.Signals) -> str:
        """One signal after the other until it is dead, SIGKILL at last; how it died."""
        for number in signals:
            os.kill(self.process, number)
            if death := self.wait(_END_S if number == signal.SIGTERM else _LAST_WORDS_S):
                return death
        os.kill(self.process, signal.SIGKILL)
        return self.wait(_END_S) or "not at all"


def supervise(patience: float = STILL_S) -> Heart:
    """Fork, and return in the window's process alone, in every new one again.

    ``patience``: seconds without a beat after which a window is killed. The supervisor itself stays here until SIGTERM or SIGINT, then ends the window and raises SystemExit. Call while the
    process has one thread, with ``contract.process.hold_signals`` done. Where systemd waits for it, it says that it is
    ready and lives (sd_notify(3): ``Type=notify``, ``WatchdogSec=``, ``NotifyAccess=main``).
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
    quick = 0
    while True:
        born = _fork(patience)
        if isinstance(born, Heart):
            return born
        _LOG.info("the window runs as process %d", born.process)
        death = _watch(born)
        os.close(born.pipe)
        lived = time.monotonic() - born.began
        quick, pause = after_death(quick, lived)
        _LOG.error("the window died %s after %.1f s; the next one starts in %.0f s", death, lived, pause)
        _rest(pause)


def _fork(patience: float) -> Heart | _Window:
    hear, say = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    parent = os.getpid()
    process = os.fork()
    if process:
        os.close(say)
        return _Window(process, hear, patience)
    os.close(hear)
    _die_with(parent)
    _leave_no_memory()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGCHLD,))
    faulthandler.enable()
    return Heart(say)


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent is gone: prctl(2), PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _leave_no_memory() -> None:
    """When it dies nothing writes down what it held, such as the file of a citizen: core(5); prctl(2), PR_SET_DUMPABLE.

    Without a limit a file would stand in its folder; without the other, one in systemd's, whatever the limit is.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _watch(window: _Window) -> str:
    """How the window died, or was killed where it stood still."""
    ready = False
    while (death := window.death()) is None:
        told = signal.sigtimedwait(_HEARD, BEAT_S)
        if told and told.si_signo in _ENDINGS:
            _LOG.info("told to end; the window ended %s", window.kill(signal.SIGTERM))
            sys.exit(0)
        if window.still():
            _LOG.error("the window has stood still for %.0f s and is ended", window.patience)
            return window.kill(signal.SIGABRT)  # faulthandler writes where it stood, if it still can
        if window.heard and not ready:
            ready = True
            tell_ready()
        tell_alive()
    return death


def _rest(pause: float) -> None:
    """Until the next start, unless told to end."""
    until = time.monotonic() + pause
    while (left := until - time.monotonic()) > 0:
        told = signal.sigtimedwait(_ENDINGS, min(left, BEAT_S))
        if told:
            sys.exit(0)
        tell_alive()
