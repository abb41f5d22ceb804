"""Shows a board's media one after the other, rests while a call is new, and never costs more than its share of the processor.

A file that cannot be shown is told once and passed over until it changes; whatever it is, the calls go on.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from typing import Final

from queue_display.core.programme import Kind, Turn, following, kind_of, programme
from queue_display.ports import Media, MediaError, Shelf, Stamp, Wall

STILL_S: Final = 15.0
"""For which a picture, or a leaf of a slide, is shown unless the schedule says otherwise."""
LOOK_S: Final = 20.0
"""After which an empty folder is looked at again."""
SHARE: Final = 0.4
"""Of one core, for the whole program while a video runs; a machine that is too slow for it shows it slower."""
_SHORTEST_S: Final = 3.0
"""A video of one picture is not opened again and again."""
_LOG: Final = logging.getLogger(__name__)


class ProjectorThread:
    """Makes a projector, where there is one to be, and runs it; should it break, the board goes on without media.

    ``make`` runs on the thread too: what draws pictures takes a while to load, and calls are shown before it.
    """

    def __init__(self, make: "Callable[[], Projector] | None") -> None:
        self._make = make
        self._projector: Projector | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="projector")

    def start(self) -> None:
        """In the background; not after ``stop``."""
        if not self._over.is_set():
            self._thread.start()

    def stop(self) -> None:
        """And wait until it has ended."""
        self._over.set()
        if self._projector is not None:
            self._projector.stop()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        if self._make is None:
            return
        try:
            self._projector = self._make()
            if not self._over.is_set():  # ``stop`` may have come before there was anything to stop
                self._projector.run()
        except Exception:  # noqa: BLE001 - a broken picture must never end the calls
            _LOG.exception("no more media are shown")


class Projector:
    """Runs on the thread of ``run``; ``rest``, ``fit`` and ``stop`` may be called from any.

    ``told`` hears how many files cannot be shown, whenever that changes. ``office_time``: what the schedule is read by.
    """

    def __init__(
        self,
        media: Media,
        wall: Wall,
        told: Callable[[int], None],
        office_time: Callable[[], datetime],
        look_s: float = LOOK_S,
    ) -> None:
        self._media, self._wall, self._told, self._office_time, self._look_s = media, wall, told, office_time, look_s
        self._changed = threading.Condition()
        self._resting = self._over = False
        self._room: tuple[int, int] | None = None
        self._bad: dict[str, Stamp] = {}
        self._faults: frozenset[str] = frozenset()
        self._count = 0
        self._hung: tuple[str, Stamp, tuple[int, int]] | None = None

    def rest(self, resting: bool) -> None:  # noqa: FBT001 (a plain switch)
        """Whether what is shown stands still: a call is new."""
        with self._changed:
            self._resting = resting
            self._changed.notify_all()

    def fit(self, width: int, height: int) -> None:
        """How many pixels there are."""
        with self._changed:
            self._room = (width, height) if min(width, height) > 0 else None
            self._changed.notify_all()

    def stop(self) -> None:
        """End ``run``."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def run(self) -> None:
        """Until stopped."""
        last = ""
        while not self._over:
            shelf = self._look()
            turn = following(self._turns(shelf), last)
            self._wall.set_media(turn is not None)
            if turn is None:
                self._hung = None  # the wall lets go of it
                self._wait(self._look_s)
                continue
            last = turn.file
            room = self._wait_for_room()
            if room is not None:
                self._show(turn, shelf.stamps[turn.file], room)

    def _turns(self, shelf: Shelf) -> Sequence[Turn]:
        good = [file for file, stamp in shelf.stamps.items() if self._bad.get(file) != stamp]
        return programme(good, shelf.entries, self._office_time())

    def _look(self) -> Shelf:
        shelf = self._media.look()
        self._bad = {file: stamp for file, stamp in self._bad.items() if shelf.stamps.get(file) == stamp}
        for fault in shelf.faults:
            if fault not in self._faults:
                _LOG.warning("%s", fault)
        self._faults = frozenset(shelf.faults)
        self._tell()
        return shelf

    def _tell(self) -> None:
        count = len(self._bad) + len(self._faults)
        if count != self._count:
            self._count = count
            self._told(count)

    def _show(self, turn: Turn, stamp: Stamp, room: tuple[int, int]) -> None:
        try:
            if kind_of(turn.file) is Kind.VIDEO:
                self._roll(turn, room)
            else:
                self._hang(turn, stamp, room)
        except MediaError as fault:
            _LOG.warning("%s cannot be shown: %s", turn.file, fault)
            self._bad[turn.file] = stamp
            self._tell()

    def _hang(self, turn: Turn, stamp: Stamp, room: tuple[int, int]) -> None:
        """One picture after the other; the only one there is stays where it hangs."""
        if self._hung == (turn.file, stamp, room):
            self._wait(turn.seconds or STILL_S, room)
            return
        self._hung = None
        leaves = 0
        for frame in self._media.stills(turn.file, room):
            leaves += 1
            self._wall.show_frame(frame)
            if not self._wait(turn.seconds or STILL_S, room):
                return
        if leaves == 1:
            self._hung = (turn.file, stamp, room)

    def _roll(self, turn: Turn, room: tuple[int, int]) -> None:
        self._hung = None
        left, begun = turn.seconds or float("inf"), time.monotonic()
        with closing(self._media.film(turn.file, room)) as film:
            while left > 0:
                began, used = time.monotonic(), time.process_time()
                frame = film.read()
                if frame is None:
                    break
                self._wall.show_frame(frame)
                left -= film.pace_s
                if not self._wait(film.pace_s - (time.monotonic() - began), room):
                    return
                self._cool(time.process_time() - used, time.monotonic() - began, room)
        self._wait(_SHORTEST_S - (time.monotonic() - begun), room)

    def _cool(self, used: float, passed: float, room: tuple[int, int]) -> None:
        """Wait until the processor time of the whole program, drawing too, is its share of the time that has passed."""
        if used / SHARE > passed:
            self._wait(used / SHARE - passed, room)

    def _wait(self, seconds: float, room: tuple[int, int] | None = None) -> bool:
        """So many seconds without a rest; False where it is over, or there is another room than ``room``."""
        with self._changed:
            while not self._over and room in {None, self._room}:
                if self._resting and room:
                    self._changed.wait()
                    continue
                if seconds <= 0:
                    return True
                began = time.monotonic()
                self._changed.wait(seconds)
                seconds -= time.monotonic() - began
            return False

    def _wait_for_room(self) -> tuple[int, int] | None:
        with self._changed:
            while self._room is None and not self._over:
                self._changed.wait()
            return self._room
