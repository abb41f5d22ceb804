"""The doctor at the disk: small file systems of their own, full, without room for files, read only; and damaged databases.

Each small file system is mounted in a mount namespace that only the doctor's process sees, so nothing is left of it.
"""

import json
import os
import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from firmware_config.doctor.finding import Area
from tests.firmware_config.surgery import as_nobody, examined, kinds, kiosk, patient, written

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]


def on_a_disk(tmp_path, options, fill):
    """What is found where the state stands on a file system of its own that ``fill``, a line of shell, has filled."""
    state = tmp_path / "state"
    state.mkdir()
    profile = written(tmp_path, kiosk(state))
    doctor = [sys.executable, "-m", "firmware_config.doctor", "--area", "disk", "--json", "--profile", str(profile)]
    here = shlex.quote(str(state))
    line = f"mount -t tmpfs -o {options} tmpfs {here} && cd {here} && ({fill}) 2>/dev/null; cd / && exec {shlex.join(doctor)}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([*ALONE, "sh", "-c", line], capture_output=True, text=True, env=environment, timeout=60)
    assert done.stderr == ""
    return json.loads(done.stdout)["findings"], done.returncode


@pytest.mark.parametrize(
    ("options", "fill", "kind", "code"),
    [
        ("size=64m", "head -c 63m /dev/zero >much", "disk_full", 1),
        ("size=64m", "head -c 100m /dev/zero >everything", "disk_full", 1),
        ("size=256m", "head -c 240m /dev/zero >much", "disk_nearly_full", 0),
        ("size=64m,nr_inodes=300", "seq 400 | xargs touch", "disk_no_inodes", 1),
        ("size=64m,nr_inodes=3000", "seq 2800 | xargs touch", "disk_inodes_low", 0),
        ("size=64m", "cd / ; mount -o remount,ro $OLDPWD", "disk_read_only", 1),
    ],
)
def test_a_disk_that_takes_no_more(tmp_path, options, fill, kind, code):
    found, ended = on_a_disk(tmp_path, options, fill)
    assert ([(one["kind"], one["device"] or "-") for one in found], ended) == ([(kind, "-")], code)


def test_the_full_disk_is_named_with_what_takes_its_room(tmp_path):
    [found], _ = on_a_disk(tmp_path, "size=64m", "head -c 99m /dev/zero >outbox.sqlite-wal")
    state = tmp_path / "state"
    assert found["seen"] == (
        f"ổ tmpfs (gắn ở {state}, chứa {state}) đã đầy, còn 0 MB. "
        f"Chiếm chỗ: {state} 64 MB (số liệu của máy này, không được xóa)."
    )
    assert f"du -xh --max-depth=2 {state} |" in found["do"]


def test_a_disk_with_room_is_well(tmp_path):
    assert on_a_disk(tmp_path, "size=64m", "true") == ([], 0)


def journal(path):
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE events (seq INTEGER PRIMARY KEY, words TEXT)")
        database.executemany("INSERT INTO events (words) VALUES (?)", [("mời số " * 50,)] * 400)
    database.close()


def test_a_database_that_a_bad_disk_has_bitten(tmp_path):
    journal(tmp_path / "journal.sqlite")
    with (tmp_path / "journal.sqlite").open("r+b") as file:
        file.seek(5 * 4096)
        file.write(os.urandom(3 * 4096))
    assert kinds(patient(kiosk(tmp_path)), Area.DISK) == ["database_damaged"]


def test_a_file_that_is_no_database_any_more(tmp_path):
    (tmp_path / "outbox.sqlite").write_bytes(os.urandom(8192))
    assert kinds(patient(kiosk(tmp_path)), Area.DISK) == ["database_damaged"]


def files(folder):
    return {one.name: (one.stat().st_mtime_ns, one.read_bytes()) for one in folder.iterdir()}


def test_whole_databases_are_well_and_looking_changes_nothing(tmp_path):
    journal(tmp_path / "outbox.sqlite")
    before = files(tmp_path)
    found = examined(patient(kiosk(tmp_path)), Area.DISK)
    assert (found.findings, found.well) == ((), (Area.DISK,))
    assert files(tmp_path) == before


def test_a_database_is_looked_at_while_its_program_writes(tmp_path):
    journal(tmp_path / "outbox.sqlite")
    program = sqlite3.connect(tmp_path / "outbox.sqlite")
    program.execute("PRAGMA journal_mode=WAL")
    program.execute("INSERT INTO events (words) VALUES ('chưa xong')")
    before = files(tmp_path)
    assert kinds(patient(kiosk(tmp_path)), Area.DISK) == []
    assert files(tmp_path) == before
    program.commit()
    assert program.execute("SELECT count(*) FROM events").fetchone() == (401,)
    program.close()


def test_a_folder_that_nobody_has_made(tmp_path):
    assert kinds(patient(kiosk(tmp_path / "none")), Area.DISK) == ["state_missing"]


def test_a_folder_that_its_own_program_may_not_write(tmp_path):
    tmp_path.chmod(0o500)
    try:
        assert kinds(patient(kiosk(tmp_path)), Area.DISK) == ["state_forbidden"]
    finally:
        tmp_path.chmod(0o700)


def test_what_others_may_not_see_is_said_to_be_unseen(tmp_path):
    journal(tmp_path / "outbox.sqlite")
    (tmp_path / "outbox.sqlite").chmod(0o600)
    if os.getuid() == 0:
        for folder in (tmp_path, *tmp_path.parents[:3]):
            folder.chmod(0o755)
        assert as_nobody(lambda: kinds(patient(kiosk(tmp_path)), Area.DISK)) == ["database_unseen"]
    else:
        (tmp_path / "outbox.sqlite").chmod(0)
        assert kinds(patient(kiosk(tmp_path)), Area.DISK) == ["database_unseen"]
