"""Small devices in a site file: what cannot be wired or joined is told once, at its key; what can is in the profile."""

from dataclasses import replace
from pathlib import Path

import pytest

from contract.ids import CounterId, DeviceId
from contract.profile import NumberBoardProfile, PadProfile, read_profile
from contract.site import Device
from contract.small_device import FREE, Chip, Hardware, NumberDisplay, Wifi, is_small, pins, wires
from contract.topics import Role
from firmware_config.check import check
from firmware_config.provision import provision
from firmware_config.site_file import read_site
from firmware_config.small_device_rules import small_devices

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")
FIVE = CounterId(5)
TM1637 = Hardware(display=NumberDisplay.TM1637)
NO_WIFI = Wifi()
WIFI = Wifi("mot-cua", "mật khẩu dài")


def faults(hardware=TM1637, role=Role.COUNTER_BOARD, wifi=NO_WIFI, host="127.0.0.1"):
    device = Device(DeviceId("one"), role, FIVE, hardware=hardware)
    site = replace(SITE, devices=(device,), wifi=wifi, broker=replace(SITE.broker, host=host))
    return [(fault.key.removeprefix("devices[0].hardware."), fault.name) for fault in small_devices(site)]


@pytest.mark.parametrize("chip", Chip)
def test_the_usual_wiring_of_every_chip_has_no_fault(chip):
    for display in NumberDisplay:
        assert faults(Hardware(chip, display)) == []
        usual = pins(Role.COUNTER_BOARD, Hardware(chip, display)).values()
        assert set(usual) <= FREE[chip]
    for role in (Role.PAD, Role.KEYPAD):
        assert faults(Hardware(chip), role) == []
        assert len(wires(role, Hardware(chip))) in {5, 6}


def test_what_cannot_be_wired():
    assert faults(replace(TM1637, pins={"clk": 6})) == [("pins.clk", "pin")]
    assert faults(replace(TM1637, pins={"clk": 19})) == [("pins.clk", "pin_twice")]
    assert faults(replace(TM1637, pins={"dio": 18})) == [("pins.dio", "pin_twice")]
    assert faults(replace(TM1637, pins={"clock": 4})) == [("pins.clock", "unknown_word")]
    assert faults(replace(TM1637, digits=8)) == [("digits", "range")]
    assert faults(replace(TM1637, brightness=8)) == [("brightness", "range")]
    assert faults(replace(TM1637, baud=9601)) == [("baud", "unknown_word")]
    assert faults(replace(TM1637, address=0)) == [("address", "range")]
    assert faults(Hardware(pins={"clk": 4})) == [("display", "unknown_word")]
    assert faults(TM1637, Role.PAD) == [("display", "not_for_role")]
    assert faults(TM1637, Role.KIOSK) == [("devices[0].hardware", "not_for_role")]


def test_what_cannot_be_joined():
    assert faults(wifi=WIFI, host="192.168.1.10") == []
    assert faults(wifi=WIFI) == faults(wifi=WIFI, host="localhost") == [("broker.host", "wifi_loopback")]
    assert faults(wifi=WIFI, host="mot-cua.lan") == []
    assert faults(wifi=WIFI, role=Role.HALL_BOARD, hardware=Hardware()) == []
    assert faults(wifi=Wifi("x" * 33, "12345678"), host="a.lan") == [("wifi.name", "wifi_name")]
    assert faults(wifi=Wifi("a", "1234567"), host="a.lan") == [("wifi.password", "wifi_password")]
    assert faults(wifi=Wifi("a"), host="a.lan") == [("wifi.password", "wifi_password")]
    assert faults(wifi=Wifi("", "12345678")) == [("wifi.password", "wifi_no_name")]


def test_a_number_board_needs_no_screen():
    board = Device(DeviceId("so-5"), Role.COUNTER_BOARD, FIVE, screen=(0, 0), hardware=TM1637)
    assert is_small(board.role, board.hardware)
    assert not is_small(board.role, Hardware())
    assert check(replace(SITE, devices=(*SITE.devices, board))) == []


def test_a_profile_holds_every_pin_and_the_network(tmp_path):
    board = Device(DeviceId("so-5"), Role.COUNTER_BOARD, FIVE, hardware=replace(TM1637, pins={"clk": 4}))
    provision(replace(SITE, devices=(*SITE.devices, board), wifi=WIFI), tmp_path / "out", tmp_path / "var")
    profile = read_profile(tmp_path / "out" / "so-5" / "profile.json", NumberBoardProfile)
    assert (profile.hardware.pins, profile.wifi, profile.counter) == ({"clk": 4, "dio": 19}, WIFI, FIVE)
    assert profile.words == {"paused": "nGHI", "closed": "dOnG"}
    pad = read_profile(tmp_path / "out" / "pad-9" / "profile.json", PadProfile)
    assert pad.hardware.pins == pins(Role.PAD, Hardware())
