"""``touch``: from letting go of a button to the first pixel of the next screen, against a bare Kivy window of two screens.

Each window has a screen of its own and they are touched in turns. What shows the press itself does not count: the button's
own pixels are not looked at.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bench.finger import Finger
from bench.pixels import Box, WatchedScreen
from bench.start import bare_window, hall_with_kiosk, kiosk
from bench.table import Row, percentile, times_floor
from bench.two_screens import BUTTON, PIXELS
from contract.topics import Role
from demo.screen import TraceReader, wait_for

_ROUNDS: Final = 60
_WAIT_S: Final = 10.0
_HELD_S: Final = (0.06, 0.09)
"""A finger stays about so long; a new length each time, so that no touch keeps step with the frames."""
_REST_S: Final = 0.7
"""Longer than a press keeps others off (``panel.press``), also where the window heard of it late."""
_WARM_S: Final = 5.0
"""Until a kiosk that has just started has built the screens that are not needed yet."""
_SEED: Final = 4


@dataclass(slots=True)
class Toucher:
    """A finger before a screen, and the milliseconds that each of its touches took."""

    screen: WatchedScreen
    finger: Finger
    moment: random.Random
    taken: dict[str, list[float]] = field(default_factory=dict)

    def touch(self, what: str, box: Box) -> None:
        """Press the middle of a button, let go, and take the time until anything beside it changes."""
        left, top, width, height = box
        self.screen.wait_calm(_REST_S, _WAIT_S)
        self.finger.down((left + width // 2, top + height // 2))
        time.sleep(self.moment.uniform(*_HELD_S))
        before = self.screen.look(box)
        began = self.finger.up()
        self.taken.setdefault(what, []).append((self.screen.wait_change(before, _WAIT_S, box) - began) * 1000)


def measure() -> list[Row]:
    """About nine minutes."""
    moment = random.Random(_SEED)
    with (
        hall_with_kiosk() as (hall, screen),
        WatchedScreen(PIXELS) as bare_screen,
        bare_window(bare_screen, "bench.two_screens"),
        kiosk(hall),
        Finger(screen.display) as finger,
        Finger(bare_screen.display) as bare_finger,
    ):
        bare = Toucher(bare_screen, bare_finger, moment)
        ours = Toucher(screen, finger, moment)
        trace = hall.traces[hall.device(Role.KIOSK).id]
        bare_screen.wait_picture(_WAIT_S)
        trace.where(f"field:{hall.site.fields[0].id}", _WAIT_S)
        time.sleep(_WARM_S)
        for turn in range(_ROUNDS + 1):
            if turn == 1:
                bare.taken.clear()  # the first touches are not counted
                ours.taken.clear()
            for step in _steps(trace, ours, f"field:{hall.site.fields[turn % 7].id}"):
                bare.touch("bare", BUTTON)
                step()
    return _rows(bare.taken["bare"], ours.taken)


def _steps(trace: TraceReader, ours: Toucher, field_key: str) -> list[Callable[[], None]]:
    """To the camera; a number and home; the other language and back.

    From the camera home it is not measured: its moving picture changes by itself.
    """

    def go(what: str, key: str, view: str, onward: str) -> Callable[[], None]:
        def step() -> None:
            ours.touch(what, _box(trace, key))
            _arrive(trace, view, onward)

        return step

    def camera() -> None:
        go("home to the camera", "scan", "Scanning", "back")()
        time.sleep(_REST_S)
        ours.finger.tap(trace.seen[-1].middle("back"))
        _arrive(trace, "Home", "scan")

    return [
        camera,
        go("a field to what follows it", field_key, "Ticket", "done"),
        go("a number to home", "done", "Home", "scan"),
        go("home in the other language", "language", "Home", "scan"),
        go("home in the other language", "language", "Home", "scan"),
    ]


def _box(trace: TraceReader, key: str) -> Box:
    trace.where(key, _WAIT_S)
    return trace.seen[-1].targets[key]


def _arrive(trace: TraceReader, view: str, key: str) -> None:
    """Wait for a sight of the view with this button laid out."""

    def look() -> bool | None:
        trace.news()
        last = trace.seen[-1]
        return (last.view == view and last.targets.get(key, (0, 0, 0, 0))[2] > 0) or None

    wait_for(look, _WAIT_S, f"no {view} with {key}")


def _rows(bare: list[float], ours: dict[str, list[float]]) -> list[Row]:
    floor = percentile(bare, 95)
    every = [one for each in ours.values() for one in each]
    against = "bare Kivy window of two screens, p95, ms"
    rows = [
        times_floor("touch to changed screen, p95", percentile(every, 95), floor, 1.3, against),
        Row(
            "touch to changed screen, p50",
            round(percentile(every, 50), 1),
            "ms",
            against=f"{percentile(bare, 50):.1f} ms bare",
        ),
        Row("touch to changed screen, p95", round(percentile(every, 95), 1), "ms"),
    ]
    for what, taken in ours.items():
        rows.append(times_floor(f"{what}, p95", percentile(taken, 95), floor, 1.3, against))
    return rows
