"""The doctor before the screen: X servers of the wrong size, with a panel turned, doubled, or none at all."""

import os
import subprocess

import pytest

from contract.profile import BoardProfile, Screen
from contract.topics import Role
from demo.screen import VirtualScreen
from firmware_config.doctor.adapters.x11_screen import Shown
from firmware_config.doctor.checks.screen import _millimetres
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


@pytest.fixture(scope="module")
def measured():
    """A screen that tells its millimetres."""
    one = VirtualScreen(1024, 768)
    monitor = ["xrandr", "--setmonitor", "HDMI-1", "1024/433x768/325+0+0", "screen"]
    subprocess.run(monitor, env={**os.environ, "DISPLAY": one.display}, check=True, timeout=20)
    yield one
    one.stop()


@pytest.mark.parametrize(
    ("millimetres", "found"),
    [
        ((423, 318), []),
        ((318, 423), []),
        ((500, 375), []),
        ((217, 136), ["screen_other_size"]),
        ((900, 700), ["screen_other_size"]),
    ],
    ids=["as it says", "not yet turned", "a little off", "smaller", "larger"],
)
def test_a_screen_of_other_millimetres_than_it_tells(measured, millimetres, found, monkeypatch):
    monkeypatch.setenv("DISPLAY", measured.display)
    board = BoardProfile(account("board-1", Role.HALL_BOARD), Screen((1024, 768), millimetres))
    told = findings(patient(board), Area.SCREEN)
    assert [one.kind for one in told] == found
    for one in told:
        wide, high = millimetres
        assert (one.values["found"], one.values["wanted"]) == ("433 x 325", f"{wide} x {high}")


def test_what_the_server_makes_up_is_not_told(plain, monkeypatch):
    monkeypatch.setenv("DISPLAY", plain.display)
    board = BoardProfile(account("board-1", Role.HALL_BOARD), Screen((1024, 768), (900, 700)))
    assert kinds(patient(board), Area.SCREEN) == []


@pytest.mark.parametrize(
    "told",
    [(0, 0), (16, 9), (160, 90), (90, 160), (1600, 900)],
    ids=["nothing", "a shape", "a shape", "turned", "a shape"],
)
def test_a_screen_that_was_never_told_its_size_says_nothing(told):
    profile = BoardProfile(account("board-1", Role.HALL_BOARD), Screen((1920, 1080), (943, 530)))
    [device] = patient(profile).devices
    assert list(_millimetres(device, profile.screen, Shown(((1920, 1080),), "normal", (told,)))) == []
    [finding] = _millimetres(device, profile.screen, Shown(((1920, 1080),), "normal", ((531, 299),)))
    assert finding.values["found"] == "531 x 299"
    assert list(_millimetres(device, profile.screen, Shown(((1920, 1080),)))) == []


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
