"""What takes the room of a full disk: the product's folders first, each counted once, in words that say what may go."""

import os
import time
from dataclasses import replace
from pathlib import Path

from contract.backups import Backup
from contract.controller_profile import ControllerProfile
from contract.counter_board import CounterBoard
from contract.language import load_texts
from contract.profile import BoardProfile
from contract.topics import Role
from firmware_config.doctor.adapters.disk_room import Share, mount_of, shares
from firmware_config.doctor.checks.disk_taken import listed, ours, taken, told
from firmware_config.doctor.command import TEXTS
from firmware_config.doctor.finding import Finding, Words
from firmware_config.doctor.patient import Device, Patient, Places
from firmware_config.doctor.report import words_of
from firmware_config.site_file import read_site
from tests.firmware_config.surgery import SCREEN, account, as_nobody

ROOT = Path(__file__).parents[2]
VI = load_texts(TEXTS, "vi")


def soon():
    return time.monotonic() + 30


def weighing(folder, kilobytes, files=1):
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(files):
        (folder / f"tep-{number}").write_bytes(os.urandom(kilobytes << 10))
    return folder


def test_folders_of_the_product_come_first_and_each_is_counted_once(tmp_path):
    state = weighing(tmp_path / "lib/motcua", 400)
    summaries = weighing(state / "summaries", 300)
    films = weighing(tmp_path / "home/an/phim/2026", 900)
    weighing(tmp_path, 500)
    (tmp_path / "lib/link").symlink_to(films)
    found, is_all = shares(tmp_path, {state: "state", summaries: "summaries", tmp_path / "none": "logs"}, soon())
    assert is_all
    assert [(one.kind, one.folder, one.whole) for one in found] == [
        ("state", state, True),
        ("summaries", summaries, True),
        ("other", tmp_path / "home/an", True),
        ("other", tmp_path, True),
    ]
    for one, kilobytes in zip(found, (400, 300, 900, 500), strict=True):
        assert kilobytes <= one.size >> 10 <= kilobytes + 40


def test_a_disk_that_is_all_ours_is_not_told_twice(tmp_path):
    weighing(tmp_path / "summaries", 300)
    [found], _ = shares(tmp_path, {tmp_path: "state"}, soon())
    assert (found.kind, found.files) == ("state", 2)


def test_many_small_files_are_found_by_their_number(tmp_path):
    many, large = weighing(tmp_path / "var/nhieu", 0, files=90), weighing(tmp_path / "var/lon", 900)
    (first, second, *_), _ = shares(tmp_path, {large: "backups"}, soon(), of_files=True)
    assert (first.kind, first.files) == ("backups", 1)
    assert (second.kind, second.folder, second.files) == ("other", many, 90)
    assert shares(tmp_path, {large: "backups"}, soon())[0][0].kind == "backups"


def test_where_the_time_is_over_it_is_at_least_so_much(tmp_path):
    state = weighing(tmp_path / "state", 100)
    assert shares(tmp_path, {state: "state"}, time.monotonic() - 1) == ((), False)
    values = {"disk": "/dev/sda1", "mount": "/", "mount_typed": "/", "folder": state, "free_mb": 1, "percent": 0}
    share = Share("backups", Path("/var/backups/motcua"), 700 << 20, 30, whole=False)
    other = Share("other", Path("/home/an"), 80 << 20, 900)
    full = Finding("disk_full", {**values, "taken": (told(share), told(other))})
    assert words_of(full, VI)["seen"] == (
        f"ổ /dev/sda1 (gắn ở /, chứa {state}) đã đầy, còn 1 MB. Chiếm chỗ: "
        "/var/backups/motcua ít nhất 700 MB (bản sao lưu; chép bản cũ đi nơi khác rồi xóa bớt được, giữ bản mới nhất); "
        "/home/an 80 MB (không phải của phần mềm này; hỏi người đã cài trước khi xóa)."
    )
    many = Finding("disk_no_inodes", {**values, "taken": (told(other, of_files=True),)})
    assert "Nhiều tệp nhất: /home/an 900 tệp (không phải" in words_of(many, VI)["seen"]


def test_who_may_see_nothing_is_told_so(tmp_path):
    values = taken(Patient(places=Places(root=tmp_path)), tmp_path, time.monotonic() - 1)
    seen = words_of(Finding("disk_full", {**values, "folder": tmp_path, "free_mb": 0}), VI)["seen"]
    assert seen.endswith("Chiếm chỗ: chưa xem được, xin chạy lại bằng sudo.")


def test_what_could_not_be_seen_is_not_passed_over(tmp_path):
    logs, closed = weighing(tmp_path / "var/log", 300), weighing(tmp_path / "home/an", 900)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    closed.chmod(0)

    def look():
        return shares(tmp_path, {logs: "logs"}, soon())

    found, is_all = as_nobody(look) if os.getuid() == 0 else look()
    closed.chmod(0o755)
    assert (found[0].folder, is_all) == (logs, False)
    first, *_, last = listed(found, is_all=is_all)
    assert (first, last) == (told(found[0]), Words("taken.not_all"))


def test_the_disk_that_lies_above_and_has_a_blank_in_its_name(tmp_path):
    assert mount_of(Path("/proc/self/status")) == ("proc", Path("/proc"))
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sdb1 /proc ext4 rw 0 0\n/dev/so\\0402 /proc proc rw 0 0\n/dev/sdc1 / ext4 rw 0 0\n")
    assert mount_of(Path("/proc/self/status"), mounts) == ("/dev/so 2", Path("/proc"))


def test_every_folder_that_the_product_has_is_known_by_its_kind(tmp_path):
    state, photos, backups = tmp_path / "lib/motcua/controller", tmp_path / "anh", tmp_path / "sao-luu"
    before = weighing(state.with_name("controller.before-2026-11-22T021000"), 1)
    site = read_site(ROOT / "demo/site.toml")
    site = replace(site, backup=Backup(folder=str(backups)), counter_board=CounterBoard(photos=str(photos)))
    controller = ControllerProfile(account("controller", Role.CONTROLLER), site, str(state), "x")
    board = BoardProfile(account("hall-board-1", Role.HALL_BOARD), SCREEN)
    at = tmp_path / "etc/hall-board-1/profile.json"
    devices = (Device(controller.account, controller), Device(board.account, board, at))
    assert dict(ours(Patient(devices, places=Places(root=tmp_path)))) == {
        tmp_path / "var/log": "logs",
        tmp_path / "var/cache/apt": "packages",
        state: "state",
        before: "restored",
        at.parent / "media": "pictures",
        state / "summaries": "summaries",
        backups: "backups",
        photos: "pictures",
    }
    assert {f"taken.{kind}" for kind in dict(ours(Patient(devices))).values()} <= set(VI)
