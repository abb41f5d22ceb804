"""Faults about alerts and figures of the fleet."""

from pathlib import Path

import pytest

from contract.fleet import Trouble
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

SITE_TEXT = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8").partition("[fleet]")[0]


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(f"{SITE_TEXT}\n[fleet]\n{more}\n", "utf-8")
    return path


def test_the_whole_table_is_read(tmp_path: Path) -> None:
    given = read_site(
        written(
            tmp_path,
            'webhook = "https://chat.example.vn/hook/a"\nsecret_file = "/etc/motcua/hook"\nkinds = ["gone", "disk"]\n'
            'after_min = { gone = 10 }\nbackups = "/var/backups/motcua"\nmetrics_file = "/etc/motcua/metrics"\n',
        )
    ).fleet
    assert (given.kinds, given.after_s(Trouble.GONE)) == ((Trouble.GONE, Trouble.DISK), 600)


@pytest.mark.parametrize(
    ("line", "key", "name"),
    [
        ('webhook = "chat.example.vn"', "fleet.webhook", "webhook"),
        ('webhook = "https://a:b@chat.example.vn/"', "fleet.webhook", "webhook"),
        ('secret_file = "hook"', "fleet.secret_file", "whole_path"),
        ('metrics_file = "metrics"', "fleet.metrics_file", "whole_path"),
        ('backups = "backups"', "fleet.backups", "whole_path"),
        ("after_min = { gon = 5 }", "fleet.after_min.gon", "unknown_word"),
        ("after_min = { gone = -1 }", "fleet.after_min.gone", "range"),
        ('language = "fr"', "fleet.language", "unknown_word"),
        ("free_mb = 0", "fleet.free_mb", "range"),
        ("warm_c = 10", "fleet.warm_c", "range"),
        ("restarts = 0", "fleet.restarts", "range"),
        ("backup_hours = 0", "fleet.backup_hours", "range"),
    ],
)
def test_every_fault_has_its_key(tmp_path: Path, line: str, key: str, name: str) -> None:
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, line))
    assert [(one.key, one.name) for one in told.value.faults] == [(key, name)]


def test_a_word_that_was_meant_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, "after_min = { gon = 5 }"))
    assert told.value.faults[0].hint == "gone"
