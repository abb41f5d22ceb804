"""Calls that know no deadline, given one: on a thread that is left behind, or in a process that is ended."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

_T = TypeVar("_T")


class TooLateError(Exception):
    """It was not done in time."""


def left(until: float) -> float:
    """Seconds until a moment of ``time.monotonic``, never below a millisecond."""
    return max(0.001, until - time.monotonic())


def in_time(call: Callable[[], _T], until: float) -> _T:
    """What ``call`` gives or raises; TooLateError where it is not back in time, and its thread is left to itself."""
    given: list[_T] = []
    raised: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            given.append(call())
        except Exception as fault:  # noqa: BLE001  # handed to whoever asked
            raised.append(fault)
        done.set()

    threading.Thread(target=run, daemon=True).start()
    if not done.wait(left(until)):
        raise TooLateError
    if raised:
        raise raised[0]
    return given[0]


def said_by(
    command: Sequence[str],
    until: float,
    environment: Mapping[str, str] | None = None,
    owner: tuple[int, int] | None = None,
    typed: str = "",
) -> tuple[int, str, str]:
    """Exit code, output and complaints of a program, in plain English whatever the machine's language.

    ``owner``: user and group to run it as, which root alone can ask for. ``typed``: what it reads, for on the command line all may see it.
    Raises FileNotFoundError where it is not installed, TooLateError where it hangs; it is ended then.
    """
    plain = {**(environment if environment is not None else os.environ), "LC_ALL": "C.UTF-8"}
    other: dict[str, Any] = {"user": owner[0], "group": owner[1], "extra_groups": []} if owner else {}
    try:
        done = subprocess.run(
            command, capture_output=True, input=typed.encode(), timeout=left(until), env=plain, check=False, **other
        )
    except subprocess.TimeoutExpired as fault:
        raise TooLateError from fault
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
