"""Which file system a folder is on, and which folders take the room there: those of the product first, then the largest others."""

import os
import re
import stat
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

_BLOCK: Final = 512
"""Bytes of ``st_blocks``, whatever the file system's own are."""
_OTHERS: Final = 3
_LEAST: Final = 0.01
"""Share of all that is used below which a folder is not worth a word."""
_OCTAL: Final = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Share:
    """A folder's part: ``kind`` is whose it is. ``whole``: all of it could be seen, and in time; else it is at least so much."""

    kind: str
    folder: Path
    size: int = 0
    files: int = 0
    whole: bool = True


def mount_of(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> tuple[str, Path]:
    """The device, as the system names it, and where it is mounted, of the file system that ``folder`` is on."""
    folder = folder.resolve()
    mount = folder
    while not mount.is_mount() and mount != mount.parent:
        mount = mount.parent
    named = ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        device, where = line.split(" ")[:2]
        if _plain(where) == str(mount):
            named = _plain(device)  # the last one lies above the others
    return named, mount


def shares(
    mount: Path, ours: Mapping[Path, str], until: float, *, of_files: bool = False
) -> tuple[tuple[Share, ...], bool]:
    """Folders on the file system at ``mount`` that are worth a word, each without the ones named inside it, the largest of each group first.

    ``ours``: the product's folders and their kinds. Looks no longer than ``until``, a moment of ``time.monotonic``; with the folders comes
    whether all of the disk could be seen by then.
    """
    device = mount.stat().st_dev
    known = {folder.resolve(): kind for folder, kind in ours.items() if _is_on(folder, device)}
    named = {**known, **dict.fromkeys(_others(mount, device, known), "other")}  # in this order, for time may be short
    found = [_measured(Share(kind, folder), device, named, until) for folder, kind in named.items()]

    def weight(one: Share) -> int:
        return one.files if of_files else one.size

    used = sum(map(weight, found))
    told = sorted((one for one in found if weight(one) > used * _LEAST), key=weight, reverse=True)
    others = [one for one in told if one.kind == "other"]
    own = [one for one in told if one.kind != "other"]
    return (*own, *others[:_OTHERS]), all(one.whole for one in found)


def _is_on(folder: Path, device: int) -> bool:
    try:
        return folder.stat().st_dev == device
    except OSError:  # not there, or not for us
        return False


def _others(mount: Path, device: int, known: Collection[Path]) -> Iterator[Path]:
    """The mount and what lies one and two steps below it, as far as that is in no folder of ours."""
    if mount in known:
        return
    yield mount
    for first in _folders(mount, device):
        if first not in known:
            yield first
            yield from (one for one in _folders(first, device) if one not in known)


def _folders(folder: Path, device: int) -> Iterable[Path]:
    try:
        with os.scandir(folder) as found:
            return [Path(one) for one in found if one.is_dir(follow_symlinks=False) and _is_on(Path(one), device)]
    except OSError:
        return []


def _measured(share: Share, device: int, known: Collection[Path], until: float) -> Share:
    """With what is below its folder, on this device, and in no other folder of its own."""
    size = files = 0
    closed, left = False, [share.folder]
    while left:
        if time.monotonic() > until:
            return replace(share, size=size, files=files, whole=False)
        try:
            with os.scandir(left.pop()) as found:
                for one in found:
                    if time.monotonic() > until:
                        return replace(share, size=size, files=files, whole=False)
                    told = _look(one)
                    if told is None or told.st_dev != device:
                        continue
                    size, files = size + told.st_blocks * _BLOCK, files + 1
                    if stat.S_ISDIR(told.st_mode) and Path(one) not in known:
                        left.append(Path(one))
        except FileNotFoundError:  # gone meanwhile
            continue
        except OSError:
            closed = True
    return replace(share, size=size, files=files, whole=not closed)


def _look(one: "os.DirEntry[str]") -> os.stat_result | None:
    """None for what has gone meanwhile."""
    try:
        return one.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _plain(word: str) -> str:
    """A word of the table of mounts, in which a blank stands as its octal number."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), word)
