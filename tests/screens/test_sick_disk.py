"""A kiosk and a rating terminal that are switched on over a full disk, or one that may only be read: words for everybody, and an end by itself."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]
WORDS = {"full": "No space left on device", "read_only": "Read-only file system"}


@pytest.mark.parametrize(("how", "device"), [("full", "kiosk-1"), ("read_only", "kiosk-1"), ("read_only", "rating-5")])
def test_it_says_so_until_the_disk_is_well(tmp_path, how, device):
    disk, beside = tmp_path / "disk", tmp_path / "beside"
    disk.mkdir()
    beside.mkdir()
    program = shlex.join([sys.executable, "-m", "tests.screens.sick_terminal", str(disk), str(beside), how, device])
    line = f"mount -t tmpfs -o size=600k tmpfs {shlex.quote(str(disk))} && exec {program}"
    done = subprocess.run(
        [*ALONE, "sh", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    log = beside / "log.txt"
    assert done.returncode == 0, done.stderr + (log.read_text("utf-8") if log.exists() else "")
    told = json.loads(done.stdout)
    (words,) = told["lines"]
    assert WORDS[how] in words
    assert "motcua doctor" in words
    assert (told["device"], told["free_mb"]) == (device, 0)
    assert told["error"].startswith("kiosk.standstill")
    assert (told["kept"], told["end"]) == (True, 0)
