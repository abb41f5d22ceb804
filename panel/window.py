"""Kivy's settings for a screen in a public hall; they hold only if set before Kivy is imported."""

import ctypes
import logging
import os
import sys
from typing import Final

from contract.look import BOLD, REGULAR
from contract.profile import Screen
from panel.unseen import keep_no_words

FONT: Final = "Noto Sans"

_ENVIRONMENT: Final = {
    "KIVY_NO_ARGS": "1",  # the program's arguments are its own
    "KIVY_NO_FILELOG": "1",
    "KIVY_NO_CONFIG": "1",  # neither read nor leave a file in somebody's home
    "KIVY_NO_ENV_CONFIG": "1",
    "KIVY_LOG_MODE": "PYTHON",
    "KIVY_CLOCK": "interrupt",  # whatever a thread schedules wakes the loop at once
    "KIVY_WINDOW": "sdl2",
    "KIVY_TEXT": "sdl2",
    "SDL_MOUSE_AUTO_CAPTURE": "0",  # the grab can swallow a finger's end, and SDL then hears no finger ever again (SDL #9709)
    "SDL_NO_SIGNAL_HANDLERS": "1",  # else SDL turns SIGTERM into a request to close, which is refused
    "OPENBLAS_NUM_THREADS": "1",  # the arrays of a window are small, and each thread more has buffers of its own
}
_MALLOPT: Final = {-8: 1, -1: 128 * 1024, -3: 128 * 1024}
"""M_ARENA_MAX, M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of malloc.h: what a picture, a large text or a ticket took is given back."""


def prepare(screen: Screen, *, cursor: bool = False, position: tuple[int, int] = (0, 0), fps: int = 60) -> None:
    """Make the window of this process exactly ``screen`` large, without border, at ``position`` in pixels.

    Touch and left mouse button are the only input; ``fps`` caps how often input is looked at. Raises RuntimeError when
    Kivy is imported already.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("panel.window.prepare comes before anything that imports Kivy")
    os.environ.update(_ENVIRONMENT)
    _spare_memory()
    logging.getLogger("kivy").addFilter(lambda record: record.levelno >= logging.WARNING)
    from kivy.config import Config  # noqa: PLC0415 (importing it earlier would fix the settings)

    width, height = screen.pixels
    faces = [FONT, str(REGULAR), str(REGULAR), str(BOLD), str(BOLD)]
    settings = {
        "kivy": {"log_level": "warning", "exit_on_escape": 0, "default_font": faces, "pause_on_minimize": 0},
        "graphics": {
            "width": width,
            "height": height,
            "position": "custom",
            "left": position[0],
            "top": position[1],
            "borderless": 1,
            "resizable": 0,
            "fullscreen": 0,
            "maxfps": fps,
            "multisamples": 0,
            "show_cursor": int(cursor),
            "allow_screensaver": 0,
        },
    }
    for section, values in settings.items():
        for key, value in values.items():
            Config.set(section, key, value)
    # Kivy's own choice also takes barcode readers for touch screens and reports every touch twice.
    for key, _ in Config.items("input"):
        Config.remove_option("input", key)
    Config.set("input", "mouse", "mouse,disable_multitouch")
    keep_no_words()


def _spare_memory() -> None:
    """Where the C library is glibc: one heap for all threads, which take turns anyway, and large blocks back to the system."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for setting, value in _MALLOPT.items():
            mallopt(setting, value)


def give_back() -> None:
    """Give the system back what lies free between the blocks in use, where the C library is glibc: some milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
