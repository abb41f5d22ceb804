"""Files below a root, written whole or not at all."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_BESIDE: Final = ".motcua-new"


def digest(content: bytes) -> str:
    """SHA-256 as text."""
    return hashlib.sha256(content).hexdigest()


def place_of(root: Path, path: str) -> Path:
    """Where a machine's absolute path stands below ``root``; raises OSError where that, or a link in between, leads out of it."""
    place = root / path.lstrip("/")
    if ".." in place.parts or not place.parent.resolve().is_relative_to(root):
        raise OSError(18, "leads out of the root", path)
    return place


def write_beside(place: Path, content: bytes, mode: int, owner: tuple[int, int] | None = None) -> Path:
    """The content on the disk under a name of its own; owner and mode are right before the first byte is in it."""
    beside = place.with_name(f".{place.name}{_BESIDE}")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        if owner:
            os.fchown(file.fileno(), *owner)
        os.fchmod(file.fileno(), mode)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return beside


def sweep(root: Path, paths: Iterable[str]) -> None:
    """Remove what an installation that was cut off has left beside these paths, and anywhere among our own: secrets may be in it."""
    folders = {place_of(root, path).parent for path in paths}
    left = [one for folder in folders if folder.is_dir() for one in folder.glob(f".*{_BESIDE}")]
    for one in (*left, *(root / "etc/motcua").rglob(f".*{_BESIDE}")):
        one.unlink(missing_ok=True)


def put(beside: Path, place: Path) -> None:
    """Into its place at once; the folder's entry is on the disk as well when this returns."""
    beside.replace(place)
    sync(place.parent)


def sync(folder: Path) -> None:
    """A folder's entries are on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
