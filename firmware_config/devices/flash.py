"""Files on the device's flash: whole or not at all, whenever the power is cut."""

import os
from binascii import crc32
from json import dumps, loads

_NEW = ".new"


def write_whole(path: str, content: bytes) -> None:
    """The old content or the new one, never half of it; raises OSError where the flash is full or broken."""
    beside = path + _NEW
    with open(beside, "wb") as file:
        file.write(content)
        file.flush()
        if hasattr(os, "fsync"):  # MicroPython's flush brings it to the flash
            os.fsync(file.fileno())
    os.rename(beside, path)


def read_whole(path: str) -> "bytes | None":
    """None where there is no such file, or the flash does not give it."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def remove(path: str) -> None:
    """Safe where it is not there."""
    try:
        os.remove(path)
    except OSError:
        pass


def names(folder: str) -> "list[str]":
    """Of the files in a folder, which is made where it is not there; what a power cut left unfinished is taken away.

    None of them where the flash is broken.
    """
    try:
        os.mkdir(folder)
    except OSError:
        pass  # it is there, or cannot be made
    try:
        found = sorted(os.listdir(folder))
    except OSError:
        return []
    for name in found:
        if name.endswith(_NEW):
            remove(folder + "/" + name)
    return [name for name in found if not name.endswith(_NEW)]


def sealed(content: bytes) -> bytes:
    """With a checksum in front, by which worn cells are told from a message."""
    return f"{crc32(content) & 0xFFFFFFFF:08x}\n".encode() + content


def unsealed(raw: "bytes | None") -> "bytes | None":
    """None where the checksum does not fit."""
    if raw is None or sealed(raw[9:]) != raw:
        return None
    return raw[9:]


def read_table(path: str) -> "dict[str, object]":
    """A sealed JSON object; empty where there is none that can be trusted."""
    raw = unsealed(read_whole(path))
    try:
        value = loads(raw.decode()) if raw else {}
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def write_table(path: str, value: "dict[str, object]") -> bool:
    """Whether it is kept; False where the flash is full or broken."""
    try:
        write_whole(path, sealed(dumps(value).encode()))
    except OSError:
        return False
    return True
