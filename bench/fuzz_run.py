"""One target of the fuzzing, so many cases long: what raised that should not have, what took too long, and how much memory grew."""

import gc
import logging
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import FrameType
from typing import Final

Case = Callable[[Random], object]
"""Makes one input by chance, gives it to the target, and swallows only the refusals that the target's docstring promises."""
LIMIT_S: Final = 5.0
"""A case that works longer hangs."""
_ASLEEP: Final = 3
"""One that does not work hangs after so many times as long: what a host takes from its virtual machines is told nowhere, and looks like sleep."""
_LEAST_S: Final = 0.01
_LOOKS: Final = 20
_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class Target:
    """``begin`` is given an empty folder; ``cases``: of the whole million, ``few``: of the tests."""

    name: str
    begin: Callable[[Path], Case]
    cases: int
    few: int


@dataclass(slots=True)
class Outcome:
    """``grown_mb``: of the process, from a fifth of the cases on. ``told``: the first faults, with the number of their case."""

    name: str
    cases: int = 0
    crashes: int = 0
    hangs: int = 0
    grown_mb: float = 0.0
    seconds: float = 0.0
    told: list[str] = field(default_factory=list)


class HangError(BaseException):
    """A case took too long; no Exception, so that nobody who is fuzzed catches it."""


def run(target: Target, folder: Path, seed: int, cases: int, until_s: float = float("inf")) -> Outcome:
    """In this process, on its main thread; ends early, with fewer cases, after ``until_s`` seconds."""
    outcome = Outcome(target.name)
    begun = time.monotonic()
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    alarm = _Alarm()
    before = signal.signal(signal.SIGALRM, alarm.ring)
    low: float | None = None
    try:
        case = target.begin(folder)
        for number in range(cases):
            _one(case, seed, number, outcome, alarm)
            if number % max(500, cases // _LOOKS) == 0:
                gc.collect()
                now = resident_mb()
                low = now if low is None and number >= cases // 5 else low
                outcome.grown_mb = max(outcome.grown_mb, 0.0 if low is None else now - low)
                if time.monotonic() - begun > until_s:
                    break
    finally:
        alarm.stop()
        signal.signal(signal.SIGALRM, before)
        logging.disable(level)
    outcome.seconds = time.monotonic() - begun
    return outcome


def _one(case: Case, seed: int, number: int, outcome: Outcome, alarm: "_Alarm") -> None:
    outcome.cases += 1
    try:
        alarm.set()
        try:
            case(Random(seed * 2**32 + number))
        finally:
            alarm.stop()  # what is done between two cases is no case's
    except HangError:
        outcome.hangs += 1
        _tell(outcome, f"case {number} hangs: {traceback.format_exc(-3)}")
    except Exception:  # noqa: BLE001 - that is what is looked for
        outcome.crashes += 1
        _tell(outcome, f"case {number}: {traceback.format_exc()}")


def _tell(outcome: Outcome, words: str) -> None:
    if len(outcome.told) < _TOLD:
        outcome.told.append(words)


class _Alarm:
    """Rings when a case has had its time: worked or slept, but not waited for a processor on a busy machine."""

    def set(self) -> None:
        """For the case that begins now."""
        self._begun, self._worked, self._waited = time.monotonic(), time.thread_time(), _waited_s()
        signal.setitimer(signal.ITIMER_REAL, LIMIT_S)

    def stop(self) -> None:
        """The case has ended."""
        signal.setitimer(signal.ITIMER_REAL, 0)

    def ring(self, _signal: int, _frame: FrameType | None) -> None:
        """Handler of SIGALRM; raises HangError in the case."""
        had = time.monotonic() - self._begun - (_waited_s() - self._waited)
        left = min(LIMIT_S - (time.thread_time() - self._worked), _ASLEEP * LIMIT_S - had)
        if left <= 0:
            raise HangError
        signal.setitimer(signal.ITIMER_REAL, max(left, _LEAST_S))


def _waited_s() -> float:
    """For how long this process's main thread has been ready and not run (Linux, scheduler/sched-stats.rst)."""
    return int(Path("/proc/self/schedstat").read_text("ascii").split()[1]) / 1e9


def resident_mb() -> float:
    """Of this process, now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6
