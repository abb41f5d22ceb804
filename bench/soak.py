"""``soak``: memory and processor time of the kiosk through thousands of visits, against a bare Kivy window of two screens.

Visits are compressed: each takes as long as the screens do. The bare window is touched as well before it is weighed.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression
from typing import Final

import msgspec

from bench.finger import Finger
from bench.idle import processor_seconds
from bench.pixels import WatchedScreen
from bench.soak_visitor import Visitors
from bench.start import bare_window, hall_with_kiosk
from bench.table import Row
from bench.two_screens import BUTTON
from contract.profile import write_profile
from contract.topics import Role
from demo.hall import Hall
from demo.screen import TraceReader

_LOOK_EACH: Final = 10
_BARE_TOUCHES: Final = 100
_WARM_UP: Final = 0.2
"""The first visits fill caches and build screens; the trend is taken over the others."""
_TREND_MB: Final = 1.0
"""Megabytes in a thousand visits that are no trend: a kiosk has a few hundred a day, and is switched off at night."""
_SETTLE_S: Final = 5.0
_WATCH_S: Final = 20.0
_WAIT_S: Final = 20.0
_AGAIN_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a process after ``visits``, in megabytes: what is resident, and what of it is of no file (proc(5), smaps).

    A program grows in the latter; its fair part of the former changes with what else runs on the machine.
    """

    visits: int
    resident: float
    anonymous: float


def measure(visits: int) -> list[Row]:
    """About a quarter of an hour for 2,000 visits."""
    with hall_with_kiosk() as (hall, screen), Finger(screen.display) as finger:
        with bare_window(screen, "bench.two_screens") as bare:
            floor, floor_cpu = _bare(bare.pid, screen, finger)
        screen.wait_picture(_WAIT_S, gone=True)
        with _kiosk(hall, screen) as trace:
            pid = hall.pid(hall.device(Role.KIOSK).id)
            people = Visitors(hall, trace, finger)
            trace.where("scan", _WAIT_S)
            time.sleep(_SETTLE_S)
            weights = list(_visits(visits, people, pid))
            people.open_camera()
            time.sleep(_SETTLE_S)
            looking = weigh(pid, visits)
            camera = _cpu(pid)
            people.close_camera()
            time.sleep(_SETTLE_S)
            idle = _cpu(pid)
    return [
        *_memory(weights, looking.resident, floor, people.scans),
        Row("processor time idle beyond a bare window", round(idle - floor_cpu, 2), "points", 1.0,
            f"bare window of two screens, % of one core: {floor_cpu:.2f}"),
        Row("processor time with the camera on", round(camera, 1), "%", 100.0, "one core, drawn by software"),
    ]  # fmt: skip


@contextmanager
def _kiosk(hall: Hall, screen: WatchedScreen) -> Iterator[TraceReader]:
    """``bench.soak_kiosk`` as the hall's first kiosk, with a trace."""
    device = hall.device(Role.KIOSK)
    trace = hall.folder / device.id / "trace.jsonl"
    profile = hall.broker.profile(device.id)
    write_profile(profile, msgspec.json.decode(profile.read_bytes()) | {"trace": str(trace)})
    hall.run(device.id, "bench.soak_kiosk", "--unsupervised", environment=screen.env)
    try:
        yield TraceReader(trace)
    finally:
        hall.kill(device.id)


def _bare(pid: int, screen: WatchedScreen, finger: Finger) -> tuple[float, float]:
    """Resident megabytes after some touches, and percent of one core when nobody is there."""
    left, top, width, height = BUTTON
    screen.wait_picture(_WAIT_S)
    for _ in range(_BARE_TOUCHES):
        before, until = screen.look(), time.monotonic() + _WAIT_S
        while screen.look() == before:  # a window that has just been drawn may not hear yet
            if time.monotonic() > until:
                raise TimeoutError("the bare window hears no touch")
            finger.tap((left + width // 2, top + height // 2))
            with suppress(TimeoutError):
                screen.wait_change(before, _AGAIN_S)
        screen.wait_calm(0.05, _WAIT_S)
    time.sleep(_SETTLE_S)
    cpu = _cpu(pid)
    return weigh(pid, 0).resident, cpu


def _visits(visits: int, people: Visitors, pid: int) -> Iterator[Weight]:
    for visit in range(1, visits + 1):
        seen: list[Weight] = []
        people.come(visit, lambda seen=seen, visit=visit: seen.append(weigh(pid, visit)))  # type: ignore[misc]
        yield from seen
        if visit % _LOOK_EACH == 0:
            yield weigh(pid, visit)
        if visit % 100 == 0:
            print(f"  {visit} visits", file=sys.stderr, flush=True)


def weigh(pid: int, visits: int) -> Weight:
    """A process as it is now."""
    lines = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    sizes = {words[0]: int(words[1]) / 1024 for words in lines}
    return Weight(visits, sizes["Rss:"], sizes["Anonymous:"])


def _cpu(pid: int) -> float:
    """Percent of one core over the time watched; all threads."""
    before, began = processor_seconds(pid), time.monotonic()
    time.sleep(_WATCH_S)
    return (processor_seconds(pid) - before) / (time.monotonic() - began) * 100


def trend(weights: Sequence[Weight], visits: int) -> float:
    """Megabytes that a thousand visits more add, by linear regression over all but the first fifth."""
    counted = [one for one in weights if one.visits > visits * _WARM_UP]
    return linear_regression([one.visits for one in counted], [one.anonymous for one in counted]).slope * 1000


def _memory(weights: Sequence[Weight], looking: float, floor: float, scans: int) -> list[Row]:
    """``looking``: what is resident after the last visit, while the camera looks for a code."""
    visits, most = weights[-1].visits, max(looking, *(one.resident for one in weights))
    return [
        Row("memory with camera beyond a bare window, most", round(most - floor, 1), "MB", 80.0,
            f"bare window of two screens, MB: {floor:.1f}"),
        Row("memory with camera, most", round(most, 1), "MB", against=f"over {visits} visits, {scans} scans"),
        Row("memory before the first scan, beyond a bare window", round(weights[0].resident - floor, 1), "MB"),
        Row("memory while the camera looks, beyond a bare window, at the end", round(looking - floor, 1), "MB"),
        Row("memory that a thousand visits add", round(trend(weights, visits), 2), "MB", _TREND_MB,
            f"regression over {visits} visits without their first fifth"),
        Row("memory at the end beyond the first fifth's end",
            round(weights[-1].anonymous - next(one.anonymous for one in weights if one.visits >= visits * _WARM_UP), 2), "MB"),
    ]  # fmt: skip
