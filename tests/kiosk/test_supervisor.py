"""The process above the window: whatever ends the window, another one stands; who ends the supervisor ends both."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from demo.screen import wait_for

ROOT = Path(__file__).parents[2]
SECONDS = 15.0


class Supervised:
    """``supervised.py`` below its supervisor, and what both say."""

    def __init__(self, *words, **environment):
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("supervised.py")), *words],
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.watchdog = threading.Timer(SECONDS, self.process.kill)
        self.watchdog.start()

    def wait(self, word):
        """The words after ``word`` in the next line that has it."""
        for line in self.process.stdout:
            if word in line:
                return line.partition(word)[2].split()
        raise AssertionError(f"it never said {word!r}")

    def window(self):
        """The process that runs in the window's place."""
        process, parent = map(int, self.wait("here "))
        assert parent == self.process.pid
        return process

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.watchdog.cancel()
        self.process.kill()
        self.process.communicate()


def gone(process):
    """Dead, and taken note of by whoever inherited it."""
    status = Path(f"/proc/{process}/status")
    try:
        return "State:\tZ" in status.read_text() or None
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT])
def test_a_window_that_dies_is_followed_by_another(how):
    with Supervised() as program:
        first = program.window()
        os.kill(first, how)
        assert program.wait("the window died by ")[0] == how.name
        assert program.window() != first


def test_nothing_is_written_of_what_a_dead_window_held():
    with Supervised() as program:
        program.window()
        assert program.wait("dumped ") == ["0", "0"]


def test_a_window_that_ends_by_itself_is_followed_by_another():
    with Supervised() as program:
        os.kill(program.window(), signal.SIGTERM)
        assert program.wait("the window died ")[:4] == ["with", "exit", "code", "7"]
        assert program.window()


def test_a_window_that_is_stopped_is_killed_and_followed_by_another():
    with Supervised() as program:
        first = program.window()
        os.kill(first, signal.SIGSTOP)
        assert program.wait("the window died by ")[0] == "SIGKILL"
        assert program.window() != first


def test_a_loop_that_stands_still_is_ended_with_its_last_words():
    with Supervised("stands-still") as program:
        assert program.window()
        assert program.wait("the window died by ")[0] == "SIGABRT"
        assert program.window()


def test_only_a_window_that_dies_again_and_again_waits():
    with Supervised("fails") as program:
        pauses = [program.wait("the next one starts in ")[0] for _ in range(6)]
    assert pauses == ["0", "0", "0", "0", "1", "2"]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_who_ends_the_supervisor_ends_both_in_order(how):
    with Supervised() as program:
        window = program.window()
        program.process.send_signal(how)
        assert program.wait("the window ended ")[:4] == ["with", "exit", "code", "7"]
        assert program.process.wait(SECONDS) == 0
        assert gone(window)


def test_a_supervisor_that_pauses_can_be_ended():
    with Supervised("fails") as program:
        while program.wait("the next one starts in ")[0] != "2":
            pass
        program.process.terminate()
        assert program.process.wait(SECONDS) == 0


def test_no_window_outlives_its_supervisor():
    with Supervised() as program:
        window = program.window()
        program.process.kill()
        wait_for(lambda: gone(window), SECONDS, "the window lives on")


def test_systemd_hears_that_it_is_ready_and_lives(tmp_path):
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(address))
        line.settimeout(SECONDS)
        with Supervised(NOTIFY_SOCKET=str(address)):
            heard = set()
            while heard != {b"READY=1", b"WATCHDOG=1"}:
                heard.update(line.recv(100).splitlines())
