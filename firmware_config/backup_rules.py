"""Rules of a site about the nightly backup: a time that there is, and a folder that can be found."""

from pathlib import PurePosixPath
from typing import Final

from contract.announcing import clock
from contract.site import Site
from firmware_config.basic_rules import Faults, within
from firmware_config.fault import Fault

_LONGEST_DAYS: Final = 3650


def backup(site: Site) -> Faults:
    """Every fault of the table."""
    given = site.backup
    if given.at and not _is_time(given.at):
        yield Fault("backup.at", "clock", {"word": given.at})
    if given.folder and not PurePosixPath(given.folder).is_absolute():
        yield Fault("backup.folder", "whole_path", {"word": given.folder})
    yield from within("backup.days", given.days, 1, _LONGEST_DAYS)


def _is_time(text: str) -> bool:
    try:
        clock(text)
    except ValueError:
        return False
    return True
