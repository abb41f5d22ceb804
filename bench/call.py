"""``call``: from a clerk's press to changed pixels on the boards and to the first sound in the hall.

Everything real: the page's door, controller, broker, boards under Xvfb, loudspeaker into a private sound server.
"""

import dataclasses
import http.client
import json
import os
import sqlite3
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, Final

import numpy as np

from bench.pixels import WatchedScreen
from bench.process import Worker
from bench.table import Row, percentile, times_floor
from bench.tap import SITE, floor_worker, kiosk_worker, let_floor_in
from contract.hall_board import HallBoard
from contract.ids import CounterId
from contract.site import Device
from contract.topics import Role
from controller.core.chime import chime
from demo.hall import Hall
from demo.screen import wait_for
from demo.sound import RATE, Recording, SoundRoom
from firmware_config.site_file import read_site
from voice.adapters.pulse_player import PulsePlayer

_CALLS: Final = 40
_SPOKEN: Final = 20
_COUNTER: Final = CounterId(5)
_FRAME_MS: Final = 1000 / 60
_CALM_S: Final = 0.3
_WAIT_S: Final = 20.0
_LOUD: Final = 200
_SILENT_S: Final = 1.2
_PACKET_S: Final = 0.02


def measure() -> list[Row]:
    """About three minutes."""
    still = HallBoard(media="", calm=True)  # nothing but calls changes a pixel
    site = dataclasses.replace(read_site(SITE), board=still)
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, ExitStack() as running:
        room = running.enter_context(SoundRoom())
        hall = Hall(site, Path(folder), {})
        passwords = let_floor_in(hall.broker)
        running.callback(hall.stop)
        hall.start()
        running.enter_context(floor_worker("echo", passwords, hall, commits=False)).do()  # answers once it listens
        floor = running.enter_context(floor_worker("tap", passwords, hall))
        clerk = Clerk(hall)
        _fill(hall, 2 * _CALLS + _SPOKEN + 1)
        rows = []
        for role in (Role.COUNTER_BOARD, Role.HALL_BOARD):
            rows += _pixels(hall, hall.device(role), clerk, floor)
        return [*rows, *_sound(hall, clerk, room)]


class Clerk:
    """Signed in at the counter's page; presses over a connection that stands already, as a browser's does."""

    def __init__(self, hall: Hall) -> None:
        web = hall.site.web
        cookies = hall.staff.at(_COUNTER).cookies
        self._headers = {
            "Content-Type": "application/json",
            "Origin": hall.pages,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        self._page = http.client.HTTPConnection(web.host, web.port, timeout=_WAIT_S)
        self._journal = hall.state / "journal.sqlite"

    def call(self) -> float:
        """Call the next; ``time.monotonic`` when the press left."""
        return self._press(command="call")

    def finish(self) -> None:
        """End the visit that was called last."""
        journal = sqlite3.connect(f"file:{self._journal}?mode=ro", uri=True)
        latest = "SELECT visit FROM events WHERE type = 'TicketCalled' ORDER BY seq DESC LIMIT 1"
        visit = journal.execute(latest).fetchone()[0]
        journal.close()
        self._press(command="finish", visit=visit)

    def _press(self, **words: str) -> float:
        body = json.dumps({"request": uuid.uuid4().hex, **words})
        self._page.close()  # the server has perhaps given it up
        self._page.connect()
        at = time.monotonic()
        self._page.request("POST", f"/counter/{_COUNTER}/command", body, self._headers)
        answer: dict[str, Any] = json.loads(self._page.getresponse().read())
        if not answer["accepted"]:
            raise RuntimeError(f"{words} was refused: {answer['text']}")
        return at


def _fill(hall: Hall, people: int) -> None:
    """So many wait for the counter."""
    fields = [one for counter in hall.site.counters if counter.id == _COUNTER for one in counter.fields]
    with kiosk_worker(hall) as kiosk:
        kiosk.do(taps=people, each=0.01, fields=fields)


def _pixels(hall: Hall, board: Device, clerk: Clerk, floor: Worker) -> list[Row]:
    taken: list[float] = []
    bare: list[float] = []
    with WatchedScreen(board.screen) as screen:
        hall.environments = {board.id: screen.env}
        hall.start_device(board)
        hall.traces[board.id].wait("PlateView" if board.counter else "HallView", _WAIT_S)
        for _ in range(_CALLS):
            bare += floor.do(taps=2, each=0.04)["shown"]
            before = screen.wait_calm(_CALM_S, _WAIT_S)
            with _watching(screen, before) as changed:
                at = clerk.call()
            taken.append((changed[0] - at) * 1000)
            before = screen.wait_calm(_CALM_S, _WAIT_S)
            clerk.finish()
        hall.kill(board.id)
    limit = median(bare) + _FRAME_MS
    name = f"call to pixels of the {board.role.replace('_', ' ')}"
    return [
        times_floor(f"{name}, p50", median(taken), limit, 3.0, "1 round trip + 1 commit + 1 frame of 60 Hz, ms"),
        Row(f"{name}, p50", round(median(taken), 1), "ms"),
        Row(f"{name}, p95", round(percentile(taken, 95), 1), "ms"),
    ]


@contextmanager
def _watching(screen: WatchedScreen, before: bytes) -> Iterator[list[float]]:
    """The moment of the change is in the list when the block has ended."""
    changed: list[float] = []
    watcher = threading.Thread(target=lambda: changed.append(screen.wait_change(before, _WAIT_S)))
    watcher.start()
    yield changed
    watcher.join()
    if not changed:
        raise TimeoutError("the board did not change")


def _sound(hall: Hall, clerk: Clerk, room: SoundRoom) -> list[Row]:
    """The bare player plays the chime that every call begins with; its process is started for it, as ours is for a call."""
    bare: list[float] = []
    taken: list[float] = []
    sound = chime()
    random = Random(1)
    speaker = hall.device(Role.SPEAKER)
    hall.environments = {speaker.id: {**os.environ, **room.environment}}
    with room.record() as ear:
        hall.start_device(speaker)
        wait_for(lambda: "is connected" in hall.log(speaker.id) or None, _WAIT_S, "the loudspeaker does not connect")
        for turn in range(_SPOKEN + 1):
            begins = _silence(ear, random)
            at = time.monotonic()
            PulsePlayer(server=room.server).play([sound])
            there = _heard_at(ear, begins) - at
            begins = _silence(ear, random)
            at = clerk.call()
            here = _heard_at(ear, begins) - at
            clerk.finish()
            if turn:  # the first is not counted
                bare.append(there * 1000)
                taken.append(here * 1000)
    return [
        times_floor(
            "call to first sound, p50", median(taken), median(bare), 2.0, "the bare player on the same chime, ms"
        ),
        Row("call to first sound, p50", round(median(taken), 1), "ms"),
        Row("call to first sound, slowest", round(max(taken), 1), "ms"),
    ]


def _silence(ear: Recording, random: Random) -> int:
    """Wait until nothing sounds any more; the number of samples so far.

    A moment more, by chance: packets come every 20 ms, and what always starts right after one is heard a whole packet
    sooner or later for a millisecond's difference.
    """
    tail = round(_SILENT_S * RATE)
    if not ear.wait_for(lambda heard: len(heard) > tail and not (np.abs(heard[-tail:]) > _LOUD).any(), _WAIT_S):
        raise TimeoutError("the hall is never silent")
    time.sleep(random.uniform(0, _PACKET_S))
    return len(ear.samples())


def _heard_at(ear: Recording, begins: int) -> float:
    """``time.monotonic`` when the first loud sample after ``begins`` arrived; the server hands them out when it renders them."""
    if not ear.wait_for(lambda heard: bool((np.abs(heard[begins:]) > _LOUD).any()), _WAIT_S):
        raise TimeoutError("nothing is heard")
    return ear.heard_at(begins + int(np.argmax(np.abs(ear.samples()[begins:]) > _LOUD)))
