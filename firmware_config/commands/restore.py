"""``restore``: puts a backup back, after everything in it was checked; what stands there stays beside."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from getpass import getpass
from pathlib import Path

from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.backups.contents import Kind, named_paths
from firmware_config.backups.fault import BackupError
from firmware_config.backups.opened import Fresh, Opened, open_backup
from firmware_config.backups.restoring import Moved, Place, put_back
from firmware_config.backups.sealed import kept_code
from firmware_config.commands import FINE
from firmware_config.commands.backup import installed_site
from firmware_config.fault import SiteFileError
from firmware_config.office import INSTALLED, NoOfficeError, find_office
from firmware_config.site_file import read_site


def arguments(parser: ArgumentParser) -> None:
    """Which backup, and where its parts go."""
    parser.add_argument("file", type=Path, help="option.backup_file")
    parser.add_argument("--office", type=Path, metavar="FOLDER", help="option.office_to")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="option.state")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root_of")
    parser.add_argument("--code", action="store_true", help="option.code")
    parser.add_argument("--without-secrets", action="store_true", help="option.without_secrets")
    parser.add_argument("--check", action="store_true", help="option.only_check")
    parser.add_argument("--force", action="store_true", help="option.force")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises BackupError where nothing was changed, and OSError."""
    office = given.office or given.root / str(INSTALLED).lstrip("/")
    language = getattr(given, "language", "vi")
    with tempfile.TemporaryDirectory(prefix=".motcua-restore-", dir=given.file.parent if given.check else None) as name:
        opened = open_backup(given.file, Path(name), partial(_code, given, office, texts), language)
        _tell_found(opened, texts)
        if opened.left_sealed and not given.without_secrets and not given.check:
            raise BackupError("needs_code")
        if given.check:
            print(texts["restore.good"])
            return FINE
        known = frozenset() if opened.proved else _named_here(office, given.root)
        strange = [one for one in opened.parts if _is_strange(one, opened, known)]
        places = [Place(one, _place(one, office, given)) for one in opened.parts if one not in strange]
        taken = [str(one.to) for one in places if one.is_taken]
        if taken and not given.force:
            raise BackupError("taken", places=", ".join(taken))
        done = put_back(places, datetime.now().astimezone())
    if not opened.proved:
        print(texts["restore.unproved"])
    for one in strange:
        print(texts["restore.strange"].format(path=one.part.path))
    _tell_done(done, opened, texts)
    return FINE


def _code(given: Namespace, office: Path, texts: Mapping[str, str]) -> str:
    """The office's own where it lies here; else it is typed, since a command line can be read by others. Empty: nothing is opened."""
    if given.without_secrets:
        return ""
    kept = "" if given.code else kept_code(office / "keep")
    if kept or (given.check and not given.code):
        return kept
    return _typed(texts["restore.question"])


def _typed(question: str) -> str:
    """Not shown while it is typed; the first line where it comes through a pipe."""
    return getpass(f"{question} ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def _named_here(office: Path, root: Path) -> frozenset[str]:
    """Paths that a site file of this very machine names: who changed a backup cannot add one."""
    sites = [installed_site(root)]
    with suppress(NoOfficeError, SiteFileError, OSError):
        sites.append(read_site(find_office(str(office)).site_file))
    return frozenset(path for one in sites if one for path in named_paths(one))


def _is_strange(fresh: Fresh, opened: Opened, known: frozenset[str]) -> bool:
    """Whether nobody vouches for the place that it wants to go to."""
    return fresh.part.kind is Kind.NAMED and not opened.proved and fresh.part.path not in known


def _place(fresh: Fresh, office: Path, given: Namespace) -> Path:
    root: Path = given.root
    if fresh.part.kind is Kind.STATE:
        return given.state or root / at.STATE.lstrip("/") / CONTROLLER
    if fresh.part.kind is Kind.OFFICE:
        return office
    return root / fresh.part.path.lstrip("/")


def _tell_found(opened: Opened, texts: Mapping[str, str]) -> None:
    told = opened.manifest
    made = datetime.fromisoformat(told.made_at)
    print(texts["restore.found"].format(site=told.site, at=f"{made:%d/%m/%Y %H:%M}", version=told.version))
    if told.journal:
        print(texts["restore.journal"].format(last=told.journal.last, day=told.journal.day or "-"))


def _tell_done(done: list[Moved], opened: Opened, texts: Mapping[str, str]) -> None:
    for one in done:
        print(texts["restore.put"].format(path=one.place.to))
        if one.aside:
            print(texts["restore.aside"].format(path=one.aside))
    if opened.left_sealed:
        print(texts["restore.left_sealed"])
    if opened.manifest.journal:
        made = datetime.fromisoformat(opened.manifest.made_at)
        print(texts["restore.since"].format(at=f"{made:%d/%m/%Y %H:%M}"), file=sys.stderr)
    print(texts["restore.next"])
