"""The IT officer's first hour: the package, an office, and everything in its place."""

import json
import re
import stat
from pathlib import Path
from typing import Any

from tests.install.machine import ADDRESS, HERE, Machine

OFFICE = "/etc/motcua/office"
_HERE = Path(__file__).parent
_TEST_TOOLS = ("xserver-xorg-video-dummy", "xdotool")
"""A graphics card and a finger for the test."""
_PYTHON = HERE / ".venv" / "bin" / "python"
_UNKNOWN = 3
"""RFC 5905, leap indicator: the clock is unsynchronized."""
_SERVER = "/usr/lib/xorg/Xorg"


def steps(package: Path) -> list[tuple[str, Any]]:
    """By name, in order."""
    return [
        ("the package and what it depends on, by apt", lambda machine: install(machine, package)),
        ("nothing runs before there is an office", nothing_runs),
        ("motcua new", new_office),
        ("motcua check, plan, apply", apply),
        ("every file with its owner and rights", in_place),
        ("systemd-analyze verify, chronyd -p", verified),
        ("a clock that nobody has set is passed on to nobody", no_time_yet),
        ("apply again changes nothing", unchanged),
    ]


def install(machine: Machine, package: Path) -> str:
    """With nothing but the package indexes."""
    machine.prepare("apt-get", "-qq", "update")
    place = machine.root / "root" / package.name
    place.write_bytes(package.read_bytes())
    before = _used(machine.root)
    machine.prepare("apt-get", "-qq", "install", "--no-install-recommends", f"/root/{package.name}")
    machine.prepare("apt-get", "clean")
    after = _used(machine.root)
    machine.prepare("apt-get", "-qq", "install", "--no-install-recommends", *_TEST_TOOLS)
    machine.prepare("apt-get", "clean")
    own = machine.prepare("dpkg-query", "-W", "-f", "${Installed-Size}", "motcua")
    return f"{(after - before) / 1e6:.0f} MB on the disk, {int(own) / 1e3:.0f} MB of them the package itself"


def nothing_runs(machine: Machine) -> str:
    """And the commands are there."""
    server = machine.root / _SERVER.lstrip("/")
    server.rename(server.with_name("Xorg.real"))
    # The card of the test machine has no console of its own to switch to.
    server.write_text(f'#!/bin/sh\nexec {_SERVER}.real "$@" -sharevts -novtswitch\n')
    server.chmod(0o755)
    card = machine.root / "etc/X11/xorg.conf.d/10-card.conf"
    card.parent.mkdir(parents=True, exist_ok=True)
    card.write_text((_HERE / "dummy.conf").read_text())
    machine.switch_on()
    running = machine.run("systemctl", "list-units", "--plain", "--no-legend", "motcua*", "mosquitto*")
    assert "running" not in running, running
    entry = machine.run("getent", "passwd", "motcua")
    assert ":/var/lib/motcua:" in entry, entry
    assert machine.answer("motcua", "plan")[0] != 0
    helped = machine.run("motcua", "--help")
    assert "motcua" in helped.splitlines()[0], helped[:80]
    return machine.run("systemctl", "--version").splitlines()[0]


def new_office(machine: Machine) -> str:
    """From prepared answers; then the hours are made to fit whenever this test is run."""
    answers = machine.root / "root" / "answers.txt"
    answers.write_text((_HERE / "answers.txt").read_text("utf-8"), "utf-8")
    told = machine.run("motcua", "new", OFFICE, "--answers", "/root/answers.txt")
    found = re.search(r"\(quay-1\)\s+(\S+)", told)
    assert found, told
    (machine.root / "root" / "password").write_text(found[1])
    site = machine.root / OFFICE.lstrip("/") / "site.toml"
    assert stat.S_IMODE(site.stat().st_mode) == 0o600
    text = site.read_text("utf-8")
    assert "sunday = " not in text
    site.write_text(text.replace("[hours]\n", '[hours]\nsunday = ["00:00-23:59"]\n', 1), "utf-8")
    return ""


def apply(machine: Machine) -> str:
    """To the machine itself."""
    machine.run("motcua", "check")
    planned = machine.run("motcua", "plan", "--files")
    assert "/etc/motcua/mosquitto/mosquitto.conf" in planned, planned
    told = machine.run("motcua", "apply", "--yes")
    assert "✓" in told, told
    return f"{len(machine.record())} files"


def in_place(machine: Machine) -> str:
    """Compared with the tool's own trees, which are asked for on the machine."""
    listing = (
        "import sys;from pathlib import Path;from firmware_config.appliance import trees;from firmware_config.site_file import read_site;"
        "from firmware_config.keep import Keep;o=Path(sys.argv[1]);"
        "print('\\n'.join(f'{f.mode:o} {f.owner} {f.path}' for f in next(iter(trees(read_site(o/'site.toml'),Keep(o/'keep')).values()))))"
    )
    wanted = machine.run("/usr/lib/motcua/bin/python", "-P", "-c", listing, OFFICE).splitlines()
    paths = [line.split(" ", 2)[2] for line in wanted]
    stands = machine.run("stat", "-c", "%a %U:%G %n", *paths).splitlines()
    assert stands == wanted, set(stands) ^ set(wanted)
    assert set(paths) == set(machine.record())
    keep = machine.root / OFFICE.lstrip("/") / "keep"
    assert stat.S_IMODE(keep.stat().st_mode) == 0o700
    readable = machine.answer("setpriv", "--reuid=nobody", "--clear-groups", "cat", "/etc/motcua/kiosk-1/profile.json")
    assert readable[0] != 0
    return f"{len(paths)}"


def verified(machine: Machine) -> str:
    """Every unit of ours, and that the programs they name read their files."""
    units = sorted(
        f"/{one.relative_to(machine.root)}"
        for one in machine.files("/etc/systemd/system")
        if one.suffix in {".service", ".timer"}
    )
    told = machine.run("systemd-analyze", "verify", *units)
    about_us = [line for line in told.splitlines() if "motcua" in line or "mosquitto" in line]
    assert not about_us, about_us
    machine.run("chronyd", "-p", "-f", "/etc/chrony/chrony.conf")
    for unit in (
        "mosquitto.service",
        "motcua-controller.service",
        "motcua-screen.service",
        "motcua-kiosk-1.service",
        "motcua-hall-board-1.service",
    ):
        assert machine.active(unit), machine.answer("systemctl", "status", "--no-pager", unit)[1]
    command = Path(f"{machine.root}/etc/systemd/system/mosquitto.service").read_text()
    assert "-c /etc/motcua/mosquitto/mosquitto.conf" in command
    for unit in ("motcua-controller.service", "motcua-kiosk-1.service", "motcua-hall-board-1.service"):
        who = _owner(machine, unit)
        assert who == "motcua", (unit, who)
    return f"{len(units)} units"


def no_time_yet(machine: Machine) -> str:
    """No time server is reached here: the hall is told so, and the doctor says it."""
    machine.run("chronyd", "-x", "-f", "/etc/chrony/chrony.conf")
    try:
        answer = json.loads(machine.beside(_PYTHON, "-m", "tests.install.time_asked", ADDRESS))
        assert answer["leap"] == _UNKNOWN, answer
        found = machine.answer("motcua", "doctor", "--area", "clock", "--json")[1]
        assert '"clock_unheard"' in found, found
    finally:
        machine.run("sh", "-c", "kill $(cat /run/chrony/chronyd.pid)")
    return ""


def unchanged(machine: Machine) -> str:
    """Twice is once."""
    before = {one: one.stat().st_mtime_ns for one in machine.files("/etc")}
    controller = machine.main_pid("motcua-controller.service")
    machine.run("motcua", "apply", "--yes")
    assert before == {one: one.stat().st_mtime_ns for one in machine.files("/etc")}
    assert controller == machine.main_pid("motcua-controller.service")
    return ""


def address() -> str:
    """Of the pages."""
    return f"http://{ADDRESS}:8080"


def _owner(machine: Machine, unit: str) -> str:
    return machine.run("stat", "-c", "%U", f"/proc/{machine.main_pid(unit)}").strip()


def _used(root: Path) -> int:
    return sum(one.lstat().st_blocks * 512 for one in root.rglob("*"))
