"""``flash`` as an IT officer types it: mpremote and esptool are the real ones, the board is a real MicroPython behind a terminal's cable."""

import json
import os
import subprocess
import tty
from pathlib import Path

import pytest

from contract.profile import PadProfile, read_profile
from contract.small_device import Chip
from demo.child import tied
from firmware_config.__main__ import main
from firmware_config.flashing import BoardError
from firmware_config.flashing.content import programs
from firmware_config.flashing.esptool_firmware import words_of
from firmware_config.flashing.firmware import firmware
from firmware_config.flashing.mpremote_board import OnBoard, read_board
from firmware_config.flashing.serial_ports import SerialPort, serial_ports
from tests.firmware_config.devices.desk import MICROPYTHON

SITE = """
id = "hall"
name = "Một cửa"
[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"
[[counters]]
id = 5
fields = ["dat-dai"]
[[devices]]
id = "kiosk-1"
role = "kiosk"
[[devices]]
id = "pad-5"
role = "pad"
counter = 5
[[devices]]
id = "keypad-5"
role = "keypad"
counter = 5
[broker]
host = "192.168.1.10"
tls = true
[web]
host = "192.168.1.10"
[wifi]
name = "MotCua"
password = "a long password"
"""
EMPTY = "import os; print(os.listdir())"


class Cable:
    """A board whose flash is ``folder``; ``answers`` False: a chip without MicroPython, which says nothing."""

    def __init__(self, folder: Path, *, answers: bool = True) -> None:
        folder.mkdir()
        self.flash = folder
        self._board, self._plug = os.openpty()
        tty.setraw(self._plug)
        tty.setraw(self._board)
        self.port = os.ttyname(self._plug)
        self._process = None
        if answers:
            program = Path(__file__).parent / "raw_repl.py"
            self._process = subprocess.Popen(
                tied([str(MICROPYTHON), str(program)]), cwd=folder, stdin=self._board, stdout=self._board
            )

    def unplug(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        os.close(self._board)
        os.close(self._plug)

    def files(self) -> dict[str, bytes]:
        return {str(one.relative_to(self.flash)): one.read_bytes() for one in self.flash.rglob("*") if one.is_file()}


@pytest.fixture
def cable(tmp_path):
    cable = Cable(tmp_path / "flash")
    yield cable
    cable.unplug()


@pytest.fixture
def office(tmp_path):
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "site.toml").write_text(SITE, "utf-8")
    return tmp_path / "office"


@pytest.fixture
def typed(office, capsys):
    def run(device, *words, code=0, language="en"):
        assert main(["--language", language, "flash", device, str(office), *map(str, words)]) == code
        told = capsys.readouterr()
        return told.out + told.err

    return run


def image(path: Path, chip: int, size: int = 600_000) -> Path:
    """The header of an image for one of Espressif's chips, and as many bytes as a real one has at least."""
    path.write_bytes(b"\xe9" + bytes(11) + chip.to_bytes(2, "little") + bytes(size))
    return path


def test_a_board_gets_everything_once_and_keeps_its_presses(cable, typed, office):
    (cable.flash / "motcua").mkdir()
    (cable.flash / "motcua" / "gone.py").write_text("old", "utf-8")
    (cable.flash / "state").mkdir()
    (cable.flash / "state" / "5f3a").write_text("a vote", "utf-8")
    (cable.flash / "twin").write_text("learned", "utf-8")
    dry = typed("pad-5", "--port", cable.port, "--dry-run")
    assert "motcua/gone.py" in dry
    assert set(cable.files()) == {"motcua/gone.py", "state/5f3a", "twin"}
    told = typed("pad-5", "--port", cable.port)
    assert "pad-5" in told
    found = cable.files()
    assert found.pop("state/5f3a") == b"a vote"
    assert found.pop("twin") == b"learned"
    assert found.pop("main.py") == b"from motcua.main import main; main()\n"
    assert b"BEGIN CERTIFICATE" in found.pop("ca.pem")
    profile = read_profile(cable.flash / "profile.json", PadProfile)
    assert (profile.account.device, profile.account.ca, profile.wifi.password) == ("pad-5", "ca.pem", "a long password")
    kept = json.loads((office / "keep" / "credentials.json").read_text("utf-8"))
    assert profile.account.password == kept["devices"]["pad-5"]["password"]
    found.pop("profile.json")
    assert found == programs()
    assert "motcua/core/pad.py" in found
    before = {one: one.stat().st_mtime_ns for one in cable.flash.rglob("*.py")}
    assert "nothing" in typed("pad-5", "--port", cable.port)
    assert {one: one.stat().st_mtime_ns for one in cable.flash.rglob("*.py")} == before
    assert "1" in typed("keypad-5", "--port", cable.port, code=1)  # a vote of the pad is not delivered yet
    (cable.flash / "state" / "5f3a").unlink()
    typed("keypad-5", "--port", cable.port)
    assert json.loads((cable.flash / "profile.json").read_bytes())["account"]["device"] == "keypad-5"
    assert not (cable.flash / "twin").exists()


def test_a_chip_that_says_nothing(tmp_path, typed, office):
    """No MicroPython: the tool says where to get it; with it, real esptool finds no chip and the officer holds BOOT."""
    cable = Cable(tmp_path / "mute", answers=False)
    try:
        told = typed("pad-5", "--port", cable.port, code=1)
        assert "micropython.org/download/ESP32_GENERIC/" in told
        (office / "firmware").mkdir()
        image(office / "firmware" / "ESP32_GENERIC-20250415-v1.25.0.bin", 0)
        told = typed("pad-5", "--port", cable.port, "--firmware", office / "firmware", code=1)
        assert "BOOT" in told
    finally:
        cable.unplug()


@pytest.mark.parametrize(
    ("device", "words", "says"),
    [
        ("pat-5", (), "pad-5"),
        ("kiosk-1", (), "pad-5, keypad-5"),
        ("pad-5", ("--port", "/dev/ttyUSB77"), "/dev/ttyUSB77"),
        ("pad-5", ("--port", "/dev/null", "--firmware", "s3.bin"), "esp32-s3"),
        ("pad-5", ("--port", "/dev/null", "--firmware", "text.bin"), "micropython.org"),
        ("pad-5", ("--port", "/dev/null", "--firmware", "ESP32-v1.19.1.bin"), "1.24"),
    ],
)
def test_what_is_wrong_is_said(device, words, says, typed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    image(tmp_path / "s3.bin", 9)
    image(tmp_path / "ESP32-v1.19.1.bin", 0)
    (tmp_path / "text.bin").write_text("not an image", "utf-8")
    for language in ("vi", "en"):
        assert says in typed(device, *words, code=1, language=language)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[" * 100_000,
        "[]",
        '{"version": [1, 24], "files": [], "device": "", "owed": 0}',
        '{"version": "1.24", "files": {}, "device": "", "owed": 0}',
        '{"version": [1, 24], "files": {"a": 1}, "device": "", "owed": 0}',
        '{"version": [1, 24], "files": {}, "device": "", "owed": "\\ud800"}',
        "\x1b]0;owned\x07\x1b[2J",
    ],
)
def test_a_board_that_says_anything_is_no_board_of_ours(told):
    """It may be anybody's stick: neither the command nor the terminal does what it says."""
    with pytest.raises(BoardError) as fault:
        read_board(told, "/dev/ttyUSB0")
    assert fault.value.name == "mute"
    assert fault.value.words.isprintable()


def test_a_name_on_a_board_is_words_for_the_terminal():
    told = (
        '{"version": [1, 24], "files": {"main.py": "00", "\\u001b[2J": "00"}, "device": "pad-1\\u001b[2J", "owed": 3}'
    )
    assert read_board(f"noise\n{told}\n", "/dev/ttyUSB0") == OnBoard((1, 24), {"main.py": "00"}, "pad-1 [2J", 3)


def test_the_newest_firmware_of_a_folder_that_fits(tmp_path):
    image(tmp_path / "ESP32_GENERIC-20240602-v1.24.0.bin", 0)
    newest = image(tmp_path / "ESP32_GENERIC-20250911-v1.26.1.bin", 0)
    image(tmp_path / "ESP32_GENERIC_C3-20260101-v1.27.0.bin", 5)
    assert firmware(tmp_path, Chip.ESP32) == newest
    with pytest.raises(BoardError) as fault:
        firmware(tmp_path, Chip.ESP32_S3)
    assert fault.value.words.endswith("ESP32_GENERIC_S3/")
    assert words_of("/dev/ttyUSB0", Chip.ESP32, newest)[-2:] == ("0x1000", str(newest))
    assert words_of("/dev/ttyUSB0", Chip.ESP32_C3, newest)[-2:] == ("0x0", str(newest))


def test_ports_are_found_with_the_names_of_their_plugs(tmp_path):
    device = tmp_path / "sys" / "bus" / "1-2" / "1-2:1.0" / "ttyUSB0"
    device.mkdir(parents=True)
    (tmp_path / "sys" / "bus" / "1-2" / "product").write_text("CP2102 USB to UART\n", "utf-8")
    (tmp_path / "sys" / "class" / "tty" / "ttyUSB0").mkdir(parents=True)
    (tmp_path / "sys" / "class" / "tty" / "ttyUSB0" / "device").symlink_to(device)
    (tmp_path / "dev").mkdir()
    for name in ("ttyUSB0", "ttyACM1", "ttyS0"):
        (tmp_path / "dev" / name).touch()
    assert serial_ports(tmp_path) == (SerialPort("/dev/ttyACM1"), SerialPort("/dev/ttyUSB0", "CP2102 USB to UART"))
