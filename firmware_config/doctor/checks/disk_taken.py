"""What a disk without room holds, in words: which one it is, and what of the product, or of others, takes the room."""

import shlex
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from contract.controller_profile import ControllerProfile
from contract.profile import BoardProfile
from firmware_config.doctor.adapters.disk_room import Share, mount_of, shares
from firmware_config.doctor.finding import Words
from firmware_config.doctor.patient import Patient

_SECONDS: Final = 2.0
"""So long it is looked; a card with a hundred thousand files takes longer, and what was seen by then is told."""
_MB: Final = 1 << 20


def taken(patient: Patient, folder: Path, until: float, *, of_files: bool = False) -> dict[str, object]:
    """Values for the words of a finding: the disk of ``folder``, where it is mounted, and what takes its room."""
    device, mount = mount_of(folder)
    until = min(until, time.monotonic() + _SECONDS)
    found, is_all = shares(mount, dict(ours(patient)), until, of_files=of_files)
    words = listed(found, is_all=is_all, of_files=of_files)
    return {"disk": device or "-", "mount": mount, "mount_typed": shlex.quote(str(mount)), "taken": words}


def listed(found: Sequence[Share], *, is_all: bool, of_files: bool = False) -> tuple[Words, ...]:
    """One part of the sentence for each folder, and one that says so where not all of the disk was seen."""
    words = [told(one, of_files=of_files) for one in found]
    if not is_all:
        words.append(Words("taken.not_all" if words else "taken.nothing_seen"))
    return tuple(words)


def told(share: Share, *, of_files: bool = False) -> Words:
    """A folder, how much it takes, and whether some of that may go. In megabytes, which are the same word in every language."""
    amount = share.files if of_files else f"{max(1, round(share.size / _MB))} MB"
    much = Words("taken.files" if of_files else "taken.room", {"amount": amount})
    if not share.whole:
        much = Words("taken.at_least", {"much": much})
    return Words(f"taken.{share.kind}", {"folder": share.folder, "much": much})


def ours(patient: Patient) -> Iterator[tuple[Path, str]]:
    """The product's folders, each once; a later kind of the same folder counts."""
    root = patient.places.root
    yield root / "var/log", "logs"
    yield root / "var/cache/apt", "packages"
    for device in patient.devices:
        state = getattr(device.profile, "state", "")
        if state:
            yield Path(state), "state"
            yield from ((one, "restored") for one in sorted(Path(state).parent.glob(f"{Path(state).name}.before-*")))
    for device, board in patient.of(BoardProfile):
        if board.shows and device.path:
            yield device.path.parent / board.shows.media, "pictures"
    for _, profile in patient.of(ControllerProfile):
        site = profile.site
        yield Path(site.reports.folder or Path(profile.state) / "summaries"), "summaries"
        yield Path(site.backup.folder or patient.places.backups), "backups"
        if site.counter_board.photos:
            yield Path(site.counter_board.photos), "pictures"
