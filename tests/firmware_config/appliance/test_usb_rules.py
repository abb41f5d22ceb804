"""udev rules, as udev itself reads them."""

import os
import re
import subprocess
from pathlib import Path

from firmware_config.appliance import screen, usb
from firmware_config.appliance.placing import places
from tests.firmware_config.appliance.grand_office import CAMERA, HOST, PRINTER, READER, grand_office

IN_PLACE = 'mount --bind "$1" /etc/udev/rules.d && exec udevadm --debug test /sys/devices/virtual/mem/null'

EPSON = 'ATTRS{idVendor}=="04b8", ATTRS{idProduct}=="0e15"'
LOGITECH = 'ATTRS{idVendor}=="046d", ATTRS{idProduct}=="0825", ATTRS{serial}=="A1B2"'
HONEYWELL = 'ATTRS{idVendor}=="0c2e", ATTRS{idProduct}=="0901"'


def read_by_udev(folder: Path) -> str:
    """What udev says of the rules in ``folder``, put in the place of the machine's own for this one process."""
    namespace = ["unshare", "--mount", *(["--map-root-user"] if os.getuid() else [])]
    command = [*namespace, "sh", "-c", IN_PLACE, "sh", str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    return told.stdout + told.stderr


def complaints(told: str, name: str) -> list[str]:
    assert f"/{name}" in told
    return [line for line in told.splitlines() if re.search(rf"/{re.escape(name)}:\d+", line)]


def test_udev_takes_every_rule(tmp_path: Path) -> None:
    for place in places(grand_office(tls=False)):
        for one in (*usb.files(place), *screen.files(place)):
            if "/rules.d/" in one.path:
                (tmp_path / Path(one.path).name).write_bytes(one.content)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["70-motcua.rules", "71-motcua-screens.rules"]
    told = read_by_udev(tmp_path)
    assert complaints(told, "70-motcua.rules") == []
    assert complaints(told, "71-motcua-screens.rules") == []


def test_udev_would_have_found_a_wrong_one(tmp_path: Path) -> None:
    (tmp_path / "70-motcua.rules").write_text(usb.rules((PRINTER,)).replace("SYMLINK+=", "SYMLNIK+="))
    assert complaints(read_by_udev(tmp_path), "70-motcua.rules")


def test_names_groups_and_wakefulness() -> None:
    awake = 'ACTION=="add", SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", '
    forever = ', TEST=="power/control", ATTR{power/control}="on"'
    assert [line for line in usb.rules((PRINTER, CAMERA, READER)).splitlines() if not line.startswith("#")] == [
        f'{found}, {sought}, SYMLINK+="motcua/{name}", GROUP="{group}", MODE="0660"'
        if found
        else f"{awake}{sought.replace('ATTRS', 'ATTR')}{forever}"
        for found, sought, name, group in (
            ('SUBSYSTEM=="usbmisc", KERNEL=="lp[0-9]*"', EPSON, "printer", "lp"),
            ("", EPSON, "", ""),
            ('SUBSYSTEM=="video4linux", ATTR{index}=="0"', LOGITECH, "mat", "video"),
            ("", LOGITECH, "", ""),
            ('SUBSYSTEM=="input", KERNEL=="event[0-9]*", ENV{ID_INPUT_KEYBOARD}=="1"', HONEYWELL, "reader", "input"),
            ("", HONEYWELL, "", ""),
        )
    ]


def test_a_machine_without_anything_on_usb_needs_no_rules() -> None:
    bare = next(one for one in places(grand_office(tls=False)) if one.machine.id == HOST)
    assert list(usb.files(bare)) == []
