"""``start``: from starting the kiosk's program to its first frame, against a bare Kivy window, in turns."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
    with hall_with_kiosk() as (hall, screen):
        for turn in range(_TIMES + 1):
            window = start_window(screen)
            window_s, kiosk_s = first_frame(window), _kiosk_start(hall)
            if turn:  # the first one reads everything from the disk
                bare.append(window_s)
                ours.append(kiosk_s)
    here, there = median(ours) * 1000, median(bare) * 1000
    return [
        times_floor("start of the kiosk to its first frame, p50", here, there, 1.5, "bare Kivy window, ms"),
        Row("start of the kiosk to its first frame, p50", round(here, 1), "ms"),
        Row("start of the kiosk to its first frame, slowest", round(max(ours) * 1000, 1), "ms"),
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


class Window:
    """The bare window's process."""

    def __init__(self, process: "subprocess.Popen[str]", started: float) -> None:
        self.process, self.started = process, started


def start_window(screen: WatchedScreen) -> Window:
    """Start ``bench.window``."""
    started = time.monotonic()
    command = [sys.executable, "-m", "bench.window"]
    return Window(
        subprocess.Popen(command, cwd=_ROOT, env=dict(screen.env), stdout=subprocess.PIPE, text=True), started
    )


def first_frame(window: Window) -> float:
    """Seconds; the window is closed afterwards."""
    assert window.process.stdout
    with window.process as process:
        told = window.process.stdout.readline()
        process.kill()
    return float(told) - window.started


def _kiosk_start(hall: Hall) -> float:
    """Seconds from the start of the process to the first frame in its trace."""
    device = hall.device(Role.KIOSK)
    started = time.monotonic()
    hall.start_device(device)
    trace = hall.traces[device.id]
    trace.wait("Home", _WAIT_S)
    hall.kill(device.id)
    return trace.seen[0].at / 1000 - started
