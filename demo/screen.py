"""A screen that nobody sees: an own X server of exact size, with eyes and a finger for tests and for the demo."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

from PIL import Image, ImageChops, ImageGrab

from demo.child import tied
from demo.diary import DiaryReader, Line

_LOOK_S = 0.01
_START_S = 15.0
FINGER_S = 0.7
"""From one touch, or from a button's moving, to the next touch: a window takes a faster one for a finger that slipped."""
_T = TypeVar("_T")


class ScreenError(Exception):
    """The X server did not start, or what was waited for did not come."""


class VirtualScreen:
    """``width`` x ``height`` pixels at 24 bit without a cursor; ``env`` is for the programs that draw on it.

    ``options`` are further ones of Xvfb. Raises ScreenError where it does not start.
    """

    def __init__(self, width: int, height: int, *options: str) -> None:
        self.size = (width, height)
        ours, theirs = os.pipe()
        self._server = subprocess.Popen(
            tied(["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{width}x{height}x24",
                  "-nocursor", "-nolisten", "tcp", "-noreset", *options]),
            pass_fds=(theirs,), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        if not number:
            self._server.wait(_START_S)
            raise ScreenError("Xvfb did not start")
        self.display = f":{number}"

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of this process with the display instead of its own."""
        return {**os.environ, "DISPLAY": self.display, "LIBGL_ALWAYS_SOFTWARE": "1", "SDL_VIDEODRIVER": "x11"}

    def grab(self) -> Image.Image:
        """The whole screen as it is now, RGB."""
        return ImageGrab.grab(xdisplay=self.display).convert("RGB")

    def tap(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Move there and click; ``times`` quickly one after another, as a trembling hand does."""
        clicks = ["click", "--repeat", str(times), "--delay", "60", str(button)]
        self._finger("mousemove", str(x), str(y), *clicks)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Put the finger down at ``start``, move, and lift it at ``end``."""
        self._finger(
            "mousemove", *map(str, start), "mousedown", "1", "mousemove", *map(str, end), "mouseup", "1"
        )  # fmt: skip

    def hold(self, x: int, y: int) -> None:
        """Put the finger down and leave it there."""
        self._finger("mousemove", str(x), str(y), "mousedown", "1")

    def lift(self) -> None:
        """Take the finger away."""
        self._finger("mouseup", "1")

    def key(self, name: str) -> None:
        """Press and release a key or a chord by its X name, e.g. ``space`` or ``alt+F4``."""
        self._finger("key", name)

    def write(self, *keys: str, gap_ms: int = 2) -> None:
        """Press key after key, by X names or X numbers, so many milliseconds apart; a barcode reader needs 1 to 20."""
        self._finger("key", "--delay", str(gap_ms), *keys)

    def wait_change(
        self, before: Image.Image, seconds: float, box: tuple[int, int, int, int] | None = None
    ) -> Image.Image:
        """The first picture that differs from ``before`` (inside ``box``: left, top, right, bottom).

        Raises ScreenError when there is none in time.
        """
        return wait_for(lambda: self._changed(before, box), seconds, "no pixel changed")

    def steady(self, seconds: float) -> Image.Image:
        """The picture once two looks in a row, 0.1 s apart, are alike. Raises ScreenError when it never rests."""

        def look() -> Image.Image | None:
            before = self.grab()
            time.sleep(0.1)
            return None if self._changed(before, None) else before

        return wait_for(look, seconds, "the screen never rested")

    def stop(self) -> None:
        """Switch the screen off."""
        self._server.terminate()
        self._server.wait(_START_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _changed(self, before: Image.Image, box: tuple[int, int, int, int] | None) -> Image.Image | None:
        now = self.grab()
        one, other = (before.crop(box), now.crop(box)) if box else (before, now)
        return now if ImageChops.difference(one, other).getbbox() else None

    def _finger(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self.env, check=True, timeout=10)


@dataclass(frozen=True, slots=True)
class Sight:
    """One line of a trace: a view with its facts, when its frame stood (monotonic ms), and the buttons' boxes."""

    view: str
    facts: Mapping[str, str]
    at: float
    targets: Mapping[str, tuple[int, int, int, int]]

    def middle(self, key: str) -> tuple[int, int]:
        """Where to touch a button; raises KeyError for one that is not there."""
        left, top, width, height = self.targets[key]
        return left + width // 2, top + height // 2


class TraceReader:
    """Follows a file written by ``panel.trace``; each line is seen once."""

    def __init__(self, path: Path) -> None:
        self._name = path.name
        self._lines = DiaryReader(path)
        self.seen: list[Sight] = []

    def wait(self, view: str, seconds: float, **facts: str) -> Sight:
        """The next sight of a view with these facts; earlier ones are passed over. Raises ScreenError when late."""
        return wait_for(lambda: self._next(view, facts), seconds, f"{self._name}: no {view} {facts or ''}")

    def where(self, key: str, seconds: float) -> tuple[int, int]:
        """Where to touch a button of what is seen now; waits while it is not laid out yet. Raises ScreenError when late."""

        def look() -> tuple[int, int] | None:
            self.news()
            box = self.seen[-1].targets.get(key) if self.seen else None
            return self.seen[-1].middle(key) if box and box[2] > 0 and box[3] > 0 else None

        return wait_for(look, seconds, f"{self._name}: nothing to touch for {key}")

    def ready(self, key: str, seconds: float, touched_at: float) -> tuple[int, int]:
        """Where to touch a button once a finger is heard there, which last touched the screen at ``touched_at`` (monotonic).

        Waits as ``where`` does. Raises ScreenError when late.
        """
        place = self.where(key, seconds)
        while (early := max(touched_at, self.since(key)) + FINGER_S - time.monotonic()) > 0:
            time.sleep(early)
            place = self.where(key, seconds)
        return place

    def since(self, key: str) -> float:
        """When the button came to stand where it does now (monotonic seconds); raises KeyError where it is not seen."""
        box, at = self.seen[-1].targets[key], self.seen[-1].at
        for sight in reversed(self.seen):
            if sight.targets.get(key) != box:
                break
            at = sight.at
        return at / 1000

    def news(self) -> list[Sight]:
        """All sights since the last look."""
        sights = [_sight(line) for line in self._lines.news()]
        self.seen += sights
        return sights

    def _next(self, view: str, facts: Mapping[str, str]) -> Sight | None:
        found = [each for each in self.news() if each.view == view and facts.items() <= each.facts.items()]
        return found[-1] if found else None


def wait_for(look: Callable[[], _T | None], seconds: float, otherwise: str) -> _T:
    """Look until there is something to see; raises ScreenError with ``otherwise`` when it does not come in time."""
    end = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > end:
            raise ScreenError(f"{otherwise} within {seconds} s")
        time.sleep(_LOOK_S)
    return found


def _sight(line: Line) -> Sight:
    places = {key: tuple(place) for key, place in line["targets"].items()}
    return Sight(line["view"], line["facts"], line["at"], places)
