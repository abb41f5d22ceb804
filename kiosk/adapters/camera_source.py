"""What may stand behind the word ``camera`` of a profile: a device, an address, a film, a picture or a folder of pictures.

Pictures and films come at the pace of a camera and begin again at their end.
"""

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

import cv2
import numpy as np

from contract.errors import TryAgainError
from kiosk.adapters.code_decoder import Frame

OPEN_MS: Final = 2500
"""Longest wait for a network camera to answer."""
READ_MS: Final = 1500
"""Longest wait for its next frame."""
_WIDTH, _HEIGHT = 1280, 720
_PICTURES_A_SECOND: Final = 10.0
PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp", ".tif", ".tiff"})
"""How the names of pictures end."""


class CameraLostError(TryAgainError):
    """There is no camera here now, or it gives no picture."""


class Source(Protocol):
    """An open camera."""

    def read(self) -> Frame:
        """The next frame, blue green red; waits for it. Raises CameraLostError."""

    def close(self) -> None:
        """Give the camera back."""


def open_source(name: str, stop: threading.Event) -> Source:
    """Open an index (``0``), ``/dev/video0``, an address, a film, a picture or a folder; raises CameraLostError.

    ``stop`` ends the waiting between the frames of a file.
    """
    if name.isdecimal():
        return _Device(_capture(int(name), cv2.CAP_ANY))
    if name.startswith("/dev/"):
        return _Device(_capture(name, cv2.CAP_V4L2))
    if "://" in name:
        limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MS, cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MS]
        return _Live(_capture(name, cv2.CAP_FFMPEG, limits))
    path = Path(name)
    pictures = sorted(path.iterdir()) if path.is_dir() else [path]
    pictures = [picture for picture in pictures if picture.suffix.lower() in PICTURES and picture.is_file()]
    return _Pictures(pictures, stop) if pictures else _Film(name, stop)


def is_camera(name: str) -> bool:
    """Whether the name stands for something live: its pictures must differ, which those of a file need not."""
    return name.isdecimal() or "://" in name or name.startswith("/dev/")


def film_frames(name: str) -> Iterator[Frame]:
    """Every frame of a film or a numbered sequence once, as fast as they are asked for; raises CameraLostError."""
    capture = _capture(name, cv2.CAP_ANY)
    try:
        while (frame := _next_frame(capture)) is not None:
            yield frame
    finally:
        capture.release()


class _Live:
    """A capture that sets the pace itself."""

    def __init__(self, capture: cv2.VideoCapture) -> None:
        self._capture = capture

    def read(self) -> Frame:
        frame = _next_frame(self._capture)
        if frame is None:
            raise CameraLostError("the camera gives no picture")
        return frame

    def close(self) -> None:
        self._capture.release()


class _Device(_Live):
    """A camera at this machine, asked for its own JPEG at 1280x720, which most webcams give fastest."""

    def __init__(self, capture: cv2.VideoCapture) -> None:
        super().__init__(capture)
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


class _Film:
    """A video file or a numbered sequence (``view-%03d.png``)."""

    def __init__(self, name: str, stop: threading.Event) -> None:
        self._name = name
        self._stop = stop
        self._capture = _capture(name, cv2.CAP_ANY)
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        self._gap_s = 1 / rate if 1 <= rate <= 120 else 1 / _PICTURES_A_SECOND

    def read(self) -> Frame:
        self._stop.wait(self._gap_s)
        frame = _next_frame(self._capture)
        if frame is None:
            self._capture.release()
            self._capture = _capture(self._name, cv2.CAP_ANY)
            frame = _next_frame(self._capture)
        if frame is None:
            raise CameraLostError(f"{self._name}: no picture in it")
        return frame

    def close(self) -> None:
        self._capture.release()


class _Pictures:
    """Still pictures in turn, each read again so that it may be replaced meanwhile.

    Not left to OpenCV's capture, which takes ``receipt-01.png`` for the first of a sequence.
    """

    def __init__(self, paths: list[Path], stop: threading.Event) -> None:
        self._paths: Iterator[Path] = itertools.cycle(paths)
        self._stop = stop

    def read(self) -> Frame:
        self._stop.wait(1 / _PICTURES_A_SECOND)
        path = next(self._paths)
        try:
            frame = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        except (OSError, cv2.error) as fault:
            raise CameraLostError(f"{path}: {fault}") from fault
        if frame is None:
            raise CameraLostError(f"{path}: not a picture")
        return frame.astype(np.uint8, copy=False)

    def close(self) -> None:
        pass


def _capture(name: str | int, backend: int, limits: list[int] | None = None) -> cv2.VideoCapture:
    try:
        capture = cv2.VideoCapture(name, backend, limits or [])
    except cv2.error as fault:
        raise CameraLostError(f"{name}: {fault}") from fault
    if not capture.isOpened():
        capture.release()
        raise CameraLostError(f"{name}: no camera")
    return capture


def _next_frame(capture: cv2.VideoCapture) -> Frame | None:
    try:
        got, frame = capture.read()
    except cv2.error as fault:
        raise CameraLostError(str(fault)) from fault
    return frame.astype(np.uint8, copy=False) if got and frame is not None else None
