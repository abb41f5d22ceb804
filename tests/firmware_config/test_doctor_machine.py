"""The doctor at the computer: memory, heat, files that all may read, old backups, what is not installed, services.

Nobody may take a machine's memory away or heat it in a test: there the doctor reads folders that look like those of a machine that has it.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from contract.backups import Backup
from contract.controller_profile import ControllerProfile
from contract.topics import Role
from firmware_config.doctor.admission import this_machine, with_profiles
from firmware_config.doctor.finding import Area
from firmware_config.doctor.needed import Lack, lacking, required
from firmware_config.doctor.patient import Device, Patient, Places
from tests.firmware_config.surgery import (
    account,
    as_nobody,
    examined,
    findings,
    kinds,
    kiosk,
    patient,
    speaker,
    written,
)
from tests.office import small_site

ROOT = Path(__file__).parents[2]


def test_a_machine_that_has_no_memory_left(tmp_path):
    (tmp_path / "meminfo").write_text("MemTotal:        3884320 kB\nMemFree: 20000 kB\nMemAvailable:      61000 kB\n")
    (found,) = findings(patient(kiosk(), places=Places(proc=tmp_path)), Area.MACHINE)
    assert (found.kind, found.values) == ("memory_low", {"free_mb": 59, "all_mb": 3793})


def test_a_machine_that_is_hot(tmp_path):
    for number, degrees in enumerate(("41000", "86500", "-273000", "rubbish", "999000")):
        zone = tmp_path / "class" / "thermal" / f"thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "temp").write_text(degrees)
    (found,) = findings(patient(kiosk(), places=Places(sys=tmp_path)), Area.MACHINE)
    assert (found.kind, found.values) == ("machine_hot", {"degrees": 86})


def test_this_machine_is_well():
    found = examined(patient(kiosk()), Area.MACHINE)
    assert (found.findings, found.well) == ((), (Area.MACHINE,))


def test_a_profile_that_everybody_may_read(tmp_path):
    path = written(tmp_path, kiosk())
    assert kinds(with_profiles([path], Places()), Area.SECRETS) == []
    path.chmod(0o644)
    (found,) = findings(with_profiles([path], Places()), Area.SECRETS)
    assert (found.kind, found.values["mode"], found.values["right"]) == ("secret_open", "0644", "640")


def test_keys_and_the_offices_own_folder_are_secret_too(tmp_path):
    keep = tmp_path / "office" / "keep"
    keep.mkdir(parents=True)
    keep.chmod(0o755)
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "server.key").touch(0o644)
    found = findings(this_machine(Places(etc=tmp_path), {}), Area.SECRETS)
    assert sorted(str(one.values["file"]) for one in found) == [str(keep), str(tmp_path / "tls" / "server.key")]
    assert {one.values["right"] for one in found} == {"700", "640"}


def controller(tmp_path):
    profile = ControllerProfile(account("controller", Role.CONTROLLER), small_site(), str(tmp_path), "secret")
    return Patient((Device(profile.account, profile),), installed=True, places=Places(backups=tmp_path / "backups"))


def test_an_office_without_a_backup(tmp_path):
    assert kinds(controller(tmp_path), Area.BACKUP) == ["backup_none"]
    (tmp_path / "backups").mkdir()
    assert kinds(controller(tmp_path), Area.BACKUP) == ["backup_none"]


def test_a_backup_that_is_too_old(tmp_path):
    (tmp_path / "backups").mkdir()
    made = tmp_path / "backups" / "office.tar.zst"
    made.write_bytes(b"x")
    assert kinds(controller(tmp_path), Area.BACKUP) == []
    os.utime(made, (time.time() - 12 * 86400,) * 2)
    (found,) = findings(controller(tmp_path), Area.BACKUP)
    assert (found.kind, found.values["days"]) == ("backup_old", 12)
    ahead = tmp_path / "backups" / "ahead.tar.zst"
    ahead.write_bytes(b"x")
    os.utime(ahead, (time.time() + 400 * 86400,) * 2)
    assert kinds(controller(tmp_path), Area.BACKUP) == ["backup_old"]


def test_the_folder_of_backups_that_the_site_file_names(tmp_path):
    patient = controller(tmp_path)
    (device,) = patient.devices
    site = replace(device.profile.site, backup=Backup(folder=str(tmp_path / "stick")))
    other = replace(patient, devices=(replace(device, profile=replace(device.profile, site=site)),))
    (tmp_path / "stick").mkdir()
    assert kinds(other, Area.BACKUP) == ["backup_none"]
    (tmp_path / "stick" / ".motcua-begun").write_bytes(b"x")
    assert kinds(other, Area.BACKUP) == ["backup_none"]
    (tmp_path / "stick" / "motcua-tan-an-2026-11-22T021000.tar.gz").write_bytes(b"x")
    assert kinds(other, Area.BACKUP) == []


def test_a_folder_of_backups_that_is_not_ours(tmp_path):
    (tmp_path / "backups").mkdir()
    tmp_path.chmod(0o000)
    try:
        assert as_nobody(lambda: kinds(controller(tmp_path), Area.BACKUP)) == ["backup_unseen"]
    finally:
        tmp_path.chmod(0o700)


def test_what_the_project_needs_and_does_not_have(tmp_path):
    project = tmp_path / "pyproject.toml"
    project.write_text(
        '[project]\ndependencies = ["msgspec>=0.1", "pillow>=9999.1", "khong-co[x]>=2,<3", "other; python_version<\'3\'"]'
    )
    lacks = list(lacking(required(project)))
    assert [(one.name, one.wanted, bool(one.found)) for one in lacks] == [
        ("pillow", "9999.1", True),
        ("khong-co", "2", False),
    ]
    assert all(isinstance(one, Lack) for one in lacks)


def test_a_machine_whose_python_packages_are_gone_is_told_which(tmp_path):
    """A Python of its own that has the checkout and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True, timeout=60)
    done = subprocess.run(
        [tmp_path / "bare" / "bin" / "python", "-m", "firmware_config.doctor", "--profile", "x"],
        capture_output=True, text=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "msgspec" in done.stdout
    assert "Traceback" not in done.stderr


def test_packages_and_libraries_that_are_missing_or_old(tmp_path):
    """The same with what the doctor itself needs, and a Pillow that is too old: their records are all that is put there."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True, timeout=60)
    (place,) = (tmp_path / "bare" / "lib").glob("python3*/site-packages")
    for one in Path(sys.modules["msgspec"].__file__).parents[1].glob("*"):
        if one.name.startswith(("msgspec", "argon2", "_argon2", "cffi", "_cffi")):
            (place / one.name).symlink_to(one)
    old = place / "pillow-4.2.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: pillow\nVersion: 4.2\n")
    profile = written(tmp_path, speaker())
    done = subprocess.run(
        [tmp_path / "bare" / "bin" / "python", "-m", "firmware_config.doctor", "--area", "versions", "--json", "--profile", profile],
        capture_output=True, text=True, cwd=ROOT, timeout=60, env={"PATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    found = {(one["kind"], one["seen"]) for one in json.loads(done.stdout)["findings"]}
    assert ("library_missing", "thiếu gói Python kivy (cần từ 2.3.1).") in found
    assert ("library_old", "gói Python pillow là bản 4.2, cần từ 13.") in found
    assert ("package_missing", "thiếu gói Debian espeak-ng.") in found


def test_this_checkout_has_what_a_kiosk_needs():
    found = examined(patient(kiosk()), Area.VERSIONS)
    assert (found.findings, found.well) == ((), (Area.VERSIONS,))
