"""What belongs into a backup. The controller's folder is gone through by a list of names: what is not on it is never copied.

So neither telephone numbers (``phones.sqlite``) nor tables that somebody took home (``taken-*``) nor what is counted anew anyway
(``reports.sqlite``, ``forecast.json``) can slip in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from contract.site import Site
from firmware_config.backups.journal_copy import JOURNAL
from firmware_config.named_files import named_files
from firmware_config.office import Office

_OF_STATE: Final = ("twins.json", "joined.json", "summaries.json")
_SUMMARIES: Final = "summaries"
_NOT_OF_OFFICE: Final = (".lock",)
_PACK: Final = ".packs."
_PIPER: Final = ".piper."
"""Voices of Piper are downloaded, and large."""
_OPEN: Final = (".photos", "reports.folder")


class Kind(StrEnum):
    """What a part of a backup is."""

    STATE = "state"
    """The controller's folder: journal, summaries, what it knows of its devices."""
    OFFICE = "office"
    """The office folder, with all its secrets."""
    NAMED = "named"
    """A file or folder that the site file names by its whole path: a voice pack, photos, a secret of a registry."""


@dataclass(frozen=True, slots=True)
class Part:
    """``path``: where it stood. ``sealed``: whether it is for holders of the code alone."""

    kind: Kind
    path: Path
    sealed: bool


def parts(state: Path | None, office: Office | None, site: Site | None, root: Path = Path("/")) -> Iterator[Part]:
    """What there is to be kept. ``root``: below which the paths of the site file stand."""
    if state:
        yield Part(Kind.STATE, state, sealed=False)
    if office:
        yield Part(Kind.OFFICE, office.folder, sealed=True)
    if site and state:
        yield from _named(site, office, root)


def named_paths(site: Site) -> dict[str, str]:
    """What the site file names on the controller's machine, with the key that does."""
    central = next(iter(named_files(site).values()))
    return {**central, **({site.reports.folder: "reports.folder"} if site.reports.folder else {})}


def _named(site: Site, office: Office | None, root: Path) -> Iterator[Part]:
    for path, key in named_paths(site).items():
        place = root / path.lstrip("/")
        inside = office is not None and place.is_relative_to(office.folder)
        if Path(path).is_absolute() and place.exists() and not inside and _PIPER not in key:
            yield Part(Kind.NAMED, place, sealed=not (_PACK in key or key.endswith(_OPEN)))


def files_of(part: Part) -> Iterator[tuple[str, Path]]:
    """Every file of a part with its name in it; the journal is the caller's, who copies it in its own way."""
    if part.kind is Kind.STATE:
        yield from ((name, part.path / name) for name in _OF_STATE if (part.path / name).is_file())
        yield from _below(part.path, part.path / _SUMMARIES)
    elif part.path.is_file():
        yield part.path.name, part.path
    else:
        yield from (one for one in _below(part.path, part.path) if one[1].name not in _NOT_OF_OFFICE)


def has_journal(part: Part) -> bool:
    """Whether there is one in it."""
    return part.kind is Kind.STATE and (part.path / JOURNAL).exists()


def _below(base: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(base).as_posix(), path
