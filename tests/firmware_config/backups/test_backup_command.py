"""``backup`` and ``restore`` as the officer types them: what comes back is what was there, and nothing is touched before all is checked."""

import fcntl
import io
import os
import shlex
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.ids import SiteId
from firmware_config.backups.shelf import Shelf
from firmware_config.keep import Keep
from tests.firmware_config.backups.saved_office import SavedOffice, events, tree

ROOT = Path(__file__).parents[3]
NEVER = ("phones.sqlite", "taken-", "reports.sqlite", "forecast.json")


@pytest.fixture
def office(tmp_path, capsys):
    return SavedOffice(tmp_path, capsys)


@pytest.fixture
def saved(office):
    """With a backup of a whole day."""
    office.work()
    code, told = office.back_up()
    assert code == 0, told
    assert "mục số" in told
    assert "backup --code" in told
    return office


def test_all_that_an_office_needs_comes_back(saved, tmp_path):
    code, told = saved.restore(tmp_path / "new", code=saved.code.lower().replace("-", " "))
    assert code == 0, told
    assert tree(tmp_path / "new" / "office") == {
        name: content for name, content in tree(saved.path).items() if not name.endswith(".lock")
    }
    state = tree(tmp_path / "new" / "state")
    assert set(state) == {"journal.sqlite", "twins.json", "joined.json", "summaries/2026-11-23-daily.pdf"}
    assert state["summaries/2026-11-23-daily.pdf"] == tree(saved.state)["summaries/2026-11-23-daily.pdf"]
    assert events(tmp_path / "new" / "state") == events(saved.state)
    assert Keep(tmp_path / "new" / "office" / "keep").revoked == {"kiosk-9"}
    modes = {one.stat().st_mode & 0o077 for one in (tmp_path / "new").rglob("*") if one.is_file()}
    assert modes == {0}


def test_telephone_numbers_and_what_was_taken_home_are_in_no_backup(saved):
    with tarfile.open(saved.newest()) as tar:
        names = tar.getnames()
    assert "0/journal.sqlite" in names
    assert [one for one in names if any(word in one for word in NEVER)] == []
    assert b"secret" not in saved.newest().read_bytes()


def test_a_restored_office_can_be_installed_again(saved, tmp_path):
    secret = Keep(saved.path / "keep").secret
    assert saved.back_up()[0] == 0
    saved.restore(tmp_path / "new", code=saved.code)
    code, told = saved.run("apply", tmp_path / "new" / "office", "--root", tmp_path / "machine", "--yes")
    assert code == 0, told
    assert (tmp_path / "machine" / "etc/motcua/kiosk-1/profile.json").exists()
    assert secret in (tmp_path / "machine" / "etc/motcua/controller/profile.json").read_text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "niêm phong"),
        ("00000-11111-22222-33333-44444-55555", "Mã không đúng"),
    ],
)
def test_secrets_need_the_code(saved, tmp_path, typed, said):
    code, told = saved.restore(tmp_path / "new", code=typed)
    assert code == 1
    assert said in told
    assert not (tmp_path / "new").exists()


def test_without_the_code_the_rest_comes_back(saved, tmp_path):
    code, told = saved.restore(tmp_path / "new", "--without-secrets")
    assert code == 0
    assert "Chưa trả về tệp cấu hình" in told
    assert not (tmp_path / "new" / "office").exists()
    assert events(tmp_path / "new" / "state") == events(saved.state)


@pytest.mark.parametrize("place", ["first", "middle", "last"])
@pytest.mark.parametrize("harm", ["cut", "flipped"])
def test_a_damaged_backup_touches_nothing(saved, tmp_path, harm, place):
    whole = bytearray(saved.newest().read_bytes())
    at = {"first": 20, "middle": len(whole) // 2, "last": len(whole) - 20}[place]
    if harm == "cut":
        del whole[at:]
    else:
        whole[at] ^= 0x10
    saved.newest().write_bytes(whole)
    code, told = saved.restore(tmp_path / "new", "--force", code=saved.code)
    assert code == 1, told
    assert "không nguyên vẹn" in told
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("manifest", [b"[" * 100_000, b'{"format":1,"members":' + b"[" * 100_000, b"\xff", b"{}"])
def test_a_manifest_that_is_none_touches_nothing(office, tmp_path, manifest):
    place = office.shelf / "motcua-tan-an-2026-11-23T021000.tar.gz"
    place.parent.mkdir()
    told = tarfile.TarInfo("manifest.json")
    told.size = len(manifest)
    with tarfile.open(place, "w:gz") as tar:
        tar.addfile(told, io.BytesIO(manifest))
    code, words = office.restore(tmp_path / "new")
    assert (code, "không nguyên vẹn" in words) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_backup_may_be_checked_alone(saved, tmp_path):
    code, told = saved.restore(tmp_path / "new", "--check")
    assert (code, "dùng được" in told) == (0, True)
    assert not (tmp_path / "new").exists()
    assert list(saved.shelf.iterdir()) == [saved.newest()]


def test_what_stands_there_is_replaced_by_force_only_and_stays_beside(saved, tmp_path):
    new = tmp_path / "new"
    saved.restore(new, code=saved.code)
    for name in ("phones.sqlite", "joined.json"):
        (new / "state" / name).write_text("of today")
    before = tree(new)
    code, told = saved.restore(new)  # the code is that of the office there
    assert (code, "--force" in told) == (1, True)
    assert tree(new) == before
    code, told = saved.restore(new, "--force")
    assert code == 0, told
    (aside,) = new.glob("state.before-*")
    assert str(aside) in told
    assert (aside / "joined.json").read_text() == "of today"
    assert not (aside / "phones.sqlite").exists()
    assert events(aside) == events(new / "state") == events(saved.state)


def test_a_running_controller_is_not_pulled_from_under(saved, tmp_path):
    new = tmp_path / "new"
    saved.restore(new, code=saved.code)
    with (new / "state" / "journal.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        before = tree(new)
        code, told = saved.restore(new, "--force")
        assert (code, "systemctl stop" in told) == (1, True)
        assert tree(new) == before


@pytest.mark.parametrize(
    "change",
    ["PRAGMA user_version = 99", "UPDATE events SET type = 'VisitTeleported' WHERE seq = 5", "DELETE FROM events WHERE seq = 5"],
)  # fmt: skip
def test_a_journal_that_this_version_does_not_take(office, tmp_path, change):
    office.work()
    with closing(sqlite3.connect(office.state / "journal.sqlite")) as journal, journal:
        journal.execute(change)
    assert office.back_up()[0] == 0
    code, told = office.restore(tmp_path / "new", code=office.code)
    assert (code, "không nhận nhật ký" in told) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_broken_journal_makes_no_backup_and_costs_no_older_one(saved):
    older = tree(saved.shelf)
    with (saved.state / "journal.sqlite").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(os.urandom(4 * 4096))
    code, told = saved.back_up()
    assert (code, "bị hỏng" in told) == (1, True)
    assert tree(saved.shelf) == older


def test_old_ones_go_and_the_newest_seven_stay(office):
    office.work()
    office.shelf.mkdir()
    names = [f"motcua-tan-an-2025-01-{day:02}T021000.tar.gz" for day in range(1, 12)]
    for name in (*names, "motcua-khac-2020-01-01T021000.tar.gz", "ghi-chu.txt"):
        (office.shelf / name).write_text("x")
    code, told = office.back_up()
    assert code == 0
    left = sorted(one.name for one in office.shelf.iterdir() if "tan-an" in one.name)
    assert left[:-1] == names[-6:]
    assert len(left) == 7
    assert told.count("Đã xóa bản cũ") == 5
    assert (office.shelf / "motcua-khac-2020-01-01T021000.tar.gz").exists()
    assert (office.shelf / "ghi-chu.txt").exists()


def test_a_clock_that_is_years_ahead_empties_no_shelf(tmp_path):
    for day in range(1, 8):
        (tmp_path / f"motcua-tan-an-2026-11-{day:02}T021000.tar.gz").write_text("x")
    assert Shelf(tmp_path, SiteId("tan-an")).prune(datetime(2036, 1, 1, tzinfo=UTC), 1) == []


def test_a_stick_that_is_not_plugged_in(office):
    office.work()
    office.change('id = "tan-an"\n', f'id = "tan-an"\nbackup = {{ folder = "{office.shelf}", mounted = true }}\n')
    code, told = office.run("backup", office.path, "--state", office.state)
    assert (code, "chưa gắn ổ đĩa" in told) == (1, True)
    assert not office.shelf.exists()


def test_a_shelf_that_is_full_is_left_as_it_was(office):
    """A real small file system, which only the command's process sees."""
    office.work()
    office.shelf.mkdir()
    alone = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    command = [
        sys.executable,
        "-m",
        "firmware_config",
        "backup",
        office.path,
        "--state",
        office.state,
        "--to",
        office.shelf,
    ]
    line = f"mount -t tmpfs -o size=60k tmpfs {office.shelf} && {shlex.join(map(str, command))}; ls -A {office.shelf}"
    done = subprocess.run([*alone, "sh", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "ổ đĩa đã đầy" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_shelf_that_is_made_may_be_looked_into(office):
    office.work()
    before = os.umask(0o077)
    try:
        assert office.back_up()[0] == 0
    finally:
        os.umask(before)
    assert office.shelf.stat().st_mode & 0o777 == 0o755
    assert office.newest().stat().st_mode & 0o077 == 0


def test_an_office_that_gives_numbers_all_the_while(office, tmp_path):
    """Backups of a journal that is being written; each number that was acknowledged before one began is in it, and none twice."""
    office.state.mkdir()
    line = [sys.executable, "-m", "tests.firmware_config.backups.busy_office", str(office.state)]
    with subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as busy:
        assert busy.stdin is not None
        assert busy.stdout is not None
        given = [busy.stdout.readline().strip() for _ in range(100)]
        for _ in range(3):
            acknowledged = list(given)
            code, told = office.back_up()
            assert code == 0, told
            new = tmp_path / f"new-{len(given)}"
            code, told = office.restore(new, code=office.code)
            assert code == 0, told
            given += [busy.stdout.readline().strip() for _ in range(100)]
            numbers = [row[4] for row in events(new / "state") if row[5] == "TicketIssued"]
            assert numbers[: len(acknowledged)] == acknowledged
            assert len(set(numbers)) == len(numbers)
            office.newest().unlink()
        busy.stdin.close()
        given += [one.strip() for one in busy.stdout]
        assert busy.wait(30) == 0
    live = events(office.state)
    for new in tmp_path.glob("new-*"):
        restored = events(new / "state")
        assert restored == live[: len(restored)]
    assert [row[4] for row in live if row[5] == "TicketIssued"] == given
