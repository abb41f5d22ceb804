"""Faults about machines: each told once, at its key, with what was probably meant."""

from pathlib import Path

import pytest

from contract.machines import Display, Machine, Rotation, Usb, UsbKind
from contract.site import Site
from firmware_config.fault import SiteFileError
from firmware_config.machine_rules import programs
from firmware_config.site_file import read_site

OFFICE = """
id = "thu"
name = "Bộ phận một cửa"
[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "B"
[[counters]]
id = 5
fields = ["dat-dai"]
[[devices]]
id = "keypad-5"
role = "keypad"
counter = 5
{keypad}
[[devices]]
id = "kiosk-1"
role = "kiosk"
{kiosk}
[[devices]]
id = "hall-1"
role = "hall_board"
{hall}
[[devices]]
id = "so-5"
role = "counter_board"
counter = 5
{number}
[broker]
host = "{host}"
tls = true
{broker}
[clock]
servers = ["{server}"]
[[machines]]
id = "may-chu"
{first}
{machines}
"""
GOOD = {
    "keypad": "",
    "number": 'hardware = { display = "tm1637" }',
    "kiosk": 'machine = "may-2"\ndisplay = { output = "HDMI-1", rotation = "left", touch = "ILITEK ILITEK-TP" }',
    "hall": 'machine = "may-2"\ndisplay = { output = "HDMI-2" }',
    "host": "192.168.1.10",
    "broker": 'machine = "may-chu"',
    "server": "192.168.1.1",
    "first": "",
    "machines": '[[machines]]\nid = "may-2"\n{second}',
    "second": 'host = "kiosk-2.lan"\nuser = "quantri"\nnames = ["192.168.1.12"]\nsound = "alsa_output.pci-0000_00_1f.3.analog-stereo"'
    '\nrestart_at = "03:30"\nusb = [{ kind = "printer", id = "04b8:0e15" }, { kind = "camera", id = "046d:0825", serial = "A1", name = "mat" }]',
}

ALONE = {"first": "", "machines": ""}


def read(folder: Path, **changes: str) -> Site:
    path = folder / "site.toml"
    head = 'officers = [{ id = "hoa", name = "Hoa", role = "head", password = "$argon2id$v=19$m=19456,t=2,p=1$2Jqfvg5VpjHKp4aW06a4lQ$kZ4hRrTkMOtGdtYYSHTKAqL1l3FIfIhdtQnVOgxXTVI" }]'
    path.write_text(
        head + OFFICE.replace("{machines}", {**GOOD, **changes}["machines"]).format_map({**GOOD, **changes}), "utf-8"
    )
    return read_site(path)


def test_a_whole_office_of_machines(tmp_path: Path) -> None:
    site = read(tmp_path)
    first, second = site.machines
    assert first == Machine(first.id)
    assert (second.host, second.user, second.names) == ("kiosk-2.lan", "quantri", ("192.168.1.12",))
    assert second.usb == (Usb(UsbKind.PRINTER, "04b8:0e15"), Usb(UsbKind.CAMERA, "046d:0825", "A1", "mat"))
    displays = {one.id: one.display for one in site.devices if one.machine == "may-2"}
    assert displays == {
        "kiosk-1": Display("HDMI-1", Rotation.LEFT, "ILITEK ILITEK-TP"),
        "hall-1": Display("HDMI-2"),
    }
    assert site.broker.tls
    assert site.clock.servers == ("192.168.1.1",)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"number": ""}, ("devices[3].machine", "needs_machine", "")),
        ({"kiosk": ""}, ("devices[1].machine", "needs_machine", "")),
        ({"kiosk": 'machine = "may-3"'}, ("devices[1].machine", "unknown_machine", "may-2")),
        ({"keypad": 'machine = "may-2"'}, ("devices[0].machine", "not_for_role", "")),
        ({"keypad": 'display = { output = "HDMI-1" }'}, ("devices[0].display", "not_for_role", "")),
        ({"hall": 'machine = "may-2"'}, ("devices[2].display", "needs_output", "")),
        ({"hall": 'machine = "may-2"\ndisplay.output = "HDMI-1"'}, ("devices[2].display.output", "output_taken", "")),
        ({"hall": 'machine = "may-chu"\ndisplay.output = "HDMI 1"'}, ("devices[2].display.output", "device_name", "")),
        ({"hall": 'machine = "may-chu"\ndisplay.touch = "a*"'}, ("devices[2].display.touch", "device_name", "")),
        ({"hall": 'machine = "may-chu"\ndisplay.rotation = "lef"'}, ("devices[2].display.rotation", "unknown_word", "left")),
        (
            {"keypad": '[[devices]]\nid = "r"\nrole = "rating"\ncounter = 5\nmachine = "may-2"\ndisplay.output = "DP-1"'},
            ("devices[1].display", "needs_touch", ""),
        ),
        ({"broker": 'machine = "may-cu"'}, ("broker.machine", "unknown_machine", "may-chu")),
        ({"host": "127.0.0.1"}, ("broker.host", "only_here", "")),
        ({"host": "localhost"}, ("broker.host", "only_here", "")),
        ({"server": "time server"}, ("clock.servers[0]", "host", "")),
        ({"first": 'host = "a"', "second": 'host = "a"'}, ("machines[1].host", "twice", "")),
        ({"second": 'host = "a b"'}, ("machines[1].host", "host", "")),
        ({"second": 'host = "a"\nuser = "Quản trị"'}, ("machines[1].user", "unix_user", "")),
        ({"second": 'host = "a"\nnames = ["b", "c d"]'}, ("machines[1].names[1]", "host", "")),
        ({"second": 'host = "a"\nsound = "loa ngoài"'}, ("machines[1].sound", "sink", "")),
        ({"second": 'host = "a"\nrestart_at = "3h30"'}, ("machines[1].restart_at", "clock", "")),
        ({"second": 'host = "a"\nusb = [{ kind = "printer", id = "04B8:0E15" }]'}, ("machines[1].usb[0].id", "usb_id", "04b8:0e15")),
        ({"second": 'host = "a"\nusb = [{ kind = "printer", id = "Epson" }]'}, ("machines[1].usb[0].id", "usb_id", "")),
        ({"second": 'host = "a"\nusb = [{ kind = "print", id = "04b8:0e15" }]'}, ("machines[1].usb[0].kind", "unknown_word", "printer")),
        ({"second": 'host = "a"\nusb = [{ kind = "camera", id = "04b8:0e15", serial = "\\"" }]'}, ("machines[1].usb[0].serial", "usb_serial", "")),
        ({"second": 'host = "a"\nusb = [{ kind = "camera", id = "04b8:0e15", name = "Mắt" }]'}, ("machines[1].usb[0].name", "id", "mat")),
        (
            {"second": 'host = "a"\nusb = [{ kind = "printer", id = "04b8:0e15" }, { kind = "reader", id = "0c2e:0901", name = "printer" }]'},
            ("machines[1].usb[1].name", "twice", ""),
        ),
    ],
)  # fmt: skip
def test_a_fault(tmp_path: Path, change: dict[str, str], told: tuple[str, str, str]) -> None:
    with pytest.raises(SiteFileError) as refused:
        read(tmp_path, **change)
    assert [(fault.key, fault.name, fault.hint) for fault in refused.value.faults] == [told]


def test_on_a_single_machine_nobody_needs_to_name_it(tmp_path: Path) -> None:
    site = read(tmp_path, kiosk='display.output = "DP-1"', hall='display.output = "DP-2"', broker="", **ALONE)
    assert [one.machine for one in programs(site)] == ["", "may-chu", "may-chu", ""]
    with pytest.raises(SiteFileError) as refused:
        read(tmp_path, kiosk="", hall='display.output = "DP-2"', broker="", **ALONE)
    assert [(fault.key, fault.name) for fault in refused.value.faults] == [("devices[1].display", "needs_output")]


def test_a_machine_with_a_broken_name_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as refused:
        read(tmp_path, second="host = 7")
    assert [fault.key for fault in refused.value.faults] == ["machines[1].host"]
