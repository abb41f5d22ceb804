"""Releases of an office: what was installed when and by whom, so that it can be told, compared and gone back to."""

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from contract.profile import write_private
from firmware_config.office import Office
from firmware_config.tree import InstalledFile

_FORMAT: Final = 1
RELEASE: Final = "info.json"
"""Without it a folder is none: it was begun, and cut off before its first word."""
_TREES: Final = "trees.json"
BEGUN: Final = "begun"
"""Of a machine that was to be installed when the power went."""
BAD: Final = frozenset({BEGUN, "failed", "unreachable"})
GOOD: Final = frozenset({"installed", "unchanged"})


@dataclass(frozen=True, slots=True)
class Release:
    """One release. ``named``: files that its site file names, by their paths from the office's folder, as they are called in ``folder``.

    ``back_to``: the release that was gone back to, 0 where the site file was installed as it stood. ``machines``: how it went on each: begun,
    installed, unchanged, failed, unreachable, carried, or left for it was not meant.
    """

    number: int
    at: str
    by: str
    digest: str
    site_file: str
    named: dict[str, str]
    back_to: int = 0
    machines: dict[str, str] = field(default_factory=dict)
    folder: Path = Path()

    @property
    def words(self) -> str:
        """What a machine remembers of it."""
        return f"{self.number} {self.at} {self.by}"

    @property
    def site_copy(self) -> Path:
        """The site file as it was."""
        return self.folder / "site" / self.site_file


def releases(office: Office) -> tuple[Release, ...]:
    """All that are readable, oldest first."""
    found = (_read(folder) for _, folder in folders(office))
    return tuple(one for one in found if one)


def folders(office: Office) -> list[tuple[int, Path]]:
    """Those of releases, readable or not, by their numbers: 10000 comes after 9999."""
    named = (one for one in office.releases.glob("[0-9]*") if one.name.isascii() and one.name.isdecimal())
    return sorted((int(one.name), one) for one in named)


def newest(office: Office) -> Release | None:
    """The one that is installed, as far as it was."""
    return next(iter(releases(office)[::-1]), None)


def begin(
    office: Office,
    named: tuple[Path, ...],
    trees: Mapping[str, tuple[InstalledFile, ...]],
    at: datetime,
    by: str,
    back_to: int = 0,
) -> Release:
    """A new release on the disk, before anything is installed. ``named``: files of the site file. Raises OSError."""
    office.releases.mkdir(mode=0o700, exist_ok=True)
    last = newest(office)
    number = last.number + 1 if last else 1
    while True:
        folder = office.releases / f"{number:04}"
        try:
            folder.mkdir(mode=0o700)
            break
        except FileExistsError:  # somebody else's, or one that was never written
            number += 1
    stored = {_relative(office, path): f"{place}-{path.name}" for place, path in enumerate(named)}
    release = Release(
        number, at.isoformat(timespec="seconds"), by, fingerprint(office, named), office.site_file.name, stored, back_to,
        dict.fromkeys(trees, BEGUN), folder,
    )  # fmt: skip
    (folder / "site").mkdir(mode=0o700)
    shutil.copyfile(office.site_file, release.site_copy)
    for path, name in zip(named, stored.values(), strict=True):
        shutil.copyfile(path, folder / "site" / name)
    files = {machine: [entry(one) for one in tree] for machine, tree in trees.items()}
    write_private(folder / _TREES, json.dumps(files, indent=1, ensure_ascii=False) + "\n")
    end(release, release.machines)
    return release


def end(release: Release, machines: Mapping[str, str]) -> None:
    """Note how it went."""
    told = dataclasses.asdict(dataclasses.replace(release, machines=dict(machines)))
    del told["folder"]
    text = json.dumps({"format": _FORMAT, **told}, indent=1, ensure_ascii=False)
    write_private(release.folder / RELEASE, text + "\n")


def fingerprint(office: Office, named: tuple[Path, ...]) -> str:
    """Of the site file and the files that it names: the same where nothing was changed."""
    whole = hashlib.sha256()
    for path in (office.site_file, *named):
        content = path.read_bytes()
        whole.update(f"{len(content)}:".encode() + content)
    return whole.hexdigest()


def tree_of(release: Release) -> dict[str, dict[str, dict[str, Any]]]:
    """Files by machine and path: ``digest``, ``mode``, ``owner``, and ``text`` where it is no secret."""
    told = json.loads((release.folder / _TREES).read_text("utf-8"))
    return {machine: {one["path"]: one for one in files} for machine, files in told.items()}


def entry(one: InstalledFile) -> dict[str, Any]:
    """A file as a release keeps it: of a secret one only the digest."""
    kept: dict[str, Any] = {
        "path": one.path, "digest": hashlib.sha256(one.content).hexdigest(), "mode": one.mode, "owner": one.owner,
    }  # fmt: skip
    return kept if one.secret else kept | {"text": one.content.decode("utf-8", "replace")}


def _read(folder: Path) -> Release | None:
    try:
        told = json.loads((folder / RELEASE).read_text("utf-8"))
        fits = told.pop("format") == _FORMAT
        return Release(**told, folder=folder) if fits else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None  # begun and cut off before its first word, or not ours


def _relative(office: Office, path: Path) -> str:
    return str(path.relative_to(office.folder)) if path.is_relative_to(office.folder) else str(path)
