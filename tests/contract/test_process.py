"""How programs end: by a signal, or because their rules have died."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from contract.process import until_broken

ROOT = Path(__file__).parents[2]


def test_a_program_whose_rules_die_is_ended_and_so_is_one_that_is_through():
    ended = []
    until_broken(lambda: ended.append("ran"), lambda: ended.append("end"))()
    assert ended == ["ran", "end"]

    def die() -> None:
        raise RuntimeError("a rule that broke")

    with pytest.raises(RuntimeError, match="a rule that broke"):
        until_broken(die, lambda: ended.append("end"))()
    assert ended == ["ran", "end", "end"]


WAITING = (
    "from contract.process import stop_on_signal; stop = stop_on_signal(); print('ready', flush=True); stop.wait()"
)
HELD = """
import threading
from contract.process import call_on_signal, hold_signals
hold_signals()
print("ready", flush=True)
done = threading.Event()
input()  # a signal that comes now waits
call_on_signal(done.set)
done.wait()
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("program", [WAITING, HELD], ids=["waiting", "held"])
def test_a_signal_ends_a_program_in_order(program, number):
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(number)
            with contextlib.suppress(BrokenPipeError):  # one that only waits is gone already
                process.stdin.write("\n")
                process.stdin.close()
            assert process.wait(10) == 0
        finally:
            process.kill()
