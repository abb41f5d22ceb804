"""``python -m firmware_config.doctor.adapters.opencv_camera SECONDS``: what a camera shows, told as one line of JSON; its name is read from standard input.

A process of its own: a driver or an address that hangs cannot be called back, a process can be ended.
"""

import json
import sys
import time
import zlib
from typing import Any, Final

_OPEN_MS: Final = 2500
_READ_MS: Final = 1500
_THIN: Final = 16
_LIGHTS: Final = 99
"""Percentile that counts as the brightest: a sensor has single dots that always shine."""
_ALIVE: Final = 3
"""So many different pictures show that a camera does not hang: some repeat one or two while they have nothing new."""
_LIT: Final = 40
"""Grey value of the lights in a picture that is surely not black; a camera that was just opened may still measure its light."""


def seen(name: str, seconds: float) -> dict[str, Any]:
    """``opened``; of the pictures within ``seconds``: how many, how many that differ, size, brightness of the lights (0-255).

    Ends as soon as they are surely well.
    """
    import cv2  # noqa: PLC0415 (half a second)
    import numpy as np  # noqa: PLC0415

    capture = _open(cv2, name)
    if not capture.isOpened():
        return {"opened": False}
    prints: set[int] = set()
    told: dict[str, Any] = {"opened": True, "pictures": 0, "different": 0, "width": 0, "height": 0, "brightest": 0}
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        got, frame = capture.read()
        if not got or frame is None:
            break
        thin = np.ascontiguousarray(frame[::_THIN, ::_THIN])
        prints.add(zlib.crc32(thin.tobytes()))
        told |= {"pictures": told["pictures"] + 1, "height": frame.shape[0], "width": frame.shape[1]}
        told["brightest"] = int(np.percentile(thin, _LIGHTS))
        if len(prints) >= _ALIVE and told["brightest"] >= _LIT:
            break
    capture.release()
    return told | {"different": len(prints)}


def _open(cv2: Any, name: str) -> Any:
    if name.isdecimal():
        return cv2.VideoCapture(int(name), cv2.CAP_ANY)
    if name.startswith("/dev/"):
        return cv2.VideoCapture(name, cv2.CAP_V4L2)
    if "://" in name:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_MS]
        return cv2.VideoCapture(name, cv2.CAP_FFMPEG, limits)
    return cv2.VideoCapture(name)


if __name__ == "__main__":
    print(json.dumps(seen(sys.stdin.read(), float(sys.argv[1]))))
