"""Faults about what counter boards show besides the number: each told once, at its key."""

from dataclasses import replace
from pathlib import Path

from contract.counter_board import CounterBoard
from contract.profile import BoardProfile, read_profile
from firmware_config.counter_board_rules import counter_boards
from firmware_config.provision import provision
from firmware_config.site_file import read_site

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")


def faults(photos: str, counter: str = "", officer: str = "") -> list[tuple[str, str]]:
    site = replace(
        SITE,
        counter_board=CounterBoard(photos=photos),
        counters=(replace(SITE.counters[0], photo=counter), *SITE.counters[1:]),
        officers=(replace(SITE.officers[0], photo=officer), *SITE.officers[1:]),
    )
    return [(fault.key, fault.name) for fault in counter_boards(site)]


def test_photos_in_a_folder_of_their_own() -> None:
    assert faults("/etc/motcua/anh", "quay-1.jpg", "lan_2.png") == []
    assert faults("") == []


def test_what_no_page_can_serve() -> None:
    assert faults("anh", "quay-1.jpg") == [("counter_board.photos", "photos_folder")]
    assert faults("", "quay-1.jpg", "lan.png") == [
        ("counters[0].photo", "no_photos_folder"),
        ("officers[0].photo", "no_photos_folder"),
    ]
    for name in ("../secret.jpg", "a/b.png", ".hidden.jpg", "lan.gif", "ảnh.jpg", "lan.jpg\n"):
        assert faults("/anh", name) == [("counters[0].photo", "photo_name")]


def test_a_counter_board_knows_where_the_photos_are(tmp_path: Path) -> None:
    provision(SITE, tmp_path / "out", tmp_path / "var")
    profile = read_profile(tmp_path / "out" / "counter-board-5" / "profile.json", BoardProfile)
    assert profile.web.startswith("http://")
