"""``backup``: copies what an office cannot lose into one file, while the controller runs; a timer does it every night."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.controller_profile import ControllerProfile
from contract.errors import ProfileError
from contract.profile import read_profile
from contract.site import Site
from contract.topics import CONTROLLER
from firmware_config.appliance import places as at
from firmware_config.backups.contents import parts
from firmware_config.backups.fault import BackupError
from firmware_config.backups.journal_copy import JOURNAL
from firmware_config.backups.making import Made, make_backup
from firmware_config.backups.sealed import kept_code, office_code
from firmware_config.backups.shelf import Shelf
from firmware_config.commands import FINE
from firmware_config.fault import SiteFileError
from firmware_config.office import NoOfficeError, Office, find_office
from firmware_config.provision import PROFILE
from firmware_config.site_file import read_site

_MB: Final = 1_000_000


def arguments(parser: ArgumentParser) -> None:
    """The office, where the controller keeps its state, and where the backup goes."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="option.backup_to")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="option.state")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root_of")
    parser.add_argument("--code", action="store_true", help="option.show_code")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where no backup was made. Raises NoOfficeError, SiteFileError, BackupError and OSError."""
    office = _office(given.office)
    if given.code:
        if office is None:
            raise NoOfficeError("", ())
        print(texts["saving.code"].format(code=office_code(office.keep)))
        return FINE
    own = installed_site(given.root)
    site = _site(office, own, texts)
    state = given.state or _state(given.root, site, own)
    if state and not (state / JOURNAL).exists():
        raise BackupError("no_journal", folder=state)
    known = bool(office and kept_code(office.keep))
    shelf = Shelf(
        given.to or given.root / site.backup.place.lstrip("/"), site.id, mounted=site.backup.mounted and not given.to
    )
    now = datetime.now(ZoneInfo(site.timezone))
    code = office_code(office.keep) if office else ""
    named = [one for one in parts(state, office, site, given.root) if code or not one.sealed]
    made = make_backup(named, shelf, site.id, code, now)
    _tell(made, texts, office, has_state=bool(state), new_code=not known)
    for path in shelf.prune(now, site.backup.days):
        print(texts["saving.pruned"].format(path=path))
    return FINE


def _office(word: str) -> Office | None:
    try:
        return find_office(word)
    except NoOfficeError:
        if word:
            raise
        return None


def installed_site(root: Path) -> Site | None:
    """The site as this machine's controller has it."""
    try:
        return read_profile(root / at.settings(CONTROLLER).lstrip("/") / PROFILE, ControllerProfile).site
    except ProfileError:
        return None


def _site(office: Office | None, own: Site | None, texts: Mapping[str, str]) -> Site:
    """A site file with faults does not keep its office from being saved."""
    if office is None:
        if own is None:
            raise NoOfficeError("", ())
        return own
    try:
        return read_site(office.site_file)
    except SiteFileError:
        if own is None:
            raise
        print(texts["saving.faulty_site"].format(file=office.site_file))
        return own


def _state(root: Path, site: Site, own: Site | None) -> Path | None:
    """The folder of this machine's controller, if it is this office's."""
    folder = root / at.STATE.lstrip("/") / CONTROLLER
    return folder if own and own.id == site.id and (folder / JOURNAL).exists() else None


def _tell(made: Made, texts: Mapping[str, str], office: Office | None, *, has_state: bool, new_code: bool) -> None:
    size = f"{made.size / _MB:.1f}"
    print(texts["saving.made"].format(path=made.path, files=made.files, mb=size))
    mark = made.manifest.journal
    if mark:
        print(texts["saving.journal"].format(last=mark.last, day=mark.day or "-"))
    if not has_state:
        print(texts["saving.no_state"])
    if office is None:
        print(texts["saving.no_office"])
    elif new_code:
        print(texts["saving.new_code"])
