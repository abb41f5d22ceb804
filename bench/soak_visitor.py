"""One citizen after the other at a real kiosk, as fast as it can be touched: numbers, and now and then everything else."""

import contextlib
import itertools
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bench.finger import Finger
from demo.camera import receipt_view
from demo.camera_view import Frame
from demo.files import sample_files
from demo.hall import Hall
from demo.screen import ScreenError, TraceReader, wait_for

_WAIT_S: Final = 16.0
_AGAIN_S: Final = 4.0
"""A touch that was not heard, because a button had just moved under the finger, is made again."""
_CALM_S: Final = 1.5
_PAPERS_BEHIND: Final = 3
"""Nobody takes a number while so many tickets are still being printed."""
_SCAN_EACH: Final = 25
_COMFORT_EACH: Final = 40
_WAYS_EACH: Final = 50
_FOOT: Final = frozenset({"back", "over", "language", "size", "reach", "scan", "later", "earlier", "listen"})
_SIZES: Final = 3
_LANGUAGES: Final = 2
_FOUND: Final = 3
"""So many of the sample receipts are shown in turn."""


class Visitors:
    """People before the hall's first kiosk, whose screen is ``display``."""

    def __init__(self, hall: Hall, trace: TraceReader, finger: Finger) -> None:
        self._hall, self._trace, self._finger = hall, trace, finger
        self._fields = itertools.cycle([one.id for one in hall.site.fields if one.offered])
        today = date.today()  # noqa: DTZ011 - the registry's files are as old as the demo's day
        files = range(1, min(_FOUND, len(sample_files(today))) + 1)
        self._receipts: Sequence[Frame] = [receipt_view(number, hall.site.name, today) for number in files]
        self.scans = self.papers = 0

    def come(self, visit: int, looks: Callable[[], None]) -> None:
        """One visit; ``looks`` is called where the camera is open."""
        self.take_number()
        if visit % _SCAN_EACH == 0:
            self.scan(looks)
        if visit % _COMFORT_EACH == 0:
            self.change_comfort()
        if visit % _WAYS_EACH == 0:
            self.look_around()

    def take_number(self) -> None:
        """A field, the number, done."""
        self.papers += 1
        if not self._hall.printer.wait_for_pieces(self.papers - _PAPERS_BEHIND, _WAIT_S):
            raise TimeoutError("tickets do not come out")
        self.press(f"field:{next(self._fields)}", "Ticket", "done")
        self.press("done", "Home", "scan")

    def scan(self, looks: Callable[[], None]) -> None:
        """A receipt before the camera, where its file stands, and away."""
        self._hall.camera.show(self._receipts[self.scans % len(self._receipts)])
        self.scans += 1
        self.press("scan", "", "over")  # a code may be read before the camera's screen is seen
        self.wait("Status", "over")
        looks()
        self.press("over", "Home", "scan")

    def change_comfort(self) -> None:
        """Every language and every size, and back to the first."""
        for key, times in (("language", _LANGUAGES), ("size", _SIZES)):
            for _ in range(times):
                self.press(key, "Home", key)
                self.rest()

    def look_around(self) -> None:
        """Into every other way that leads on from home, and out again."""
        for key in [one for one in self._trace.seen[-1].targets if one not in _FOOT and not one.startswith("field:")]:
            self.press(key, "", "over")
            self.press("over", "Home", "scan")

    def open_camera(self) -> None:
        """Look for a code where there is none."""
        self._hall.camera.show(None)
        self.press("scan", "Scanning", "back")

    def close_camera(self) -> None:
        """Home again."""
        self.press("back", "Home", "scan")

    def press(self, key: str, view: str, onward: str) -> None:
        """Touch a button until ``view`` (any other than home where it is empty) stands with ``onward`` on it."""
        place = self._trace.where(key, _WAIT_S)
        before, seen = self._trace.seen[-1].view, len(self._trace.seen)
        for _ in range(int(_WAIT_S / _AGAIN_S)):
            if self._trace.seen[-1].view == before:
                self._finger.tap(place)
            with contextlib.suppress(ScreenError):
                self.wait(view, onward, since=seen, seconds=_AGAIN_S)
                return
        course = " > ".join(f"{one.view} {one.at:.0f}" for one in self._trace.seen[-12:])
        raise TimeoutError(f"{key} does not lead to {view or 'another view'}: {course}")

    def rest(self) -> None:
        """Wait until nothing on the screen has moved for a moment: new screens are laid out in several frames."""

        def look() -> bool | None:
            self._trace.news()
            return time.monotonic() - self._trace.seen[-1].at / 1000 > _CALM_S or None

        wait_for(look, _WAIT_S, "the screen never rests")

    def wait(self, view: str, key: str, *, since: int = 0, seconds: float = _WAIT_S) -> None:
        """The last sight shows ``view`` with ``key`` laid out, and is newer than ``since``."""

        def look() -> bool | None:
            self._trace.news()
            last = self._trace.seen[-1]
            right = last.view == view if view else last.view != "Home"
            return (right and len(self._trace.seen) > since and last.targets.get(key, (0, 0, 0, 0))[2] > 0) or None

        wait_for(look, seconds, f"no {view or 'other view'} with {key}")
