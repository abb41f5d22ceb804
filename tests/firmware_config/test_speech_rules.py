"""Faults about speech: each told once, at its key, with the nearest word."""

import tomllib
from pathlib import Path

import pytest

from contract.profile import KioskProfile
from contract.speech import KEYS, Deed, Speech, TactileKeys, usages
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

SITE = Path(__file__).parents[2] / "demo" / "site.toml"
SITE_TEXT = SITE.read_text("utf-8")


def faults(tmp_path: Path, more: str, device: str = "kiosk-2") -> list[tuple[str, str, str]]:
    path = tmp_path / "site.toml"
    head, found, tail = SITE_TEXT.partition(f'id = "{device}"')
    assert found
    rest = tail.index("\n[[devices]]")
    path.write_text(f"{head}{found}{tail[:rest]}\n{more}\n{tail[rest:]}", "utf-8")
    with pytest.raises(SiteFileError) as told:
        read_site(path)
    return [(fault.key.partition("].")[2], fault.name, fault.hint) for fault in told.value.faults]


def test_a_key_that_no_keyboard_has(tmp_path: Path) -> None:
    found = faults(tmp_path, '[devices.speech.keys]\nchoose = ["enterr"]')
    assert found == [("speech.keys.choose[0]", "unknown_word", "enter")]


def test_a_key_for_two_deeds(tmp_path: Path) -> None:
    found = faults(tmp_path, '[devices.speech.keys]\nback = ["up"]')
    assert found == [("speech.keys.back[0]", "twice", "")]


def test_only_a_kiosk_reads_aloud(tmp_path: Path) -> None:
    found = faults(tmp_path, '[devices.speech]\nsound = "default"', "rating-5")
    assert found == [("speech", "not_for_role", "")]


def test_every_deed_has_a_key_and_no_key_two() -> None:
    keys = usages(TactileKeys())
    assert set(keys.values()) == set(Deed)
    assert len(keys) == sum(len(TactileKeys().named(deed)) for deed in Deed)
    assert len(set(KEYS.values())) == len(KEYS)


def test_a_kiosk_without_a_word_about_it_is_silent() -> None:
    silent = next(one for one in tomllib.loads(SITE_TEXT)["devices"] if one["id"] == "kiosk-2")
    assert "speech" not in silent
    assert KioskProfile.__dataclass_fields__["speech"].default == Speech()
