"""The screen of a kiosk, terminal or board: switched on, as large as the profile says, and touched where the finger is."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Final

from contract.profile import BoardProfile, KioskProfile, RatingProfile
from contract.profile import Screen as Mounted
from firmware_config.doctor.adapters.deadline import TooLateError, said_by
from firmware_config.doctor.adapters.program_environment import environment_of
from firmware_config.doctor.adapters.x11_screen import ScreenError, Shown, shown
from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Device, Patient

AREAS: Final = (Area.SCREEN, Area.TOUCH)
_DEVICE: Final = re.compile(r"^[^\w~]*(?P<name>.*?)\s+id=(?P<id>\d+)\s")
_TOUCH: Final = "XITouchClass"
_MATRIX: Final = re.compile(r"Coordinate Transformation Matrix \(\d+\):\s*(.*)")
_MATRICES: Final = {
    "normal": (1, 0, 0, 0, 1, 0, 0, 0, 1),
    "left": (0, -1, 1, 1, 0, 0, 0, 0, 1),
    "right": (0, 1, 0, -1, 0, 1, 0, 0, 1),
    "inverted": (-1, 0, 1, 0, -1, 1, 0, 0, 1),
}
"""By the rotation of the picture (wiki.ubuntu.com/X/InputCoordinateTransformation): the touch must turn with it."""

_ALIKE: Final = 1.2
"""So far from what a screen tells of itself its letters are still of a size that nobody minds."""
_LEAST_MM: Final = 40
_NEVER_TOLD: Final = ((90, 160), (100, 160), (900, 1600), (1000, 1600))
"""The shape of the picture in place of millimetres, as many television sets have it in their EDID."""
_MADE_UP_DPI: Final = 96
_INCH_MM: Final = 25.4


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Every screen of this machine's devices."""
    for device in patient.devices:
        profile = device.profile
        if isinstance(profile, KioskProfile | RatingProfile | BoardProfile):
            yield Area.SCREEN
            touched = not isinstance(profile, BoardProfile)
            yield from _screen(device, profile.screen, patient, until, touched=touched)


def _screen(device: Device, mounted: Mounted, patient: Patient, until: float, *, touched: bool) -> Iterator[Told]:
    environment = environment_of(device.path, patient)
    try:
        found = shown(environment, until)
    except ScreenError as fault:
        yield Finding(str(fault), {"device": device.name, "display": environment.get("DISPLAY", "-")}, device.name)
        return
    if mounted.pixels not in found.screens:
        sizes = ", ".join(f"{width} x {height}" for width, height in found.screens)
        width, height = mounted.pixels
        yield Finding("screen_size", {"found": sizes, "wanted": f"{width} x {height}"}, device.name)
    else:
        yield from _millimetres(device, mounted, found)
    if touched:
        yield Area.TOUCH
        yield from _touch(device, found, environment, until)


def _millimetres(device: Device, mounted: Mounted, found: Shown) -> Iterator[Finding]:
    """Where every screen with these pixels tells another size than the profile; one that tells nothing is believed to be right."""
    told = [size for pixels, size in zip(found.screens, found.millimetres, strict=False) if pixels == mounted.pixels]
    wanted = mounted.millimetres
    if told and all(_is_told(size, mounted.pixels) and _differ(size, wanted) for size in told):
        values = {
            "found": f"{told[0][0]} x {told[0][1]}",
            "wanted": f"{wanted[0]} x {wanted[1]}",
            "device": device.name,
        }
        yield Finding("screen_other_size", values, device.name)


def _is_told(size: tuple[int, int], pixels: tuple[int, int]) -> bool:
    """False for what television sets say that were never told their own size, and for what the X server makes up where nobody says anything."""
    made_up = all(abs(mm - count * _INCH_MM / _MADE_UP_DPI) <= 1 for mm, count in zip(size, pixels, strict=True))
    return not made_up and min(size) >= _LEAST_MM and tuple(sorted(size)) not in _NEVER_TOLD


def _differ(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """As mounted or not yet turned."""
    return any(not 1 / _ALIKE <= a / b <= _ALIKE for a, b in zip(sorted(one), sorted(other), strict=True))


def _touch(device: Device, found: Shown, environment: Mapping[str, str], until: float) -> Iterator[Finding]:
    try:
        panels = dict(_panels(environment, until))
        values: dict[str, object] = {"device": device.name, "rotation": found.rotation}
        if not panels:
            yield Finding("touch_missing", values, device.name)
        names = list(panels.values())
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Finding("touch_twice", {**values, "panel": name}, device.name)
        for number, name in panels.items():
            matrix = _matrix(number, environment, until) if len(found.screens) == 1 else None
            if matrix is not None and matrix != _MATRICES[found.rotation]:
                yield Finding("touch_turned", {**values, "panel": name}, device.name)
    except (FileNotFoundError, TooLateError):
        yield Finding("touch_unseen", {"device": device.name}, device.name)


def _panels(environment: Mapping[str, str], until: float) -> Iterator[tuple[str, str]]:
    """Number and name of every touch panel that X knows."""
    _, said, _ = said_by(["xinput", "list", "--long"], until, {**os.environ, **environment})
    number, name = "", ""
    for line in said.splitlines():
        begins = _DEVICE.match(line)
        if begins and not line.startswith("\t"):
            number, name = ("", "") if "master" in line else (begins["id"], begins["name"])
        elif _TOUCH in line and number:
            yield number, name


def _matrix(number: str, environment: Mapping[str, str], until: float) -> tuple[float, ...] | None:
    _, said, _ = said_by(["xinput", "list-props", number], until, {**os.environ, **environment})
    found = _MATRIX.search(said)
    return tuple(round(float(one), 3) for one in found[1].split(",")) if found else None
