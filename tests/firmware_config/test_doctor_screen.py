"""The doctor before the screen: X servers of the wrong size, with a panel turned, doubled, or none at all."""

import subprocess

import pytest

from contract.profile import BoardProfile, Screen
from contract.topics import Role
from demo.screen import VirtualScreen
from firmware_config.doctor.finding import Area
from tests.firmware_config.surgery import SCREEN, account, examined, findings, kinds, kiosk, patient, rating
from tests.screens.touch_panel import TouchPanel


@pytest.fixture(scope="module")
def panel():
    one = TouchPanel(*SCREEN.pixels)
    yield one
    one.stop()


def tell(panel, *words):
    subprocess.run(["xinput", *words], env=panel.env, check=True, timeout=5)


def test_a_screen_that_is_as_mounted_is_well(panel, monkeypatch):
    monkeypatch.setenv("DISPLAY", panel.display)
    found = examined(patient(kiosk()), Area.SCREEN, Area.TOUCH)
    assert (found.findings, found.well) == ((), (Area.SCREEN, Area.TOUCH))


def test_a_panel_that_is_turned_another_way_than_the_picture(panel, monkeypatch):
    monkeypatch.setenv("DISPLAY", panel.display)
    turned = ("0", "1", "0", "-1", "0", "1", "0", "0", "1")
    tell(panel, "set-prop", "fingers", "--type=float", "Coordinate Transformation Matrix", *turned)
    try:
        assert kinds(patient(kiosk()), Area.TOUCH) == ["touch_turned"]
    finally:
        straight = ("1", "0", "0", "0", "1", "0", "0", "0", "1")
        tell(panel, "set-prop", "fingers", "--type=float", "Coordinate Transformation Matrix", *straight)


def test_a_panel_that_is_there_twice(monkeypatch):
    panel = TouchPanel(*SCREEN.pixels, panels=2)
    try:
        monkeypatch.setenv("DISPLAY", panel.display)
        assert kinds(patient(kiosk()), Area.TOUCH) == ["touch_twice"]
    finally:
        panel.stop()


@pytest.fixture(scope="module")
def plain():
    """A screen that is too small, and has nothing to touch."""
    one = VirtualScreen(1024, 768)
    yield one
    one.stop()


def test_a_screen_of_another_size_and_without_a_panel(plain, monkeypatch):
    monkeypatch.setenv("DISPLAY", plain.display)
    found = findings(patient(rating()), Area.SCREEN, Area.TOUCH)
    assert [one.kind for one in found] == ["touch_missing", "screen_size"]
    assert found[1].values == {"found": "1024 x 768", "wanted": "1080 x 1920"}


def test_a_board_needs_no_panel(plain, monkeypatch):
    monkeypatch.setenv("DISPLAY", plain.display)
    board = BoardProfile(account("board-1", Role.HALL_BOARD), Screen((1024, 768), (300, 200)))
    assert kinds(patient(board), Area.SCREEN, Area.TOUCH) == []


def test_a_machine_without_the_program_that_asks_panels(plain, monkeypatch, tmp_path):
    monkeypatch.setenv("DISPLAY", plain.display)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert kinds(patient(rating()), Area.TOUCH) == ["touch_unseen"]


@pytest.mark.parametrize("display", ["", ":4711", "hall-pc:0.0"])
def test_no_screen_at_all(display, monkeypatch):
    monkeypatch.setenv("DISPLAY", display)
    assert kinds(patient(kiosk()), Area.SCREEN) == ["screen_none"]


def test_a_screen_that_lets_only_its_own_user_in(tmp_path, monkeypatch):
    cookies = tmp_path / "authority"
    subprocess.run(["xauth", "-q", "-f", cookies, "add", ":0", ".", "00" * 16], check=True, timeout=5)
    screen = VirtualScreen(*SCREEN.pixels, "-auth", str(cookies))
    try:
        number = screen.display.removeprefix(":")
        subprocess.run(["xauth", "-q", "-f", cookies, "add", f":{number}", ".", "00" * 16], check=True, timeout=5)
        monkeypatch.setenv("DISPLAY", screen.display)
        monkeypatch.setenv("XAUTHORITY", str(cookies))
        assert kinds(patient(kiosk()), Area.SCREEN) == []
        monkeypatch.setenv("XAUTHORITY", str(tmp_path / "none"))
        assert kinds(patient(kiosk()), Area.SCREEN) == ["screen_forbidden"]
    finally:
        screen.stop()
