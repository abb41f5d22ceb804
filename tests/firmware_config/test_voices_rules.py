"""The rules about who calls."""

from pathlib import Path

import msgspec
import pytest

from contract.profile import SpeakerProfile, read_profile
from contract.voices import Voices
from firmware_config.provision import provision
from firmware_config.site_file import SiteFileError, read_site

SITE = Path(__file__).parents[2] / "demo" / "site.toml"
OFFICE = '\n[voices]\npacks = { vi = "/srv/hoa" }\npiper = { en = "/srv/en.onnx" }\n'
SPEAKER = 'id = "speaker-1"'


def written(folder: Path, more: str, instead: tuple[str, str] = ("", "")) -> Path:
    text = SITE.read_text("utf-8").replace('file = "procedures.toml"', "").replace(*instead, 1)
    path = folder / "site.toml"
    path.write_text(text + more, "utf-8")
    return path


def faults(folder: Path, more: str, instead: tuple[str, str] = ("", "")) -> list[tuple[str, str, str]]:
    with pytest.raises(SiteFileError) as told:
        read_site(written(folder, more, instead))
    return [(fault.key, fault.name, fault.hint) for fault in told.value.faults]


def test_the_offices_voices_reach_each_loudspeaker_and_one_may_have_its_own(tmp_path: Path) -> None:
    own = (SPEAKER, f"{SPEAKER}\nvoices = {{ words_a_minute = 120 }}")
    for instead, expected in (
        (("", ""), Voices({"vi": "/srv/hoa"}, {"en": "/srv/en.onnx"})),
        (own, Voices(words_a_minute=120)),
    ):
        site = read_site(written(tmp_path, OFFICE, instead))
        provision(site, tmp_path / "out", tmp_path / "var")
        profile = read_profile(tmp_path / "out" / "speaker-1" / "profile.json", SpeakerProfile)
        assert profile.voices == expected
    assert msgspec.json.decode(msgspec.json.encode(Voices()), type=Voices) == Voices()


@pytest.mark.parametrize(
    ("line", "key", "name", "hint"),
    [
        ('packs = { eng = "/srv/hoa" }', "voices.packs.eng", "unknown_word", "en"),
        ('packs = { vi = "hoa" }', "voices.packs.vi", "whole_path", ""),
        ('piper = { en = "en.onnx" }', "voices.piper.en", "whole_path", ""),
        ('piper_program = " "', "voices.piper_program", "no_words", ""),
        ("words_a_minute = 300", "voices.words_a_minute", "range", ""),
        ("pitch = -1", "voices.pitch", "range", ""),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, line: str, key: str, name: str, hint: str) -> None:
    assert faults(tmp_path, f"\n[voices]\n{line}\n") == [(key, name, hint)]


def test_a_kiosk_calls_nobody(tmp_path: Path) -> None:
    kiosk = ('id = "kiosk-1"', 'id = "kiosk-1"\nvoices = { pitch = 30 }')
    assert faults(tmp_path, "", kiosk) == [("devices[0].voices", "not_for_role", "")]
