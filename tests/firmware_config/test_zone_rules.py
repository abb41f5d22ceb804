"""Faults about zones: each told once, at its key, with the nearest word."""

from pathlib import Path

import pytest

from contract.site import Site
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site
from firmware_config.zone_remarks import remarks

SITE_TEXT = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8")


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    text = SITE_TEXT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (folder / "procedures.toml").write_text("")
    path = folder / "site.toml"
    path.write_text(text.replace('file = "procedures.toml"', ""), "utf-8")
    return path


def faults(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    with pytest.raises(SiteFileError) as told:
        read_site(written(folder, *changes))
    return [(fault.key, fault.name, fault.hint) for fault in told.value.faults]


EAST = ("id = 4\n", 'id = 4\nzone = "khu-dong"\n')


def test_a_board_and_a_speaker_of_a_zone(tmp_path: Path) -> None:
    board = ('id = "hall-board-1"', 'id = "hall-board-1"\nzone = "khu-dong"')
    speaker = ('id = "speaker-1"', 'id = "speaker-1"\nzone = "khu-dong"')
    site: Site = read_site(written(tmp_path, EAST, board, speaker))
    assert {one.id: one.zone for one in site.counters if one.zone} == {4: "khu-dong"}
    assert {one.id: one.zone for one in site.devices if one.zone} == {
        "hall-board-1": "khu-dong",
        "speaker-1": "khu-dong",
    }


def test_a_zone_without_counters(tmp_path: Path) -> None:
    board = ('id = "hall-board-1"', 'id = "hall-board-1"\nzone = "khu-don"')
    assert faults(tmp_path, EAST, board) == [("devices[4].zone", "unknown_zone_of_hall", "khu-dong")]


def test_a_zone_that_is_no_short_name(tmp_path: Path) -> None:
    assert faults(tmp_path, ("id = 4\n", 'id = 4\nzone = "Khu Đông"\n')) == [("counters[3].zone", "id", "khu-dong")]


def test_a_kiosk_is_of_no_zone(tmp_path: Path) -> None:
    kiosk = ('id = "kiosk-1"', 'id = "kiosk-1"\nzone = "khu-dong"')
    assert faults(tmp_path, EAST, kiosk) == [("devices[0].zone", "not_for_role", "")]


BOARD_EAST = ('id = "hall-board-1"', 'id = "hall-board-1"\nzone = "khu-dong"')
SPEAKER_EAST = ('id = "speaker-1"', 'id = "speaker-1"\nzone = "khu-dong"')
WEST = ("id = 5\n", 'id = 5\nzone = "khu-tay"\n')
OTHERS = "1, 2, 3, 5, 6, 7, 8, 9"


def remarked(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str, object]]:
    path = written(folder, *changes)
    found = remarks(read_site(path), path)
    lines = path.read_text("utf-8").split("\n")
    assert all(one.line is not None and lines[one.line - 1].startswith(("[[counters]]", "zone")) for one in found)
    return [(one.place, one.name, one.values["counters"]) for one in found]


def test_an_office_without_zones_or_with_devices_for_everybody_is_as_it_should_be(tmp_path: Path) -> None:
    assert remarked(tmp_path) == []
    assert remarked(tmp_path, EAST, WEST) == []


def test_counters_that_no_loudspeaker_calls(tmp_path: Path) -> None:
    assert remarked(tmp_path, EAST, SPEAKER_EAST) == [("counters.1.zone", "nobody_calls_without_zone", OTHERS)]


def test_counters_that_no_hall_board_shows(tmp_path: Path) -> None:
    without = OTHERS.replace("5, ", "")
    assert remarked(tmp_path, EAST, WEST, BOARD_EAST) == [
        ("counters.1.zone", "nobody_shows_without_zone", without),
        ("counters.5.zone", "nobody_shows_zone", "5"),
    ]


def test_an_office_that_has_no_loudspeaker_lacks_none(tmp_path: Path) -> None:
    text = SITE_TEXT[SITE_TEXT.index('[[devices]]\nid = "speaker-1"') :]
    block = text[: text.find("\n[", 1)]
    assert remarked(tmp_path, EAST, (block, "")) == []
