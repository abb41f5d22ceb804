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
    if touched:
        yield Area.TOUCH
        yield from _touch(device, found, environment, until)


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
