"""What is not as it must be on a machine."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from firmware_config.on_machine.disk import digest, place_of
from firmware_config.on_machine.order import Change, Order, Wanted
from firmware_config.on_machine.owners import Owners
from firmware_config.on_machine.record import Record


def changes(order: Order, root: Path, before: Record, owners: Owners) -> list[Change]:
    """Every difference, removals last. Raises OSError for what cannot be read, or stands in the way."""
    return [*_wanted(order, root, before, owners), *_unwanted(order, root, before)]


def _wanted(order: Order, root: Path, before: Record, owners: Owners) -> Iterator[Change]:
    for one in order.files:
        change = _change(place_of(root, one.path), one, owners)
        if change:
            yield Change(one.path, change, change == "content" and _edited(root, one.path, before))


def _unwanted(order: Order, root: Path, before: Record) -> Iterator[Change]:
    wanted = {one.path for one in order.files}
    for path in before.files:
        if path not in wanted and os.path.lexists(place_of(root, path)):
            yield Change(path, "gone", _edited(root, path, before))


def _change(place: Path, one: Wanted, owners: Owners) -> str:
    try:
        now = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return "new"
    if stat.S_ISDIR(now.st_mode):
        raise IsADirectoryError(21, "is a folder", one.path)
    if not stat.S_ISREG(now.st_mode) or digest(place.read_bytes()) != one.digest:
        return "content"
    try:
        owner = owners.numbers(one.owner)
    except KeyError:
        return "rights"  # whoever is meant is not there yet
    same = stat.S_IMODE(now.st_mode) == one.mode and owner in {None, (now.st_uid, now.st_gid)}
    return "" if same else "rights"


def _edited(root: Path, path: str, before: Record) -> bool:
    """Whether somebody else has changed the file since it was installed."""
    place = place_of(root, path)
    known = before.files.get(path)
    return known is not None and place.is_file() and digest(place.read_bytes()) not in known.digests
