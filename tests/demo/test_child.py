"""What is started here ends with whoever started it."""

import select
import subprocess
import sys
from pathlib import Path

import pytest

from demo.child import tied

ROOT = Path(__file__).parents[2]
PARENT = """
import subprocess, sys, threading
from demo.child import tied
child = subprocess.Popen(tied([sys.executable, "-c", "import signal; print('lives', flush=True); signal.pause()"]))
threading.Event().wait(60)
"""


def test_a_program_ends_when_its_starter_is_killed():
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline() == b"lives\n"
        parent.kill()
        ended, _, _ = select.select([parent.stdout], [], [], 10)  # the child holds the other end of the pipe
        assert ended
        assert parent.stdout.read() == b""


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(FileNotFoundError, match="no-such-program"):
        tied(["no-such-program"])
