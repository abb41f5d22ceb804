"""Size and rotation of an X display, asked in the few packets that this takes: nothing is drawn, and a hanging server is not waited for.

Sources: X Window System Protocol, X Consortium, chapters 8 and 9 (connection setup, QueryExtension); RandR extension 1.5, 4.1
(RRGetScreenInfo) and 7 (RRGetMonitors); Xauthority's form as in Xau(3).
"""

import os
import socket
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firmware_config.doctor.adapters.deadline import left

_COOKIE: Final = b"MIT-MAGIC-COOKIE-1"
_ACCEPTED: Final = 1
_LONGEST: Final = 1 << 20
_QUERY_EXTENSION: Final = 98
_RANDR: Final = b"RANDR"
_VERSION, _SCREEN_INFO, _MONITORS = 0, 5, 42
_ROTATIONS: Final = {2: "left", 4: "inverted", 8: "right"}


class ScreenError(Exception):
    """There is no display, or it lets nobody in; its text is the kind of the finding."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pixels of each screen of the display as turned, and how the first is turned, in the words of xrandr.

    ``millimetres``: what each says of its own size, in the same order; 0 where it says nothing.
    """

    screens: tuple[tuple[int, int], ...]
    rotation: str = "normal"
    millimetres: tuple[tuple[int, int], ...] = ()


def shown(environment: Mapping[str, str], until: float) -> Shown:
    """What the display of ``environment`` is like. Raises ScreenError."""
    host, _, rest = environment.get("DISPLAY", "").rpartition(":")
    number = rest.partition(".")[0]
    if host not in {"", "unix"} or not number.isdecimal():
        raise ScreenError("screen_none")
    try:
        with _dialled(number, until) as line:
            return _asked(line, number, environment)
    except (OSError, struct.error) as fault:
        raise ScreenError("screen_none") from fault


def _dialled(number: str, until: float) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(min(3.0, left(until)))
    try:
        line.connect(f"/tmp/.X11-unix/X{number}")  # noqa: S108  # where X servers listen
    except FileNotFoundError:
        line.connect(f"\0/tmp/.X11-unix/X{number}")
    return line


def _asked(line: socket.socket, number: str, environment: Mapping[str, str]) -> Shown:
    cookie = next(_cookies(number, environment), b"")
    name = _COOKIE if cookie else b""
    line.sendall(struct.pack("=BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie)) + _padded(name) + _padded(cookie))
    head = _exactly(line, 8)
    answer = _exactly(line, struct.unpack_from("=H", head, 6)[0] * 4)
    if head[0] != _ACCEPTED:
        raise ScreenError("screen_forbidden")
    vendor, formats = struct.unpack_from("=H", answer, 16)[0], answer[21]
    screen = 32 + (vendor + 3) // 4 * 4 + formats * 8
    root, width, height = (*struct.unpack_from("=I", answer, screen), *struct.unpack_from("=HH", answer, screen + 20))
    line.sendall(struct.pack("=BxHHxx", _QUERY_EXTENSION, 4, len(_RANDR)) + _padded(_RANDR))
    there, opcode = _reply(line)[8:10]
    if not there:
        return Shown(((width, height),))
    line.sendall(struct.pack("=BBHII", opcode, _VERSION, 3, 1, 5))
    _reply(line)
    line.sendall(struct.pack("=BBHI", opcode, _SCREEN_INFO, 2, root))
    rotation = _ROTATIONS.get(struct.unpack_from("=H", _reply(line), 24)[0] & 0xF, "normal")
    line.sendall(struct.pack("=BBHIBxxx", opcode, _MONITORS, 3, root, 1))
    monitors = tuple(_monitors(_reply(line)))
    if not monitors:
        return Shown(((width, height),), rotation)
    return Shown(tuple(pixels for pixels, _ in monitors), rotation, tuple(size for _, size in monitors))


def _monitors(answer: bytes) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Pixels and millimetres of each."""
    at = 32
    for _ in range(struct.unpack_from("=I", answer, 12)[0]):
        outputs, _x, _y, width, height, wide_mm, high_mm = struct.unpack_from("=HhhHHII", answer, at + 6)
        yield (width, height), (wide_mm, high_mm)
        at += 24 + 4 * outputs


def _reply(line: socket.socket) -> bytes:
    """The next answer; events, which nobody has asked for, do not come."""
    head = _exactly(line, 32)
    if head[0] != 1:
        raise ConnectionResetError
    return head + _exactly(line, struct.unpack_from("=I", head, 4)[0] * 4)


def _exactly(line: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = line.recv(min(count - len(data), _LONGEST))
        if not piece:
            raise ConnectionResetError
        data += piece
    return data


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _cookies(number: str, environment: Mapping[str, str]) -> Iterator[bytes]:
    """Of the display, as its user's file of cookies has them."""
    place = environment.get("XAUTHORITY") or os.path.join(environment.get("HOME", "/"), ".Xauthority")  # noqa: PTH118
    try:
        data = Path(place).read_bytes()
    except OSError:
        return
    at = 0
    while at + 2 < len(data):
        at += 2
        parts: list[bytes] = []
        for _ in range(4):
            length = int.from_bytes(data[at : at + 2], "big")
            parts.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        if parts[2] == _COOKIE and parts[1] in {number.encode(), b""}:
            yield parts[3]
