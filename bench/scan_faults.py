"""What spoils a picture between paper and decoder: one function a fault, each by severity 1 to 5.

Faults of paper work on the page in dots, faults of light and lens on the picture in pixels of 1280 x 720; all of chance
comes from the generator given.
"""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.scan_page import Grey, Page

Light = NDArray[np.float32]
"""Height x width, 0 to 255 and beyond."""


def crease(page: Page, severity: int, chance: Generator) -> Grey:
    """A fold through the code: one side shifted, a pale and a dark line."""
    high, wide = page.picture.shape
    y, x = _grid(high, wide)
    angle = chance.uniform(0, np.pi)
    middle = np.array(page.middle) + chance.uniform(-0.7, 0.7, 2) * page.half
    far = (x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)
    shift = np.where(far > 0, 1.2 * severity, 0).astype(np.float32)
    along = chance.uniform(-1, 1)
    moved = cv2.remap(page.picture, x + shift * along, y + shift, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shade = 1 - 0.08 * severity * np.exp(-((far / (6 + 3 * severity)) ** 2))
    worn = 40 * severity * np.exp(-((far / (1 + 1.2 * severity)) ** 2))
    return _grey(moved * shade + worn)


def curl(page: Page, severity: int, chance: Generator) -> Grey:
    """Paper rolled about an axis near the upright: narrower to the sides, bent lines, a darker side."""
    high, wide = page.picture.shape
    y, x = _grid(high, wide)
    radius = wide / (0.55 + 0.22 * severity)
    middle = page.middle[0] + chance.uniform(-0.3, 0.3) * wide
    sine = np.clip((x - middle) / radius, -0.99, 0.99)
    lean = chance.uniform(-1, 1) * 0.05 * severity
    source = middle + radius * np.arcsin(sine) + lean * (y - page.middle[1])
    bent = y + (1 - np.sqrt(1 - sine**2)) * radius * 0.12 * chance.choice([-1, 1])
    shade = 1 - 0.07 * severity * np.abs(sine)
    picture = cv2.remap(
        page.picture, source.astype(np.float32), bent.astype(np.float32), cv2.INTER_LINEAR, borderValue=90
    )
    return _grey(picture * shade)


def cover(page: Page, severity: int, chance: Generator) -> Grey:
    """A thumb or a stamp over part of the code, from above or below."""
    picture = page.picture.copy()
    flat = page.half[0] > 1.5 * page.half[1]
    share = 0.2 + 0.13 * severity if flat else 0.06 + 0.045 * severity
    up = bool(chance.integers(2))
    for _ in range(1 + severity // 2):
        x = page.middle[0] + chance.uniform(-0.9, 0.9) * page.half[0]
        reach = 2 * page.half[1] * share
        thumb = (chance.uniform(80, 170) * (1 if flat else 0.6), reach)
        y = page.middle[1] + (-page.half[1] if up else page.half[1])
        cv2.ellipse(
            picture, ((x, y), (2 * thumb[0], 2 * thumb[1]), chance.uniform(-12, 12)), int(chance.integers(90, 190)), -1
        )
    return picture


def streaks(page: Page, severity: int, chance: Generator) -> Grey:
    """A worn drum: pale lines across the bars and dots of missing toner."""
    picture = page.picture.astype(np.float32)
    left, top = (int(middle - half) for middle, half in zip(page.middle, page.half, strict=True))
    wide, high = (int(2 * half) for half in page.half)
    for _ in range(severity):
        y = top + int(chance.integers(0, max(1, high - 6)))
        picture[y : y + int(chance.integers(3, 6 + 2 * severity)), left : left + wide] += 200
    grain = cv2.resize(chance.random((high // 3 + 1, wide // 3 + 1)).astype(np.float32), (wide, high))
    picture[top : top + high, left : left + wide] += 255 * (grain < 0.03 + 0.04 * severity)
    return _grey(picture)


def pale(page: Page, severity: int, chance: Generator) -> Grey:
    """An empty cartridge: grey instead of black, on greyish paper."""
    floor = (0.0, 110.0, 145.0, 175.0, 195.0, 208.0)[severity] + chance.uniform(-6, 6)
    return _grey(floor + (235 - floor) * page.picture / 255)


def dark(light: Light, severity: int, chance: Generator) -> Light:
    """A dim hall: little light, brightened again by the camera together with its noise."""
    gain = (1, 0.45, 0.32, 0.22, 0.15, 0.10)[severity]
    seen = chance.normal(light * gain, 1.2 + 0.6 * severity)
    return np.asarray(np.round(np.clip(seen, 0, 255)) * (0.55 / gain), np.float32)


def glare(light: Light, severity: int, chance: Generator, spot: tuple[float, float] = (640.0, 360.0)) -> Light:
    """A lamp in glossy paper: blown out in the middle, veiled around."""
    y, x = _grid(*light.shape)
    scale = light.shape[1] / 1280
    for _ in range(1 + severity // 3):
        at = np.array(spot) + chance.uniform(-90, 90, 2) * scale
        wide, high = chance.uniform(40, 70) * scale * severity**0.5, chance.uniform(14, 26) * scale * severity**0.5
        angle = chance.uniform(-0.5, 0.5)
        far_x, far_y = x - at[0], y - at[1]
        along, across = far_x * np.cos(angle) + far_y * np.sin(angle), far_y * np.cos(angle) - far_x * np.sin(angle)
        light = light + (70 + 60 * severity) * np.exp(-((along / wide) ** 2) - (across / high) ** 2)
    return light.astype(np.float32)


def shadow(light: Light, severity: int, chance: Generator, spot: tuple[float, float] = (640.0, 360.0)) -> Light:
    """The hand's own shadow with a hard edge through the code."""
    y, x = _grid(*light.shape)
    angle = chance.uniform(0, 2 * np.pi)
    far = (x - spot[0] - chance.uniform(-40, 40)) * np.cos(angle) + (y - spot[1]) * np.sin(angle)
    deep = 1 - (0.25 + 0.12 * severity)
    return np.asarray(light * (deep + (1 - deep) / (1 + np.exp(-far / (12 / severity)))), np.float32)


def motion(light: Light, severity: int, chance: Generator) -> Light:
    """The hand moves while the shutter is open: up to 11 pixels, in any direction."""
    length = (0, 2.5, 4.0, 6.0, 8.5, 11.0)[severity] * light.shape[1] / 1280
    angle = chance.uniform(0, np.pi)
    side = 2 * int(np.ceil(length / 2)) + 3
    kernel = np.zeros((side * 8, side * 8), np.float32)
    end = np.array([np.cos(angle), np.sin(angle)]) * length * 4
    first, last = (tuple(np.round(side * 4 + sign * end).astype(int).tolist()) for sign in (-1, 1))
    cv2.line(kernel, first, last, 1.0, 8)
    kernel = np.asarray(cv2.resize(kernel, (side, side), interpolation=cv2.INTER_AREA), np.float32)
    return _light(cv2.filter2D(light, -1, kernel / kernel.sum()))


def defocus(light: Light, severity: int, chance: Generator) -> Light:
    """Nearer than the fixed focus allows: a disk of up to 2.8 pixels' radius."""
    radius = (0, 0.8, 1.2, 1.7, 2.2, 2.8)[severity] * light.shape[1] / 1280 * chance.uniform(0.9, 1.1)
    side = 2 * int(np.ceil(radius)) + 3
    y, x = _grid(side * 8, side * 8)
    disk = ((x - side * 4 + 0.5) ** 2 + (y - side * 4 + 0.5) ** 2 <= (8 * radius) ** 2).astype(np.float32)
    kernel = np.asarray(cv2.resize(disk, (side, side), interpolation=cv2.INTER_AREA), np.float32)
    return _light(cv2.filter2D(light, -1, kernel / kernel.sum()))


def flicker(light: Light, severity: int, chance: Generator) -> Light:
    """Lamps on alternating current under a rolling shutter: dark bands over the picture, and noise."""
    rows = np.arange(light.shape[0], dtype=np.float32)[:, np.newaxis]
    wave = np.sin(rows * 2 * np.pi / (light.shape[0] / chance.uniform(3, 7)) + chance.uniform(0, 6))
    return np.asarray(
        light * (0.62 + (0.07 * severity) * wave) + chance.normal(0, 2.5 * severity, light.shape), np.float32
    )


def raster(light: Light, severity: int, chance: Generator) -> Light:
    """A screen's dots against the camera's: moire over everything, and a pale reflection."""
    y, x = _grid(*light.shape)
    angle, pitch = chance.uniform(-0.3, 0.3), chance.uniform(2.2, 5.0)
    waves = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / pitch)
    waves += np.sin((y * np.cos(angle) - x * np.sin(angle)) * 2 * np.pi / (pitch * 1.1))
    mirror = cv2.GaussianBlur(chance.random((18, 32)).astype(np.float32), (0, 0), 1.5)
    veil = cv2.resize(mirror, (light.shape[1], light.shape[0])) * 30 * severity
    return np.asarray(light * (1 - 0.03 * severity + 0.045 * severity * waves / 2) + veil, np.float32)


PAPER: Final[dict[str, Callable[[Page, int, Generator], Grey]]] = {
    "crease": crease, "curl": curl, "cover": cover, "streaks": streaks, "pale": pale,
}  # fmt: skip
LIGHT: Final[dict[str, Callable[[Light, int, Generator], Light]]] = {
    "dark": dark, "flicker": flicker, "motion": motion, "defocus": defocus, "phone": raster,
}  # fmt: skip
SPOTS: Final[dict[str, Callable[[Light, int, Generator, tuple[float, float]], Light]]] = {
    "glare": glare, "shadow": shadow,
}  # fmt: skip


def _grid(high: int, wide: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.arange(high, dtype=np.float32)[:, np.newaxis].repeat(wide, 1), np.arange(wide, dtype=np.float32)[
        np.newaxis
    ].repeat(high, 0)


def _grey(picture: NDArray[np.floating]) -> Grey:
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def _light(picture: cv2.typing.MatLike) -> Light:
    return picture.astype(np.float32, copy=False)
