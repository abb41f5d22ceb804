"""Faults about what hall boards show besides calls: each told once, at its key."""

from pathlib import Path

import pytest

from contract.hall_board import Side
from contract.profile import BoardProfile, read_profile
from firmware_config.fault import SiteFileError
from firmware_config.provision import provision
from firmware_config.site_file import read_site

SITE_TEXT = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8")


def written(folder: Path, table: str) -> Path:
    before, _, rest = SITE_TEXT.partition("[board]")
    (folder / "procedures.toml").write_text("")
    path = folder / "site.toml"
    path.write_text(f"{before}[board]\n{table}\n[rating]{rest.partition('[rating]')[2]}", "utf-8")
    return path


def faults(folder: Path, table: str) -> list[tuple[str, str]]:
    with pytest.raises(SiteFileError) as told:
        read_site(written(folder, table))
    return [(fault.key, fault.name) for fault in told.value.faults]


def test_boards_of_the_hall_are_told_and_those_of_counters_are_not(tmp_path: Path) -> None:
    site = read_site(written(tmp_path, 'side = "left"\ncalm = true\nticker = ["Mang theo giấy tờ"]'))
    provision(site, tmp_path / "out", tmp_path / "var")
    hall = read_profile(tmp_path / "out" / "hall-board-1" / "profile.json", BoardProfile).shows
    assert (hall.side, hall.calm, hall.ticker, hall.media) == (Side.LEFT, True, ("Mang theo giấy tờ",), "media")
    assert read_profile(tmp_path / "out" / "counter-board-5" / "profile.json", BoardProfile).shows.ticker == ()


def test_lines_that_nobody_can_read(tmp_path: Path) -> None:
    assert faults(tmp_path, f'ticker = [" ", "{"a" * 161}", "b", "b"]') == [
        ("board.ticker[0]", "no_words"),
        ("board.ticker[1]", "line_too_long"),
        ("board.ticker[3]", "twice"),
    ]
    many = ", ".join(f'"dòng {n}"' for n in range(21))
    assert faults(tmp_path, f"ticker = [{many}]") == [("board.ticker[20]", "too_many_lines")]


def test_a_side_that_is_none_and_a_folder_that_is_none(tmp_path: Path) -> None:
    assert faults(tmp_path, 'side = "top"\nmedia = "a\\tb"') == [
        ("board.side", "unknown_word"),
        ("board.media", "no_words"),
    ]
