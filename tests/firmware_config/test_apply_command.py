"""``plan``, ``apply``, ``diff``, ``rollback``: what the officer reads, what stands on the machine, and what is remembered of it."""

import json
import os
import pty
import signal
import subprocess
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.controller_profile import ControllerProfile
from contract.ids import DeviceId
from contract.profile import KioskProfile, read_profile
from firmware_config.keep import Keep
from firmware_config.office import Office
from firmware_config.releases import end, newest, releases
from tests.firmware_config.office_folder import HASH, KIOSK, SITE, Folder
from tests.firmware_config.power_cut import cut_before

ROOT = Path(__file__).parents[2]


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


def test_plan_says_what_apply_then_does(office: Folder) -> None:
    code, told = office.here("plan", "--files")
    assert code == 0
    assert f"+ {KIOSK}" in told
    assert "thiết bị: controller, kiosk-1, hall-board-1" in told
    assert not office.root.exists()
    assert releases(Office(office.site_file)) == ()
    code, told = office.here("apply")
    assert code == 0
    assert "✓ local: đã cài" in told
    assert "Bản 1: xong 1/1 máy." in told
    profile = read_profile(office.root / KIOSK[1:], KioskProfile)
    assert profile.account.password == Keep(office.path / "keep").password(DeviceId("kiosk-1"))
    assert read_profile(office.root / "etc/motcua/controller/profile.json", ControllerProfile).site.id == "tan-an"


def test_a_second_time_changes_nothing_and_is_no_release(office: Folder) -> None:
    office.here("apply")
    before = {one: one.stat().st_mtime_ns for one in office.root.rglob("*") if one.is_file()}
    for command in ("plan", "apply", "apply"):
        code, told = office.here(command)
        assert code == 0
        assert "local: không có gì thay đổi." in told
    assert {one: one.stat().st_mtime_ns for one in before} == before
    assert len(releases(Office(office.site_file))) == 1


def test_only_what_changed_is_told_and_its_devices(office: Folder) -> None:
    office.here("apply")
    office.change('role = "kiosk"', 'role = "kiosk"\npaper_mm = 58')
    code, told = office.here("plan")
    assert code == 0
    assert [line for line in told.splitlines() if line.startswith("  ~")] == [
        "  ~ /etc/motcua/controller/profile.json",
        f"  ~ {KIOSK}",
    ]
    assert "thiết bị: controller, kiosk-1\n" in told
    assert "motcua-hall-board-1" not in told


def test_what_an_earlier_release_had_goes(office: Folder) -> None:
    office.here("apply")
    office.change('[[devices]]\nid = "kiosk-1"\nrole = "kiosk"\n', "")
    code, told = office.here("apply", "--files")
    assert code == 0
    assert f"- {KIOSK}" in told
    assert "- /etc/systemd/system/motcua-kiosk-1.service" in told
    assert not [path for path in office.installed() if "kiosk-1" in path]


def test_a_site_file_with_faults_installs_nothing(office: Folder) -> None:
    office.change('role = "kiosk"', 'role = "kisok"')
    for command in ("plan", "apply"):
        code, told = office.here(command)
        assert code == 1
        assert 'Có phải ý anh/chị là "kiosk"?' in told
    assert not office.root.exists()


def test_a_missing_file_is_told_with_all_other_faults(office: Folder) -> None:
    office.change("[[fields]]\n", '[procedures]\nfile = "thu-tuc.toml"\n\n[[fields]]\n')
    code, told = office.run("check", office.path)
    assert code == 1
    assert "site.toml:6: procedures.file: Không đọc được tệp" in told
    office.change('role = "kiosk"', 'role = "kisok"')
    code, told = office.run("check", office.path)
    assert [line.split(": ")[1] for line in told.splitlines()[:-1]] == ["procedures.file", "devices.kiosk-1.role"]
    office.change('file = "thu-tuc.toml"', "file = 7")
    code, told = office.run("check", office.path)
    assert told.count("procedures.file") == 1


def test_a_release_remembers_who_when_what_and_no_password(office: Folder) -> None:
    office.here("apply")
    release = newest(Office(office.site_file))
    assert (release.number, release.machines) == (1, {"local": "installed"})
    assert "@" in release.by
    assert abs((datetime.now(UTC) - datetime.fromisoformat(release.at)).total_seconds()) < 600
    assert release.site_copy.read_text("utf-8") == SITE
    trees = json.loads((release.folder / "trees.json").read_text("utf-8"))
    assert {one["path"] for one in trees["local"]} == set(office.installed())
    keep = Keep(office.path / "keep")
    secrets = [keep.secret, *(keep.password(DeviceId(one)) for one in ("controller", "kiosk-1", "hall-board-1"))]
    kept = "".join(one.read_text("utf-8") for one in (office.path / "releases").rglob("*") if one.is_file())
    assert not [one for one in secrets if one in kept]
    assert (office.path / "releases").stat().st_mode & 0o777 == 0o700


def test_diff_names_keys_and_files_and_shows_no_secret(office: Folder) -> None:
    office.here("apply")
    other = HASH.replace("KDWX", "KDWY")
    office.change("quota = 120", "quota = 80")
    office.change(HASH, other)
    office.change('prefix = "A"', 'prefix = "A"\nseat = "Dãy 1"')
    code, told = office.run("diff", office.path)
    assert code == 0
    assert "~ fields.dat-dai.quota: 120 → 80" in told
    assert '+ fields.dat-dai.seat = "Dãy 1"' in told
    assert '~ officers.hoa.password: "••••••" → "••••••"' in told
    assert "~ local:/etc/motcua/controller/profile.json" in told
    assert KIOSK not in told
    assert HASH not in told
    assert other not in told
    office.here("apply")
    assert office.run("diff", office.path)[1].endswith("Không có gì khác.\n")
    code, two = office.run("diff", office.path, "--release", 1, "--release", 2)
    assert [line for line in two.splitlines() if line[0] in "~+" and line[1] == " "] == [
        line for line in told.splitlines() if line[0] in "~+" and line[1] == " "
    ]


def test_diff_against_the_machine_shows_lines_of_what_is_no_secret(office: Folder) -> None:
    office.here("apply")
    session = office.root / "etc/motcua/screen/session"
    session.write_text(session.read_text() + "echo mine\n")
    (office.root / KIOSK[1:]).write_text('{"account": {"password": "stolen"}}')
    code, told = office.here("diff", "--machines", "--lines")
    assert code == 0
    assert "-echo mine" in told
    assert f"~ local:{KIOSK}  (đã bị sửa tay trên máy)" in told
    assert "(nội dung bí mật đã đổi)" in told
    assert "stolen" not in told


def test_rollback_is_one_command_and_each_time_one_step_further(office: Folder) -> None:
    for quota in (120, 80, 40):
        office.change(f"quota = {quota + 40 if quota < 120 else 120}", f"quota = {quota}")
        office.here("apply")
    code, told = office.here("rollback")
    assert code == 0
    assert "Trở về bản 2" in told
    assert "quota = 80" in office.site_file.read_text("utf-8")
    assert (
        read_profile(office.root / "etc/motcua/controller/profile.json", ControllerProfile).site.fields[0].quota == 80
    )
    assert [one.back_to for one in releases(Office(office.site_file))] == [0, 0, 0, 2]
    assert "quota = 40" in next((office.path / "releases/aside").rglob("site.toml")).read_text("utf-8")
    office.here("rollback")
    assert "quota = 120" in office.site_file.read_text("utf-8")
    code, told = office.here("rollback")
    assert code == 1
    assert "Không có bản nào trước đó" in told
    assert office.here("rollback", "--release", 3)[0] == 0
    assert "quota = 40" in office.site_file.read_text("utf-8")
    assert office.here("rollback", "--release", 77)[0] == 1


def test_a_rollback_brings_no_revoked_device_back(office: Folder) -> None:
    office.here("apply")
    office.change("quota = 120", "quota = 80")
    office.here("apply")
    Keep(office.path / "keep").revoke(DeviceId("kiosk-1"), datetime.now(UTC), "an")
    office.here("rollback")
    assert KIOSK not in office.installed()


THREE = """\
[broker]
host = "192.0.2.10"

[web]
host = "192.0.2.10"

[[machines]]
id = "may-chu"

[[machines]]
id = "may-kiosk"
host = "kiosk.invalid"

[[machines]]
id = "may-bang"

[[fields]]
"""


@pytest.fixture
def three(office: Folder) -> Folder:
    """The same office on three computers."""
    office.change("[[fields]]\n", THREE)
    office.change('role = "kiosk"', 'role = "kiosk"\nmachine = "may-kiosk"')
    office.change('role = "hall_board"', 'role = "hall_board"\nmachine = "may-bang"')
    return office


def test_one_machine_that_fails_is_told_and_the_others_are_done(three: Folder) -> None:
    three.root.mkdir()
    (three.root / "may-kiosk").write_text("a file where its disk should be")
    code, told = three.here("apply")
    assert code == 1
    assert "✓ may-chu: đã cài" in told
    assert "✗ may-kiosk: CHƯA XONG" in told
    assert "✓ may-bang: đã cài" in told
    assert "Bản 1: xong 2/3 máy. Chưa xong: may-kiosk." in told
    states = {"may-chu": "installed", "may-kiosk": "failed", "may-bang": "installed"}
    assert newest(Office(three.site_file)).machines == states
    (three.root / "may-kiosk").unlink()
    code, told = three.here("apply")
    assert code == 0
    assert "= may-chu: không có gì thay đổi." in told
    assert "✓ may-kiosk: đã cài" in told
    assert (three.root / "may-kiosk" / KIOSK[1:]).exists()
    assert not (three.root / "may-chu" / KIOSK[1:]).exists()


def test_machines_that_cannot_be_reached_say_why(three: Folder) -> None:
    code, told = three.run("plan", three.path, "--machine", "may-kiosk", "--machine", "may-bang")
    assert code == 1
    assert "may-kiosk: không liên lạc được" in told
    assert "may-bang: máy này chưa có địa chỉ (host)" in told
    code, told = three.run("plan", three.path, "--machine", "may-kiok")
    assert code == 1
    assert 'không có máy "may-kiok"' in told


def test_a_machine_that_the_site_file_no_longer_has_is_told(three: Folder) -> None:
    three.here("apply")
    three.change('[[machines]]\nid = "may-bang"\n\n', "")
    three.change('machine = "may-bang"', 'machine = "may-chu"')
    assert "Không còn trong tệp cấu hình: may-bang." in three.here("plan")[1]


@pytest.mark.parametrize("steps", [2, 8, 14, 20, 30])
def test_an_apply_that_was_cut_off_is_finished_by_the_next_one(three: Folder, steps: int) -> None:
    """Killed before its second, eighth, ... rename or removal, wherever in keep, releases or a machine that is."""
    child = os.fork()
    if child == 0:
        cut_before(steps)
        three.here("apply")
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    code, told = three.here("apply")
    assert code == 0
    assert "đã bị sửa tay" not in told
    assert not list(three.root.rglob("*.motcua-new"))
    code, told = three.here("plan")
    assert told.count("không có gì thay đổi.") == 3
    assert set(newest(Office(three.site_file)).machines.values()) <= {"installed", "unchanged"}


def test_a_release_that_was_cut_off_is_told(three: Folder) -> None:
    three.here("apply")
    release = newest(Office(three.site_file))
    end(release, {**release.machines, "may-bang": "begun"})
    (three.path / "releases" / "0002").mkdir()
    assert "bản 1" in three.here("plan")[1]
    assert "(chưa xong: may-bang)" in three.here("plan")[1]
    three.change("quota = 120", "quota = 80")
    assert "Bản 3: xong 3/3 máy." in three.here("apply")[1]


@pytest.mark.parametrize(("answer", "code"), [("k\n", 1), ("\n", 1), ("\x04", 1), ("có\n", 0)])
def test_at_a_terminal_it_is_asked_before_anything_is_installed(office: Folder, answer: str, code: int) -> None:
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "firmware_config", "apply", str(office.path), "--root", str(office.root)]
    process = subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, cwd=ROOT, start_new_session=True)
    os.close(inside)
    seen = b""
    while "[c/K]" not in seen.decode("utf-8", "replace"):
        seen += os.read(terminal, 4096)
    os.write(terminal, answer.encode())
    assert process.wait(30) == code
    os.close(terminal)
    assert office.root.exists() == (code == 0)


def test_a_machine_alone(three: Folder) -> None:
    assert three.here("apply", "--machine", "may-chu")[0] == 0
    assert newest(Office(three.site_file)).machines == {"may-chu": "installed", "may-kiosk": "left", "may-bang": "left"}
    assert not (three.root / "may-bang").exists()


def test_plan_names_what_the_office_has_yet_to_put_on_the_machine(office: Folder) -> None:
    office.change(
        "[[fields]]\n", '[voices]\npacks = { vi = "/srv/giong" }\n[counter_board]\nphotos = "/srv/anh"\n[[fields]]\n'
    )
    office.site_file.write_text(
        office.site_file.read_text("utf-8") + '[[devices]]\nid = "loa"\nrole = "speaker"\n', "utf-8"
    )
    told = office.here("plan")[1]
    assert "? máy này chưa có /srv/anh (counter_board.photos)" in told
    assert "? máy này chưa có /srv/giong (voices.packs.vi)" in told
    assert office.here("apply")[0] == 0
    (office.root / "srv/anh").mkdir(parents=True)
    told = office.here("plan")[1]
    assert "/srv/anh" not in told
    assert "/srv/giong" in told


def test_what_is_carried_on_a_stick_is_installed_without_anything_else(office: Folder, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    code, told = office.run("apply", office.path, "--to", stick)
    assert code == 0
    assert "sudo sh install.sh" in told
    assert (stick / "orders").stat().st_mode & 0o777 == 0o700
    command = ["sh", str(stick / "install.sh"), "--root", str(office.root)]
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=clean, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("✓ local: đã cài")
    assert KIOSK in office.installed()
    assert newest(Office(office.site_file)).machines == {"local": "carried"}
    assert office.here("plan")[1].count("không có gì thay đổi") == 1
    code, told = office.run("apply", office.path, "--to", stick)
    assert "✓ local: đã cài" in told
    assert releases(Office(office.site_file))[0].machines == {"local": "installed"}
    assert subprocess.run([*command, "may-9"], capture_output=True, text=True, env=clean).returncode == 2


def test_a_folder_with_something_else_is_not_a_stick(office: Folder, tmp_path: Path) -> None:
    code, told = office.run("apply", office.path, "--to", tmp_path)
    assert code == 1
    assert "chứa thứ khác" in told


def test_a_tar_can_be_carried_too(office: Folder, tmp_path: Path) -> None:
    assert office.run("apply", office.path, "--to", tmp_path / "tan-an.tar.gz")[0] == 0
    assert (tmp_path / "tan-an.tar.gz").stat().st_mode & 0o777 == 0o600
    with tarfile.open(tmp_path / "tan-an.tar.gz") as tar:
        names = tar.getnames()
    assert {"tan-an/install.sh", "tan-an/orders/local.json"} <= set(names)


def test_an_office_is_found_from_anywhere(office: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_OFFICES", str(tmp_path))
    below = office.path / "anh" / "quay"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert office.run("check")[0] == 0
    monkeypatch.chdir(tmp_path)
    assert office.run("check", "tan-an")[0] == 0
    (tmp_path / "di-an").mkdir()
    (tmp_path / "di-an" / "site.toml").write_text(SITE.replace('prefix = "A"', 'prefx = "A"'), "utf-8")
    for command in ("check", "plan"):
        code, told = office.run(command, "--all", *(["--root", office.root] if command == "plan" else []))
        assert code == 1
        assert "di-an/site.toml:8: fields.dat-dai.prefx" in told
        assert "Một cửa phường Tân An" in told
    (tmp_path / "di-an" / "site.toml").unlink()
    code, told = office.run("check", "di-an")
    assert code == 1
    assert "Các bộ phận đã có: tan-an." in told
