"""What a webcam sees of a page: held in the hand before a desk, at an angle, a little soft, a little noisy.

A pinhole camera of 60 degrees; the page lies in a plane, so that one homography is exact.
"""

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from demo.receipts import CODES_MM, DOTS_PER_MM

Frame = NDArray[np.uint8]
"""Height x width x 3, blue green red."""

HD: Final = (1280, 720)
_TAN_HALF_ANGLE: Final = 0.577
_OVERSAMPLE: Final = 2
_DESK: Final = (70, 92, 118)


@dataclass(frozen=True, slots=True)
class Hold:
    """How the page is held: distance in mm, angles in degrees, blur as sigma in pixels, noise as sigma in grey levels."""

    distance: float = 165.0
    turn: float = 3.0
    tilt: float = 9.0
    swing: float = -8.0
    blur: float = 0.7
    noise: float = 3.0
    light: float = 0.92
    aim: tuple[float, float] = CODES_MM


def camera_view(page: Image.Image, size: tuple[int, int] = HD, hold: Hold = Hold(), seed: int = 1) -> Frame:
    """The page (``DOTS_PER_MM``, taken as grey) as a frame of ``size`` (width, height); the same seed, the same frame."""
    big = (size[0] * _OVERSAMPLE, size[1] * _OVERSAMPLE)
    paper = np.asarray(page.convert("L"))
    place = _homography(hold, big)
    sheet = cv2.resize(cv2.warpPerspective(paper, place, big), size, interpolation=cv2.INTER_AREA)
    cover = cv2.resize(cv2.warpPerspective(np.full_like(paper, 255), place, big), size, interpolation=cv2.INTER_AREA)
    share = cover[:, :, np.newaxis] / np.float32(255)
    small = _desk(size) * (1 - share) + sheet[:, :, np.newaxis]
    return _seen(small, hold.light, hold.blur, hold.noise, seed)


def empty_desk(size: tuple[int, int] = HD, seed: int = 1) -> Frame:
    """The same view with nothing held before the camera."""
    return _seen(_desk(size), 0.9, 2.0, 3.0, seed)


def _seen(scene: cv2.typing.MatLike, light: float, blur: float, noise: float, seed: int) -> Frame:
    """What lens and sensor make of a scene."""
    soft = cv2.GaussianBlur(scene, (0, 0), blur) if blur else scene
    rows, columns = scene.shape[:2]
    lit = soft * _light((columns, rows), light)[:, :, np.newaxis]
    grain = np.random.default_rng(seed).standard_normal(lit.shape, np.float32) * noise
    return _as_frame(lit + grain)


def _as_frame(view: NDArray[Any]) -> Frame:
    return np.asarray(np.clip(view, 0, 255), np.uint8)


def _homography(hold: Hold, size: tuple[int, int]) -> NDArray[np.float64]:
    """From dots on the page to pixels of the view."""
    turn, tilt, swing = np.radians([hold.turn, hold.tilt, hold.swing])
    about_z = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    about_x = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    about_y = np.array([[np.cos(swing), 0, np.sin(swing)], [0, 1, 0], [-np.sin(swing), 0, np.cos(swing)]])
    pose = about_y @ about_x @ about_z
    to_mm = np.array([[1 / DOTS_PER_MM, 0, -hold.aim[0]], [0, 1 / DOTS_PER_MM, -hold.aim[1]], [0, 0, 1]])
    plane = np.column_stack((pose[:, 0], pose[:, 1], (0, 0, hold.distance)))
    focal = size[0] / 2 / _TAN_HALF_ANGLE
    lens = np.array([[focal, 0, size[0] / 2], [0, focal, size[1] / 2], [0, 0, 1]])
    return np.asarray(lens @ plane @ to_mm, np.float64)


def _desk(size: tuple[int, int]) -> Frame:
    """Brown grain, the same every time."""
    strokes = np.random.default_rng(7).normal(0, 9, (size[1] // 8, 6)).astype(np.float32)
    grain = cv2.resize(strokes, size, interpolation=cv2.INTER_CUBIC)[:, :, np.newaxis]
    return _as_frame(np.array(_DESK, np.float32) + grain)


def _light(size: tuple[int, int], strength: float) -> NDArray[np.float32]:
    """Brighter at the upper left, as under a lamp."""
    across = np.linspace(1.04, 0.88, size[0], dtype=np.float32)[np.newaxis, :]
    down = np.linspace(1.02, 0.9, size[1], dtype=np.float32)[:, np.newaxis]
    return np.asarray(across * down * strength, np.float32)
