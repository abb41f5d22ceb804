"""A backup that was taken apart into a folder and checked: nothing of it stands at its place yet."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from firmware_config.backups import archive
from firmware_config.backups.contents import Kind
from firmware_config.backups.fault import BackupError
from firmware_config.backups.journal_copy import JOURNAL, journal_mark
from firmware_config.backups.manifest import SEALED, KeptPart, Manifest, Member
from firmware_config.backups.sealed import unseal

_PATIENCE_S: Final = 3600
"""A journal of a million tickets is read through in some minutes."""
_PROGRAMS: Final = Path(__file__).parents[2]
_INNER: Final = "unsealed"


@dataclass(frozen=True, slots=True)
class Fresh:
    """A part to be put at its place: ``at`` is where it lies now, ``files`` what belongs to it, by name."""

    part: KeptPart
    at: Path
    files: dict[str, Member]


@dataclass(frozen=True, slots=True)
class Opened:
    """A whole backup. ``left_sealed``: it holds secrets that were not opened. ``proved``: who has the code made it, and nobody changed it."""

    manifest: Manifest
    parts: tuple[Fresh, ...]
    left_sealed: bool
    proved: bool


def open_backup(path: Path, into: Path, ask: Callable[[], str], language: str) -> Opened:
    """Take it apart below ``into`` and check everything: sums, and that this version's controller reads the journal from end to end.

    ``ask`` gives the code, and is asked where there is anything that needs one; empty: what is sealed stays so, and nobody vouches for the rest. Raises BackupError, OSError.
    """
    with path.open("rb") as file:
        manifest = archive.unpack(file, into)
    parts = list(_parts(manifest, into))
    sealed = into / SEALED
    code = ask() if sealed.exists() or manifest.proof else ""
    proved = manifest.is_proved(code)
    if code and not proved:
        raise BackupError("wrong_code")
    if sealed.exists() and code:
        inner = into / _INNER
        inner.mkdir(mode=0o700)
        parts += _parts(archive.unpack(io.BytesIO(unseal(code, sealed.read_bytes())), inner), inner)
    for one in parts:
        if one.part.kind is Kind.STATE and (one.at / JOURNAL).exists():
            _check_journal(one.at, manifest, language)
    return Opened(manifest, tuple(parts), sealed.exists() and not code, proved)


def _parts(manifest: Manifest, folder: Path) -> Iterator[Fresh]:
    for number, part in enumerate(manifest.parts):
        begin = f"{number}/"
        files = {one.name[len(begin) :]: one for one in manifest.members if one.name.startswith(begin)}
        place = folder / str(number)
        place.mkdir(mode=0o700, exist_ok=True)
        yield Fresh(part, place, files)


def _check_journal(folder: Path, manifest: Manifest, language: str) -> None:
    """The controller's own judgement, in a process: whether it knows these tables and events, and no number is there twice."""
    if journal_mark(folder / JOURNAL) != manifest.journal:
        raise BackupError("broken")
    line = [sys.executable, "-m", "controller", "replay", "--state", str(folder.absolute()), "--language", language]
    done = subprocess.run(line, cwd=_PROGRAMS, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    for end in ("-wal", "-shm"):
        (folder / f"{JOURNAL}{end}").unlink(missing_ok=True)
    if done.returncode:
        raise BackupError("journal_refused", words=(done.stdout + done.stderr).strip())
