"""``start``: from starting the kiosk's program to its first frame, against a bare Kivy window, in turns."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench.pixels import WatchedScreen
from bench.table import Row, times_floor
from bench.tap import SITE
from contract.topics import Role
from demo.hall import Hall
from firmware_config.site_file import read_site

_TIMES: Final = 9
_WAIT_S: Final = 20.0
_ROOT: Final = Path(__file__).parent.parent


def measure() -> list[Row]:
    """Under a minute."""
    bare: list[float] = []
    ours: list[float] = []
    useful: list[float] = []
    with hall_with_kiosk() as (hall, screen):
        device = hall.device(Role.KIOSK)
        for turn in range(_TIMES + 1):
            with bare_window(screen) as window:
                there = screen.wait_picture(_WAIT_S) - window.started
            screen.wait_picture(_WAIT_S, gone=True)
            with kiosk(hall) as program:
                here = screen.wait_picture(_WAIT_S) - program.started
                hall.traces[device.id].where(f"field:{hall.site.fields[0].id}", _WAIT_S)
                ready = hall.traces[device.id].seen[-1].at / 1000 - program.started
            screen.wait_picture(_WAIT_S, gone=True)
            if turn:  # the first one reads everything from the disk
                bare, ours, useful = [*bare, there], [*ours, here], [*useful, ready]
    here, there = median(ours) * 1000, median(bare) * 1000
    return [
        times_floor("start of the kiosk to its first frame, p50", here, there, 1.5, "bare Kivy window, ms"),
        Row("start of the kiosk to its first frame, p50", round(here, 1), "ms"),
        Row("start of the kiosk to its first frame, slowest", round(max(ours) * 1000, 1), "ms"),
        Row("start of the kiosk to fields that can be tapped, p50", round(median(useful) * 1000, 1), "ms"),
    ]


@contextmanager
def hall_with_kiosk() -> Iterator[tuple[Hall, WatchedScreen]]:
    """A hall at work, its kiosk not started yet, and the kiosk's screen."""
    site = read_site(SITE)
    kiosk = next(one for one in site.devices if one.role is Role.KIOSK)
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, WatchedScreen(kiosk.screen) as screen:
        hall = Hall(site, Path(folder), {})
        try:
            hall.start()
            hall.environments = {kiosk.id: screen.env}
            yield hall, screen
        finally:
            hall.stop()


@dataclass(frozen=True, slots=True)
class Program:
    """A running process and the ``time.monotonic`` it was started at."""

    pid: int
    started: float


@contextmanager
def bare_window(screen: WatchedScreen, module: str = "bench.window") -> Iterator[Program]:
    """A window with nothing of ours, until the block ends."""
    command = [sys.executable, "-m", module]
    started = time.monotonic()
    with subprocess.Popen(command, cwd=_ROOT, env=dict(screen.env), stdin=subprocess.DEVNULL) as process:
        try:
            yield Program(process.pid, started)
        finally:
            process.kill()


@contextmanager
def kiosk(hall: Hall) -> Iterator[Program]:
    """The hall's kiosk, until the block ends."""
    device = hall.device(Role.KIOSK)
    started = time.monotonic()
    hall.start_device(device)
    try:
        yield Program(hall.pid(device.id), started)
    finally:
        hall.kill(device.id)
