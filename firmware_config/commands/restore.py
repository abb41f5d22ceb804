"""``restore``: puts a backup back, after everything in it was checked; what stands there stays beside."""

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.backups.contents import Kind
from firmware_config.backups.fault import BackupError
from firmware_config.backups.opened import Fresh, Opened, open_backup
from firmware_config.backups.restoring import Moved, Place, put_back
from firmware_config.backups.sealed import kept_code
from firmware_config.commands import FINE
from firmware_config.office import INSTALLED


def arguments(parser: ArgumentParser) -> None:
    """Which backup, and where its parts go."""
    parser.add_argument("file", type=Path, help="option.backup_file")
    parser.add_argument("--office", type=Path, metavar="FOLDER", help="option.office_to")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="option.state")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root_of")
    parser.add_argument("--code", default="", metavar="CODE", help="option.code")
    parser.add_argument("--without-secrets", action="store_true", help="option.without_secrets")
    parser.add_argument("--check", action="store_true", help="option.only_check")
    parser.add_argument("--force", action="store_true", help="option.force")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises BackupError where nothing was changed, and OSError."""
    office = given.office or given.root / str(INSTALLED).lstrip("/")
    language = getattr(given, "language", "vi")
    code = "" if given.without_secrets else given.code or kept_code(office / "keep")
    with tempfile.TemporaryDirectory(prefix=".motcua-restore-", dir=given.file.parent if given.check else None) as name:
        opened = open_backup(given.file, Path(name), code, language)
        _tell_found(opened, texts)
        if opened.left_sealed and not given.without_secrets and not given.check:
            raise BackupError("needs_code")
        if given.check:
            print(texts["restore.good"])
            return FINE
        places = [Place(one, _place(one, office, given)) for one in opened.parts]
        taken = [str(one.to) for one in places if one.is_taken]
        if taken and not given.force:
            raise BackupError("taken", places=", ".join(taken))
        done = put_back(places, datetime.now().astimezone())
    _tell_done(done, opened, texts)
    return FINE


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
