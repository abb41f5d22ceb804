"""``boards``: how soon a hall board is right after it is switched on in a storm of calls, and says that it lost the controller."""

import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from bench.boards_hall import StormyHall, stormy_hall
from bench.pixels import WatchedScreen
from bench.start import bare_window
from bench.table import Row
from demo.screen import Sight, wait_for

_TIMES: Final = 6
_BEFORE: Final = 60
"""Calls before the first board is switched on: most counters have called somebody."""
_RIGHT_S: Final = 2.0
_SAID_S: Final = 5.0
_PATIENCE_S: Final = 30.0
_MORNING_S: Final = 120.0
"""Until 43 keypads are let in, their counters open, and most have called: passwords cost a broker time on purpose."""
_SCREEN: Final = (1920, 1080)


def measure() -> list[Row]:
    """Some three minutes on two cores."""
    rows: list[Row] = []
    for kind in ("mosquitto", "embedded"):
        with (
            tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder,
            WatchedScreen(_SCREEN) as screen,
            stormy_hall(Path(folder), kind, dict(screen.env)) as storm,
        ):
            wait_for(partial(_under_way, storm), _MORNING_S, "nobody calls")
            rows += [*_switched_on(kind, storm, screen), *_lost(kind, storm)]
    return rows


def _under_way(storm: StormyHall) -> bool | None:
    return len(storm.calls()) > _BEFORE or None


def _switched_on(kind: str, storm: StormyHall, screen: WatchedScreen) -> list[Row]:
    """From the start of the board's process to the frame with the right picture, in turns with a window of nothing."""
    bare: list[float] = []
    right: list[float] = []
    wrong = alarms = 0
    for turn in range(_TIMES + 1):
        with bare_window(screen) as window:
            empty = screen.wait_picture(_PATIENCE_S) - window.started
        screen.wait_picture(_PATIENCE_S, gone=True)
        with _board(storm) as started:
            sight = wait_for(lambda: _first(storm), _PATIENCE_S, "the board shows no call")
            wait_for(partial(_went_on, storm, sight), _PATIENCE_S, "the storm ended")
            alarms += sum(one.facts["state"] == "away" for one in _seen(storm))
            wrong += not storm.is_right(sight, started)
        screen.wait_picture(_PATIENCE_S, gone=True)
        if turn:  # the first one reads everything from the disk
            bare, right = [*bare, empty], [*right, sight.at / 1000 - started]
    against = f"bare Kivy window {median(bare):.2f} s; 43 counters, {len(storm.calls())} calls"
    return [
        Row(f"{kind}: switched on to the right picture, p50", round(median(right), 2), "s", _RIGHT_S, against),
        Row(f"{kind}: switched on to the right picture, slowest", round(max(right), 2), "s", _RIGHT_S, f"of {_TIMES}"),
        Row(f"{kind}: of it after the bare window's frame, p50", round(median(right) - median(bare), 2), "s"),
        Row(f"{kind}: wrong pictures", wrong, "", 0, f"of {_TIMES + 1}"),
        Row(f"{kind}: said to be lost in the storm without a reason", alarms, "", 0),
    ]


def _lost(kind: str, storm: StormyHall) -> list[Row]:
    """From each kind of loss to the frame that says so."""
    hall = storm.hall
    ways: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "controller killed": (lambda: hall.kill("controller"), lambda: hall.run("controller", "controller", "run")),
        "controller frozen": (
            lambda: _signal(hall.pid("controller"), stop=True),
            lambda: _signal(hall.pid("controller")),
        ),
        "broker killed": (hall.broker.kill, hall.broker.start),
        "broker frozen": (lambda: _signal(hall.broker.pid, stop=True), lambda: _signal(hall.broker.pid)),
        "cable pulled": (storm.cable.pull, storm.cable.plug),
        "cable dead": (storm.cable.hang, storm.cable.whole),
    }
    rows = []
    with _board(storm):
        for name, (lose, mend) in ways.items():
            wait_for(lambda: _now(storm, away=False), _PATIENCE_S, f"no board before: {name}")
            since = time.monotonic()
            lose()
            try:
                at = wait_for(lambda: _now(storm, away=True), _PATIENCE_S, f"not said: {name}").at / 1000
            finally:
                mend()
            rows.append(Row(f"{kind}: {name}, said after", round(at - since, 2), "s", _SAID_S))
    return rows


@contextmanager
def _board(storm: StormyHall) -> Iterator[float]:
    """The board's process while inside; when it was started."""
    started = time.monotonic()
    storm.hall.start_device(storm.board)
    try:
        yield started
    finally:
        storm.hall.kill(storm.board.id)


def _seen(storm: StormyHall) -> list[Sight]:
    trace = storm.hall.traces[storm.board.id]
    trace.news()
    return trace.seen


def _went_on(storm: StormyHall, sight: Sight) -> bool | None:
    """Whether a later call is known: then all are that the board may have known."""
    return storm.calls()[-1][0] > sight.at / 1000 or None


def _first(storm: StormyHall) -> Sight | None:
    return next((one for one in _seen(storm) if one.facts.get("number")), None)


def _now(storm: StormyHall, *, away: bool) -> Sight | None:
    seen = [one for one in _seen(storm) if one.facts.get("number") or one.facts.get("state") == "away"]
    return seen[-1] if seen and (seen[-1].facts["state"] == "away") is away else None


def _signal(pid: int, *, stop: bool = False) -> None:
    os.kill(pid, signal.SIGSTOP if stop else signal.SIGCONT)
