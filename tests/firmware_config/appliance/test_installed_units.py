"""Units of every machine, as systemd itself reads and judges them."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from firmware_config.appliance import trees
from firmware_config.keep import Keep
from firmware_config.tree import InstalledFile
from tests.firmware_config.appliance.grand_office import DOOR, HALL, HOST, grand_office

SYSTEM = Path("/usr/lib/systemd/system")
PROGRAMS = (
    *("/usr/lib/motcua/bin/python", "/usr/bin/motcua", "/usr/bin/pulseaudio", "/usr/bin/systemctl"),
    *("/usr/sbin/mosquitto", "/bin/sh", "/bin/kill"),
)
WORST = 2.0
"""Exposure of 10, by `systemd-analyze security`; sshd has 9.6."""


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def machines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A root folder for each machine, with the units and whatever programs they name."""
    folder = tmp_path_factory.mktemp(request.param)
    made = trees(grand_office(request.param), Keep(folder / "keep"))
    return {name: rooted(folder / name, files) for name, files in made.items()}


def rooted(root: Path, files: tuple[InstalledFile, ...]) -> Path:
    for one in files:
        path = root / one.path.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(one.content)
        path.chmod(one.mode)
    for program in PROGRAMS:
        path = root / program.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
    known = root / "usr/lib/systemd/system"
    known.mkdir(parents=True)
    for path in (*SYSTEM.glob("*.target"), *SYSTEM.glob("*.slice")):
        if path.exists():  # some are links to what is not installed
            shutil.copy(path, known)
    return root


def services(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "etc/systemd/system").glob("*.service"))


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, timeout=60, check=False)


def test_systemd_finds_nothing_wrong_with_any_unit(machines: dict[str, Path]) -> None:
    for root in machines.values():
        units = sorted(path.name for path in (root / "etc/systemd/system").iterdir())
        told = analyze("verify", f"--root={root}", "--man=no", *units)
        assert (told.stdout + told.stderr, told.returncode) == ("", 0)


def test_systemd_would_have_found_a_wrong_line(machines: dict[str, Path]) -> None:
    root = machines[HOST]
    unit = root / "etc/systemd/system/motcua-controller.service"
    wrong = unit.with_name("wrong.service")
    wrong.write_text(unit.read_text().replace("WatchdogSec=", "WatchdogSecs="))
    told = analyze("verify", f"--root={root}", "--man=no", wrong.name)
    wrong.unlink()
    assert "WatchdogSecs" in told.stderr


def test_every_program_is_shut_in(machines: dict[str, Path]) -> None:
    for root in machines.values():
        for name in services(root):
            told = analyze("security", "--offline=true", f"--root={root}", "--json=short", name)
            exposure = sum(float(one["exposure"] or 0) for one in json.loads(told.stdout))
            judged = analyze("security", "--offline=true", f"--root={root}", f"--threshold={int(WORST * 10)}", name)
            assert judged.returncode == 0, (name, exposure)


def test_what_runs_where(machines: dict[str, Path]) -> None:
    broker = "motcua-broker.service" if "motcua-broker.service" in services(machines[HOST]) else "mosquitto.service"
    assert list(machines) == [HOST, DOOR, HALL]
    assert set(services(machines[HOST])) == {
        *(broker, "motcua-controller.service", "motcua-counter-board-5.service", "motcua-hall-board-1.service"),
        *("motcua-backup.service", "motcua-certificates.service", "motcua-layout.service", "motcua-screen.service"),
    }
    assert services(machines[DOOR]) == [
        *("motcua-kiosk-1.service", "motcua-layout.service", "motcua-restart.service", "motcua-screen.service"),
        "motcua-sound.service",
    ]
    assert services(machines[HALL]) == [
        *("motcua-kiosk-2.service", "motcua-layout.service", "motcua-rating-5.service", "motcua-screen.service"),
        *("motcua-sound.service", "motcua-speaker-1.service"),
    ]


def lines(root: Path, unit: str, key: str) -> list[str]:
    text = (root / "etc/systemd/system" / unit).read_text()
    return [line.partition("=")[2] for line in text.splitlines() if line.startswith(f"{key}=")]


def test_each_program_has_the_devices_that_it_needs_and_no_more(machines: dict[str, Path]) -> None:
    assert lines(machines[DOOR], "motcua-kiosk-1.service", "DeviceAllow") == [
        *("char-drm rw", "char-video4linux rw", "char-usb rw"),
    ]
    assert lines(machines[DOOR], "motcua-kiosk-1.service", "SupplementaryGroups") == ["video render lp"]
    assert lines(machines[HALL], "motcua-rating-5.service", "DeviceAllow") == ["char-drm rw"]
    assert lines(machines[DOOR], "motcua-sound.service", "DeviceAllow") == ["char-alsa rw"]
    assert lines(machines[HALL], "motcua-speaker-1.service", "PrivateDevices") == ["yes"]
    assert lines(machines[HOST], "motcua-controller.service", "DeviceAllow") == []


def test_a_program_sees_its_own_secrets_only(machines: dict[str, Path]) -> None:
    for unit in ("motcua-kiosk-2.service", "motcua-rating-5.service", "motcua-speaker-1.service"):
        assert lines(machines[HALL], unit, "TemporaryFileSystem") == ["/etc/motcua:ro"]
        assert lines(machines[HALL], unit, "BindReadOnlyPaths")[0] == (f"/etc/motcua/{unit[7:-8]} -/etc/motcua/ca.pem")


def test_a_port_below_1024_needs_a_right(machines: dict[str, Path]) -> None:
    rights = lines(machines[HOST], "motcua-controller.service", "AmbientCapabilities")
    assert rights == ["CAP_NET_BIND_SERVICE"]


def test_windows_stand_side_by_side(machines: dict[str, Path]) -> None:
    first = lines(machines[HALL], "motcua-kiosk-2.service", "ExecStart")[0]
    second = lines(machines[HALL], "motcua-rating-5.service", "ExecStart")[0]
    assert "--position" not in first
    assert second.endswith("--profile /etc/motcua/rating-5/profile.json --position 1080 0")


def test_every_program_of_ours_is_watched(machines: dict[str, Path]) -> None:
    for root in machines.values():
        for name in services(root):
            if "/usr/lib/motcua/" in lines(root, name, "ExecStart")[0]:
                watched = (lines(root, name, "Type"), lines(root, name, "WatchdogSec"), lines(root, name, "Restart"))
                assert watched == (["notify"], ["30"], ["always"]), name
