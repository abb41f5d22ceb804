"""A kiosk's camera: there, ours, free, and giving pictures that differ, are lit and large enough to read a receipt from."""

import errno
import fcntl
import http.client
import json
import os
import struct
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from contract.profile import KioskProfile
from firmware_config.doctor.adapters.deadline import TooLateError, left, said_by
from firmware_config.doctor.adapters.program_environment import holds
from firmware_config.doctor.finding import Area, Finding, Told, without_secrets
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.CAMERA,)
_WATCH_S: Final = 3.2
"""A camera may repeat a picture for a while when it has nothing new, three seconds it may not."""
_START_S: Final = 6.5
_DARK: Final = 26
"""Grey value that stays below where something lies on the lens; the kiosk's own measure."""
_SMALLEST: Final = (640, 480)
"""A receipt's bars cannot be read from less."""
_PICTURES: Final = ("multipart/", "image/", "video/", "application/octet-stream")
_BY_STATUS: Final = {200: "", 401: "camera_forbidden", 403: "camera_forbidden"}
_QUERYCAP: Final = 0x80685600
_CAPTURES: Final = 0x1
"""VIDIOC_QUERYCAP and V4L2_CAP_VIDEO_CAPTURE of linux/videodev2.h."""
_BY_ERROR: Final = {
    errno.EACCES: "camera_forbidden",
    errno.EPERM: "camera_forbidden",
    errno.EBUSY: "camera_busy",
}


def look(patient: Patient, until: float) -> Iterator[Told]:
    """Every camera of this machine's kiosks; one that its own kiosk is looking through is left to it."""
    for device, profile in patient.of(KioskProfile):
        if profile.camera:
            yield Area.CAMERA
            own = _path(profile.camera)
            kind = "" if own and holds(device.path, patient, own) else _camera(profile.camera, until)
            if kind:
                yield Finding(kind, {"camera": without_secrets(profile.camera), "device": device.name}, device.name)


def _path(name: str) -> str:
    """The device file behind a camera's name; empty for what is none."""
    return f"/dev/video{name}" if name.isdecimal() else name if name.startswith("/dev/") else ""


def _camera(name: str, until: float) -> str:
    """The kind of what is wrong, or nothing."""
    if "://" in name:
        kind = _address(name, until)
    elif path := _path(name):
        kind = _device(path)
    else:
        kind = "" if Path(name).exists() else "camera_missing"
    return kind or _pictures(name, until)


def _device(path: str) -> str:
    try:
        file = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    except OSError as fault:
        return _BY_ERROR.get(fault.errno or 0, "camera_missing")
    try:
        told = fcntl.ioctl(file, _QUERYCAP, bytes(104))
    except OSError:
        return "camera_wrong_format"
    finally:
        os.close(file)
    return "" if struct.unpack_from("=I", told, 88)[0] & _CAPTURES else "camera_wrong_format"


def _address(name: str, until: float) -> str:
    """Of an address that begins with ``http``: whether it answers, and with pictures."""
    parts = urlsplit(name)
    if parts.scheme not in {"http", "https"}:
        return ""
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=min(2.5, left(until)))
    try:
        line.request("GET", f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        answered = line.getresponse()
        if answered.status == http.client.UNAUTHORIZED and parts.password:
            return ""  # name and password in the address are OpenCV's to try
        return _BY_STATUS.get(answered.status, "camera_missing") or _stream(answered)
    except (OSError, http.client.HTTPException, UnicodeError):
        return "camera_missing"
    finally:
        line.close()


def _stream(answered: http.client.HTTPResponse) -> str:
    if not answered.getheader("Content-Type", "").lower().startswith(_PICTURES):
        return "camera_wrong_format"
    try:
        return "" if answered.read1(1) else "camera_stalled"
    except TimeoutError:
        return "camera_stalled"


def _pictures(name: str, until: float) -> str:
    ends = min(until, time.monotonic() + _START_S)
    watching = max(1.0, min(_WATCH_S, left(ends) - 2.0))
    command = [sys.executable, "-m", "firmware_config.doctor.adapters.opencv_camera", str(watching)]
    try:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        code, said, complaint = said_by(command, ends, environment, typed=name)
    except TooLateError:
        return "camera_stalled"
    if code:
        return "camera_stalled" if "Traceback" not in complaint else "camera_missing"
    return _judged(json.loads(said.splitlines()[-1]), name)


def _judged(seen: dict[str, Any], name: str) -> str:
    if not seen["opened"]:  # a device that is there and does not open has somebody else's hand on it
        return "camera_busy" if _path(name) else "camera_wrong_format"
    if not seen["pictures"]:
        return "camera_stalled"
    if seen["brightest"] < _DARK:
        return "camera_dark"
    if not Path(name).is_file() and seen["pictures"] > 2 and seen["different"] <= 2:
        return "camera_frozen"
    size = sorted((seen["width"], seen["height"]), reverse=True)
    return "camera_small" if size[0] < _SMALLEST[0] or size[1] < _SMALLEST[1] else ""
