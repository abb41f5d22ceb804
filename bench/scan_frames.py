"""Frames of a webcam before which somebody holds a receipt, made by chance from a seed, as the camera's own JPEG.

The camera has a fixed lens of 64 degrees; 640 x 480 is cut from the middle of the same sensor, as webcams do. A code is
held 12 to 23 cm away, a little askew; every fault of ``FAULTS`` then comes in five severities.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from bench.scan_faults import LIGHT, PAPER, SPOTS, Light, defocus, motion
from bench.scan_page import Grey, Page, blank_page, chance_page
from contract.ids import FileCode
from demo.receipts import DOTS_PER_MM
from kiosk.core.scan import Symbology

FAULTS: Final = (
    "distance", "perspective", "turn", "everything", *PAPER, *LIGHT, *SPOTS, "jpeg",
)  # fmt: skip
"""Sixteen ways in which a frame is bad."""
HARD: Final = 3
"""Severity from which a frame counts as hard."""
_FOCAL: Final = {(1920, 1080): 1536.0, (1280, 720): 1024.0, (640, 480): 683.0}
_FINE: Final = {(1920, 1080): 1.5, (1280, 720): 2.0, (640, 480): 3.0}
_QUALITY: Final = 85
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame as JPEG, and the code that is on it (None: none)."""

    jpeg: NDArray[np.uint8]
    code: FileCode | None
    fault: str
    severity: int


@dataclass(slots=True)
class Hold:
    """How the hand holds the page: mm and degrees."""

    distance: float
    yaw: float
    pitch: float
    roll: float
    aside: tuple[float, float]


def shots(seed: int, symbology: Symbology, size: Size, each: int) -> Iterator[Shot]:
    """``each`` frames for every fault and severity."""
    for at, fault in enumerate(FAULTS):
        for severity in range(1, 6):
            for number in range(each):
                chance = default_rng([seed, list(Symbology).index(symbology), *size, at, severity, number])
                yield shot(fault, severity, symbology, size, chance)


def shot(fault: str, severity: int, symbology: Symbology, size: Size, chance: Generator) -> Shot:  # noqa: C901
    """One frame with one fault."""
    page = chance_page(symbology, chance, phone=fault == "phone")
    hold = chance_hold(chance)
    quality = _QUALITY
    faults = {fault: severity}
    if fault == "everything":
        picked = chance.choice([name for name in FAULTS if name not in {"everything", "phone"}], 5, replace=False)
        faults = {str(name): max(1, (severity + 1) // 2) for name in picked}
    for name, level in faults.items():
        if name == "distance":
            hold.distance = chance.uniform(0.95, 1.05) * (210 + 26 * level)
        elif name == "perspective":
            hold.yaw += chance.choice([-1, 1]) * (5 + 8 * level)
            hold.pitch += chance.choice([-1, 1]) * (3 + 6 * level)
        elif name == "turn":
            hold.roll += chance.choice([-1, 1]) * (4 + chance.uniform(0, 17.2) * level)
        elif name == "jpeg":
            quality = (0, 40, 26, 17, 11, 7)[level]
        elif name in PAPER:
            page = Page(PAPER[name](page, level, chance), page.code, page.middle, page.half)
    light = _seen(page, hold, size, chance)
    for name, level in faults.items():
        if name in LIGHT:
            light = LIGHT[name](light, level, chance)
        elif name in SPOTS:
            light = SPOTS[name](light, level, chance, _spot(hold, size))
    return Shot(_jpeg(light, quality, chance), page.code, fault, severity)


def ordinary(seed: int, symbology: Symbology, size: Size, count: int) -> Iterator[Shot]:
    """Frames with nothing wrong but an unsteady hand."""
    for number in range(count):
        chance = default_rng([seed, 77, list(Symbology).index(symbology), *size, number])
        page = chance_page(symbology, chance)
        yield Shot(_jpeg(_seen(page, chance_hold(chance), size, chance), _QUALITY, chance), page.code, "ordinary", 0)


def empty(seed: int, size: Size, count: int) -> Iterator[Shot]:
    """Frames without a code: the room, and pages of text alone."""
    for number in range(count):
        chance = default_rng([seed, 78, *size, number])
        page = blank_page()
        hold = chance_hold(chance)
        hold.aside = (0.0, -62.0) if number % 2 else (900.0, 0.0)
        yield Shot(_jpeg(_seen(page, hold, size, chance), _QUALITY, chance), None, "empty", 0)


def sequence(seed: int, symbology: Symbology, size: Size, frames: int) -> Iterator[Shot]:
    """A receipt brought before the camera and held: from far and moving to near and nearly still, 25 frames a second."""
    chance = default_rng([seed, 79, list(Symbology).index(symbology), *size])
    page, hold = chance_page(symbology, chance), chance_hold(chance)
    hold.roll += chance.uniform(-25, 25)
    hold.yaw += chance.uniform(-18, 18)
    far, near = chance.uniform(300, 380), chance.uniform(150, 290)
    start = chance.uniform(-30, 30, 2)
    blur = chance.uniform(0.6, 1.7)
    for number in range(frames):
        come = 1 - np.exp(-number / 9)
        hold.distance = far + (near - far) * come + chance.normal(0, 2)
        wobble = chance.normal(0, 2, 2)
        hold.aside = (float(start[0] * (1 - come) + wobble[0]), float(start[1] * (1 - come) + wobble[1]))
        light = _seen(page, hold, size, chance)
        speed = (1 - come) * 8 + chance.exponential(1.3)
        light = motion(light, int(np.clip(round(speed / 2), 1, 5)), chance)
        light = defocus(light, int(np.clip(round(blur * 1.6), 1, 3)), chance)
        light = light * 0.6 + chance.normal(0, 5, light.shape).astype(np.float32)
        yield Shot(_jpeg(light, 70, chance), page.code, "sequence", number)


def chance_hold(chance: Generator) -> Hold:
    """Near enough, nearly upright."""
    return Hold(
        chance.uniform(120, 230), chance.normal(0, 4), chance.normal(0, 4), chance.normal(0, 3),
        (chance.normal(0, 6), chance.normal(0, 5)),
    )  # fmt: skip


def _spot(hold: Hold, size: Size) -> tuple[float, float]:
    focal = _FOCAL[size] / hold.distance
    return size[0] / 2 + hold.aside[0] * focal, size[1] / 2 + hold.aside[1] * focal


def _seen(page: Page, hold: Hold, size: Size, chance: Generator) -> Light:
    """The page through the lens, before a desk of chance."""
    fine = _FINE[size]
    wide, high = round(size[0] * fine), round(size[1] * fine)
    yaw, pitch, roll = np.radians([hold.yaw, hold.pitch, hold.roll])
    turn = _about(2, roll) @ _about(1, yaw) @ _about(0, pitch)
    scale = 1 / DOTS_PER_MM
    place = np.array([[scale, 0, -page.middle[0] * scale], [0, scale, -page.middle[1] * scale], [0, 0, 1]])
    onto = np.column_stack([turn[:, 0], turn[:, 1], [*hold.aside, hold.distance]])
    lens = np.array([[_FOCAL[size] * fine, 0, wide / 2], [0, _FOCAL[size] * fine, high / 2], [0, 0, 1]])
    matrix = lens @ onto @ place
    room = cv2.resize(
        (chance.random((12, 20)) * 130 + 40).astype(np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC
    )
    view = cv2.warpPerspective(
        page.picture, matrix, (wide, high), dst=room, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    seen = cv2.resize(view, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return cv2.GaussianBlur(seen, (0, 0), 0.45 + 0.1 * size[0] / 1280).astype(np.float32) * 0.85 + 8


def _about(axis: int, angle: float) -> NDArray[np.float64]:
    turn = np.zeros(3)
    turn[axis] = angle
    return cv2.Rodrigues(turn)[0].astype(np.float64)


def _jpeg(light: Light, quality: int, chance: Generator) -> NDArray[np.uint8]:
    noisy = np.clip(light + chance.normal(0, 2.2, light.shape), 0, 255).astype(np.uint8)
    colour = cv2.merge([_tint(noisy, 0.93), noisy, _tint(noisy, 0.98)])
    return cv2.imencode(".jpg", colour, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].astype(np.uint8)


def _tint(grey: Grey, gain: float) -> Grey:
    return cv2.convertScaleAbs(grey, alpha=gain).astype(np.uint8)
