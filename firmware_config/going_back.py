"""Which release stood before, and its site file put back into the office's folder."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from firmware_config.office import Office
from firmware_config.on_machine.disk import put, write_beside
from firmware_config.releases import Release

_ASIDE: Final = "aside"


def before(known: Sequence[Release]) -> Release | None:
    """The newest release older than the one that stands, and different from it; each further time one more step back."""
    if not known:
        return None
    stands = known[-1]
    number = stands.back_to or stands.number
    return next((one for one in known[::-1] if one.number < number and one.digest != stands.digest), None)


def put_back(office: Office, goal: Release) -> Path | None:
    """The site file and the files it names as they were then; returns the folder in which those of today were kept, if they differ from them."""
    files = {office.site_file: goal.site_copy} | {
        office.folder / name: goal.folder / "site" / stored
        for name, stored in goal.named.items()
        if not Path(name).is_absolute() and ".." not in Path(name).parts
    }
    changed = {to: then for to, then in files.items() if not to.exists() or to.read_bytes() != then.read_bytes()}
    if not changed:
        return None
    aside = office.releases / _ASIDE / datetime.now(UTC).astimezone().strftime("%Y-%m-%d-%H%M%S")
    aside.mkdir(parents=True, mode=0o700, exist_ok=True)
    for to, then in changed.items():
        to.parent.mkdir(parents=True, exist_ok=True)
        if to.exists():
            shutil.copyfile(to, aside / to.name)
        put(write_beside(to, then.read_bytes(), to.stat().st_mode & 0o777 if to.exists() else 0o600), to)
    return aside
