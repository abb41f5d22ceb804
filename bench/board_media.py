"""``media``: memory and processor time of a hall board beside whose calls nothing, slides or a video is shown."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from bench.idle import watch
from bench.pixels import WatchedScreen
from bench.start import bare_window
from bench.table import Row
from contract.hall_board import HallBoard
from contract.ids import DeviceId, SiteId
from contract.profile import Account, BoardProfile, Screen, write_profile
from contract.topics import Role
from queue_display.core.programme import SCHEDULE

_SCREEN: Final = Screen((1920, 1080), (1210, 680))
_SLIDES: Final = Path(__file__).parent.parent / "demo" / "media"
_VIDEO: Final = (1280, 720)
_FPS: Final = 25.0
_SECONDS: Final = 40
_SHARE: Final = 40.0


def measure() -> list[Row]:
    """Under two minutes."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder, WatchedScreen(_SCREEN.pixels) as screen:
        with bare_window(screen) as program:
            memory_there, cpu_there = watch(program.pid, screen)
        screen.wait_picture(20, gone=True)
        for name, most in (("nothing", 1.0), ("slides", 2.0), ("a video", _SHARE)):
            place = Path(folder) / name
            _fill(place / "media", name)
            with _board(place, screen) as process:
                memory, cpu = watch(process, screen)
            screen.wait_picture(20, gone=True)
            rows += [
                Row(f"hall board with {name}: processor time beyond a bare window", round(cpu - cpu_there, 2), "points", most,
                    f"bare Kivy window, % of one core: {cpu_there:.2f}"),
                Row(f"hall board with {name}: memory beyond a bare window", round(memory - memory_there, 1), "MB", None,
                    f"bare Kivy window, MB: {memory_there:.1f}"),
            ]  # fmt: skip
    return rows


def _fill(folder: Path, what: str) -> None:
    folder.mkdir(parents=True)
    if what == "slides":
        for slide in _SLIDES.glob("*.toml"):
            if slide.name != SCHEDULE:
                (folder / slide.name).write_bytes(slide.read_bytes())
    if what == "a video":
        writer = cv2.VideoWriter(str(folder / "a.mp4"), cv2.VideoWriter.fourcc(*"mp4v"), _FPS, _VIDEO)
        still = np.random.default_rng(1).integers(0, 255, (*reversed(_VIDEO), 3), np.uint8)
        still = cv2.GaussianBlur(still, (0, 0), 9)
        for frame in range(int(_FPS * _SECONDS)):
            writer.write(np.roll(still, 2 * frame, axis=1))
        writer.release()


@contextmanager
def _board(folder: Path, screen: WatchedScreen) -> Iterator[int]:
    """A board that hears nobody; its media are shown all the same."""
    account = Account(SiteId("bench"), DeviceId("board"), Role.HALL_BOARD, "127.0.0.1", 1, "secret")
    write_profile(folder / "profile.json", BoardProfile(account, _SCREEN, shows=HallBoard()))
    command = [sys.executable, "-m", "queue_display", "--profile", str(folder / "profile.json")]
    process = subprocess.Popen(command, env=dict(screen.env))
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)
