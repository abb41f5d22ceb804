"""A controller on a disk that is full, or may only be read: nothing is answered that is not kept, nothing is lost, and it is said.

The small file system is a real one, in a mount namespace that only the office's process sees.
"""

import json
import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", "--mount"] if os.getuid() == 0 else ["unshare", "--mount", "--map-root-user"]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What an office on such a disk tells of its day: a process each."""
    return cache(lambda how: day_on(tmp_path_factory.mktemp(how), how))


def day_on(folder, how):
    here = shlex.quote(str(folder))
    program = shlex.join([sys.executable, "-m", "tests.controller.bad_disk", str(folder), how])
    line = f"mount -t tmpfs -o size=600k tmpfs {here} && exec {program}"
    done = subprocess.run([*ALONE, "sh", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("how", ["full", "read_only"])
def test_when_there_is_room_again_everything_goes_on(told, how):
    found = told(how)
    assert (found["kept"], found["twice"], found["faults"]) == (True, 0, [])
    assert (found["answered"], found["same"], found["tickets"]) == ("2026-11-23-B011", True, 11)
    assert found["called"] == "2026-11-23-B001"
    assert found["head_after"] == []


def test_a_full_disk_gives_nothing_and_tells_the_head(told):
    found = told("full")
    assert (found["refused"], found["written"]) == (True, 0)
    (words,) = found["head"]
    assert "ổ đĩa đầy" in words
    assert set(found["pages"].values()) == set(found["next_day"].values()) == {"200"}


def test_a_start_on_a_disk_that_may_only_be_read_says_what_to_do(told):
    assert "motcua doctor" in told("read_only")["start"]
