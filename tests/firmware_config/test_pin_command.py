"""``python -m firmware_config pin``, and the PIN's hash in the site file."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from firmware_config.fault import SiteFileError
from firmware_config.password import BadPasswordError, pin_line
from firmware_config.site_file import read_site
from kiosk.adapters.argon2_pin import Argon2Pin

ROOT = Path(__file__).parents[2]
SITE = (ROOT / "demo" / "site.toml").read_text("utf-8")


def piped(words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "firmware_config", "--language", "en", "pin"]
    return subprocess.run(command, cwd=ROOT, input=words, capture_output=True, text=True)


def test_a_pin_becomes_the_line_of_the_site_file_and_opens_the_kiosk() -> None:
    done = piped("280975\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert Argon2Pin(tomllib.loads(done.stdout)["pin"]).fits("280975")


def test_a_bad_pin_is_refused_in_words() -> None:
    done = piped("1234\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "6 to 12 digits" in done.stderr


@pytest.mark.parametrize(
    ("pin", "name"),
    [
        ("12345", "length"),
        ("1" * 13, "length"),
        ("28097a", "length"),
        ("٢٨٠٩٧٥", "length"),
        ("777777", "simple"),
        ("345678", "simple"),
        ("890123", "simple"),
        ("654321", "simple"),
    ],
)
def test_what_is_no_pin(pin: str, name: str) -> None:
    with pytest.raises(BadPasswordError) as caught:
        pin_line(pin)
    assert str(caught.value) == name


def fault_of(tmp_path: Path, device: str, line: str) -> tuple[str, str]:
    file = tmp_path / "site.toml"
    head = f'id = "{device}"'
    assert head in SITE
    place, _, rest = SITE.partition(head)
    lines = [one for one in rest.split("\n") if not one.startswith("pin = ")]
    file.write_text(place + head + "\n".join([lines[0], line, *lines[1:]]), "utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_site(file)
    (fault,) = caught.value.faults
    return fault.key, fault.name


def test_a_site_file_holds_no_pin_but_its_hash_and_only_of_kiosks(tmp_path: Path) -> None:
    assert fault_of(tmp_path, "kiosk-1", 'pin = "280975"') == ("devices[0].pin", "pin_hash")
    assert fault_of(tmp_path, "hall-board-1", pin_line("280975"))[1] == "not_for_role"
