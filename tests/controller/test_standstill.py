"""A controller that is started on a full disk, or one that may only be read: words for everybody, and a start by itself."""

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


@pytest.mark.parametrize("how", ["full", "read_only"])
def test_it_says_so_until_the_disk_is_well(tmp_path, how):
    disk, beside = tmp_path / "disk", tmp_path / "beside"
    disk.mkdir()
    beside.mkdir()
    program = shlex.join([sys.executable, "-m", "tests.controller.still_office", str(disk), str(beside), how])
    line = f"mount -t tmpfs -o size=3m tmpfs {shlex.quote(str(disk))} && exec {program}"
    done = subprocess.run(
        [*ALONE, "sh", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    log = beside / "log.txt"
    assert done.returncode == 0, done.stderr + (log.read_text("utf-8") if log.exists() else "")
    told = json.loads(done.stdout)
    status, html, again = told["still"]
    assert (status, again, told["style"], told["posted"]) == (503, "10", 200, 503)
    assert "Số đã cấp vẫn có giá trị" in html
    (words,) = told["lines"]
    assert WORDS[how] in words
    assert "motcua doctor" in words
    assert (told["came"], told["over"], told["end"], told["journal"]) == (True, True, 0, True)
    assert [(one["trouble"], one["state"]) for one in told["alerts"]] == [("disk", "there"), ("disk", "over")]
