"""How every program starts and ends: log lines to standard error, signals, and an end where its rules have died."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Final

AGAIN: Final = 75
"""Exit code of a program that wants to be started again at once (EX_TEMPFAIL of sysexits.h); systemd's ``Restart=`` does it."""


def is_watched() -> bool:
    """Whether systemd has started this very process, and will start it again; systemd.exec(5), since version 248."""
    return os.environ.get("SYSTEMD_EXEC_PID") == str(os.getpid())


def log_to_stderr(program: str) -> None:
    """One line an event: time, program, level, module and words."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format=f"%(asctime)s {program} %(levelname)s %(name)s: %(message)s"
    )


def stop_on_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set; call on the main thread."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask)
    signal.signal(signal.SIGINT, ask)
    return stop


_ENDINGS = (signal.SIGTERM, signal.SIGINT)


def hold_signals() -> None:
    """Keep SIGTERM and SIGINT waiting until ``call_on_signal``; call first of all on the main thread of a window.

    For windows: a handler would run in the middle of their loop, and what is not yet built cannot be ended.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDINGS)


def call_on_signal(end: Callable[[], object]) -> None:
    """Have the signals that ``hold_signals`` holds call ``end``, on a thread of its own."""

    def wait() -> None:
        signal.sigwait(_ENDINGS)
        end()

    threading.Thread(target=wait, name="signals", daemon=True).start()


def until_broken(run: Callable[[], None], end: Callable[[], object]) -> Callable[[], None]:
    """``run`` for a thread: when it returns or fails, ``end`` closes the program, and whoever started it starts it anew.

    A window whose rules have died would go on showing what is no longer true.
    """

    def guarded() -> None:
        try:
            run()
        finally:
            end()

    return guarded
