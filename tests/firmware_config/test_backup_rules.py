"""Faults about the nightly backup, and what a site file says of it."""

from pathlib import Path

import pytest

from firmware_config.appliance import trees
from firmware_config.fault import SiteFileError
from firmware_config.keep import Keep
from firmware_config.site_file import read_site
from tests.firmware_config.office_folder import SITE

TIMER = "/etc/systemd/system/motcua-backup.timer"
SERVICE = "/etc/systemd/system/motcua-backup.service"


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(f"{SITE}\n[backup]\n{more}\n", "utf-8")
    return path


def installed(tmp_path: Path, more: str) -> dict[str, str]:
    (files,) = trees(read_site(written(tmp_path, more)), Keep(tmp_path / "keep")).values()
    return {one.path: one.content.decode("utf-8", "replace") for one in files}


def test_every_night_into_the_folder_of_the_site_file(tmp_path: Path) -> None:
    found = installed(tmp_path, 'at = "01:30"\nfolder = "/media/usb 100%"')
    assert "OnCalendar=*-*-* 01:30:00 Asia/Ho_Chi_Minh\n" in found[TIMER]
    assert 'ReadWritePaths="-/media/usb 100%%"\n' in found[SERVICE]


def test_an_office_that_says_nothing_is_saved_as_well(tmp_path: Path) -> None:
    assert "OnCalendar=*-*-* 02:10:00" in installed(tmp_path, "")[TIMER]


def test_none_by_itself(tmp_path: Path) -> None:
    assert {TIMER, SERVICE}.isdisjoint(installed(tmp_path, 'at = ""'))


@pytest.mark.parametrize(
    ("line", "key", "name"),
    [
        ('at = "25:00"', "backup.at", "clock"),
        ('folder = "stick"', "backup.folder", "whole_path"),
        ("days = 0", "backup.days", "range"),
    ],
)
def test_every_fault_has_its_key(tmp_path: Path, line: str, key: str, name: str) -> None:
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, line))
    assert [(one.key, one.name) for one in told.value.faults] == [(key, name)]
