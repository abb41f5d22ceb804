"""What comes later: a newer package, the configuration of the day before, and the end."""

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.install.first_number import kiosk_from_now, officer, take, traced
from tests.install.machine import Machine
from tests.install.setting_up import OFFICE


def steps(package: Path) -> list[tuple[str, Any]]:
    """By name, in order."""
    return [
        ("upgrade", lambda machine: upgrade(machine, package)),
        ("a change, and its rollback", roll_back),
        ("removed, and installed again", lambda machine: again(machine, package)),
        ("purge keeps the office", purge),
        ("purge that was told to delete everything", lambda machine: purge_all(machine, package)),
    ]


def upgrade(machine: Machine, package: Path) -> str:
    """To the same package under a higher version: programs are started anew, nothing of the office is lost, and numbers go on."""
    newer = _as_newer(package, machine)
    before = {one: one.read_bytes() for one in machine.files("/etc/motcua")}
    running = {unit: machine.main_pid(unit) for unit in _units(machine)}
    kiosk = kiosk_from_now(machine)
    machine.run("apt-get", "-qq", "install", "--no-install-recommends", newer)
    assert before == {one: one.read_bytes() for one in machine.files("/etc/motcua")}
    for unit, pid in running.items():
        assert machine.until_active(unit) != pid, unit
    assert machine.run("dpkg-query", "-W", "-f", "${Version}", "motcua").endswith("+newer")
    shown = machine.until_told(*officer("", password=_password(machine)))
    assert '"A001"' in shown, shown
    return f"{len(running)} units started anew, then {take(machine, kiosk)}"


def roll_back(machine: Machine) -> str:
    """One key of the site file changed, applied, and taken back."""
    site = machine.root / OFFICE.lstrip("/") / "site.toml"
    first = site.read_text("utf-8")
    site.write_text(first.replace('name = "Đất đai"', 'name = "Đất đai và xây dựng"'), "utf-8")
    assert site.read_text("utf-8") != first
    machine.run("motcua", "apply", "--yes")
    assert "xây dựng" in _profile(machine)
    machine.run("motcua", "rollback", "--yes")
    assert "xây dựng" not in _profile(machine)
    assert site.read_text("utf-8") == first
    return ""


def again(machine: Machine, package: Path) -> str:
    """Nobody's work is lost by taking the package away; put back, everything runs as before."""
    traced(machine)  # an installation has put the profiles back
    running, kiosk = _units(machine), kiosk_from_now(machine)
    journal = [one for one in machine.files("/var/lib/motcua/controller") if one.suffix == ".sqlite"]
    machine.run("apt-get", "-qq", "remove", "motcua")
    left = [unit for unit in running if machine.active(unit)]
    assert not left, left
    assert not (machine.root / "usr/lib/motcua").exists(), list((machine.root / "usr/lib/motcua").rglob("*"))[:5]
    gone = set(journal) - set(machine.files("/var/lib/motcua/controller"))
    assert journal, "there was no journal"
    assert not gone, gone
    machine.run("apt-get", "-qq", "install", "--no-install-recommends", f"/root/{package.name}")
    for unit in running:
        machine.until_active(unit)
    return take(machine, kiosk)


def purge(machine: Machine) -> str:
    """Asked nothing, it deletes nothing that only this office has."""
    put = set(machine.record())
    machine.run("apt-get", "-qq", "purge", "motcua")
    left = sorted(path for path in put if (machine.root / path.lstrip("/")).exists())
    assert not left, left
    assert (machine.root / OFFICE.lstrip("/") / "site.toml").exists()
    assert list(machine.files("/var/lib/motcua/controller"))
    assert "motcua" not in machine.run("systemctl", "list-unit-files", "--no-legend")
    return f"{len(put)} files gone"


def purge_all(machine: Machine, package: Path) -> str:
    """Told to."""
    machine.run("apt-get", "-qq", "install", "--no-install-recommends", f"/root/{package.name}")
    machine.run("sh", "-c", "echo motcua motcua/delete_office boolean true | debconf-set-selections")
    machine.run("apt-get", "-qq", "purge", "motcua")
    assert not (machine.root / "etc/motcua").exists()
    assert not (machine.root / "var/lib/motcua").exists()
    return ""


def _as_newer(package: Path, machine: Machine) -> str:
    with tempfile.TemporaryDirectory(dir=machine.root.parent) as folder:
        inside = Path(folder) / "inside"
        subprocess.run(["dpkg-deb", "-R", package, inside], check=True)
        control = inside / "DEBIAN" / "control"
        control.write_text(
            re.sub(r"^(Version: .*)$", r"\1+newer", control.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
        )
        to = machine.root / "root" / "newer.deb"
        subprocess.run(["dpkg-deb", "-Znone", "--build", inside, to], check=True, stdout=subprocess.DEVNULL)
    return "/root/newer.deb"


def _units(machine: Machine) -> list[str]:
    names = ("controller", "kiosk-1", "hall-board-1", "speaker-1")
    return [f"motcua-{one}.service" for one in names if machine.active(f"motcua-{one}.service")]


def _password(machine: Machine) -> str:
    return (machine.root / "root" / "password").read_text()


def _profile(machine: Machine) -> str:
    return (machine.root / "etc/motcua/controller/profile.json").read_text("utf-8")
