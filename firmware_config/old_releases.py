"""Which releases of an office are kept, and the others taken away: who tries for an evening or applies for years must not fill the disk."""

import shutil
from collections.abc import Callable, Sequence
from typing import Final

from firmware_config.going_back import before
from firmware_config.office import Office
from firmware_config.releases import GOOD, RELEASE, Release, folders, releases

KEPT: Final = 100
"""Years of an office that runs; a release of one machine is some 100 kB."""


def kept(known: Sequence[Release], newest: int = KEPT) -> set[int]:
    """Numbers, of releases ``known`` oldest first: the newest ones, and older ones that are needed still.

    Needed are what stands on a machine, what is on a stick that has not come back, where the next rollback leads, and what one has gone back to.
    """
    ways: tuple[Callable[[str], bool], ...] = (GOOD.__contains__, "carried".__eq__)
    stands = [
        _last(known, machine, way) for machine in {name for one in known for name in one.machines} for way in ways
    ]
    last = known[-1:]
    needed = [one for one in (*known[-newest:], *stands, before(known)) if one]
    return {one.number for one in needed} | {one.back_to for one in last if one.back_to}


def forget_old(office: Office, newest: int = KEPT) -> int:
    """Takes the others away, and what earlier tries have left; how many. One that this program cannot read is not its own. Raises OSError."""
    known = releases(office)
    numbers, readable = kept(known, newest), {one.folder for one in known}
    gone = [
        folder
        for number, folder in folders(office)
        if known
        and number < known[-1].number
        and number not in numbers
        and (folder in readable or not (folder / RELEASE).exists())
    ]
    for folder in gone:
        folder.rename(folder.with_name(f".{folder.name}"))  # half a release is none
    for left in office.releases.glob(".[0-9]*"):
        shutil.rmtree(left)
    return len(gone)


def _last(known: Sequence[Release], machine: str, way: Callable[[str], bool]) -> Release | None:
    return next((one for one in reversed(known) if way(one.machines.get(machine, ""))), None)
