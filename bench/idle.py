"""``idle``: memory and processor time of the kiosk when nobody is there, against a bare Kivy window, in turns."""

import os
import time
from pathlib import Path
from statistics import median
from typing import Final

from bench.pixels import WatchedScreen
from bench.start import bare_window, hall_with_kiosk, kiosk
from bench.table import Row

_TURNS: Final = 3
_SETTLE_S: Final = 5.0
_WATCH_S: Final = 20.0
_WAIT_S: Final = 20.0
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def measure() -> list[Row]:
    """About three minutes."""
    bare: list[tuple[float, float]] = []
    ours: list[tuple[float, float]] = []
    with hall_with_kiosk() as (hall, screen):
        for _ in range(_TURNS):
            with bare_window(screen) as program:
                bare.append(watch(program.pid, screen))
            screen.wait_picture(_WAIT_S, gone=True)
            with kiosk(hall) as program:
                ours.append(watch(program.pid, screen))
            screen.wait_picture(_WAIT_S, gone=True)
    (memory, cpu), (memory_there, cpu_there) = (
        (median(one for one, _ in each), median(one for _, one in each)) for each in (ours, bare)
    )
    return [
        Row("idle kiosk's memory beyond a bare window", round(memory - memory_there, 1), "MB", 60.0,
            f"bare Kivy window, MB: {memory_there:.1f}"),
        Row("idle kiosk's memory", round(memory, 1), "MB"),
        Row("idle kiosk's processor time beyond a bare window", round(cpu - cpu_there, 2), "points", 1.0,
            f"bare Kivy window, % of one core: {cpu_there:.2f}"),
        Row("idle kiosk's processor time", round(cpu, 2), "%"),
    ]  # fmt: skip


def watch(process: int, screen: WatchedScreen) -> tuple[float, float]:
    """Resident megabytes at the end, and percent of one core over the time watched; all threads."""
    screen.wait_picture(_WAIT_S)
    time.sleep(_SETTLE_S)
    before = processor_seconds(process)
    time.sleep(_WATCH_S)
    return _resident(process), (processor_seconds(process) - before) / _WATCH_S * 100


def processor_seconds(process: int) -> float:
    """Of all threads so far."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS  # utime and stime, fields 14 and 15 (proc(5))


def _resident(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
