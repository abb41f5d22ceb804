"""The kiosk as it runs in a hall, with its supervisor: what staff does at the screen outlives whatever kills the window."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from contract.profile import Account, KioskProfile, Screen, write_profile
from contract.topics import Role
from demo.screen import FINGER_S, ScreenError, TraceReader, VirtualScreen, wait_for

ROOT = Path(__file__).parents[2]
SECONDS = 30.0
KEY_S = 0.4
"""From key to key of the same keyboard, which hears sooner than other buttons do."""
PIN = "280975"
HASH = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PIN)


class Hall:
    """``python -m kiosk`` on a screen of its own, without a broker that it could reach."""

    def __init__(self, folder):
        account = Account("thu", "kiosk-1", Role.KIOSK, "127.0.0.1", 1, "secret")
        self.screen = VirtualScreen(540, 960)
        trace = folder / "trace.jsonl"
        profile = KioskProfile(
            account, Screen((540, 960), (346, 615)), str(folder / "state"), trace=str(trace), pin=HASH
        )
        write_profile(folder / "profile.json", profile)
        self.log = folder / "log"
        self.ready = 0
        self.supervisor = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.supervisor.bind(str(folder / "notify"))
        threading.Thread(target=self._hear, daemon=True).start()
        with self.log.open("wb") as log:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "--profile", str(folder / "profile.json")],
                cwd=ROOT,
                env={**self.screen.env, "NOTIFY_SOCKET": str(folder / "notify")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.trace = TraceReader(trace)
        self.touched, self.touched_at = "", 0.0

    def window(self):
        """The process of the window, which the supervisor tells."""
        return int(re.findall(r"the window runs as process (\d+)", self.log.read_text())[-1])

    def see(self, view, **facts):
        return self.trace.wait(view, SECONDS, **facts)

    def touch(self, key, touched_at):
        """Once it hears: just after another press it takes a touch for a trembling finger's."""
        self.screen.tap(*self.trace.ready(key, SECONDS, touched_at))
        self.touched, self.touched_at = key, time.monotonic()

    def press(self, key, then, **facts):
        """Touch a button until the window answers; from key to key of a keyboard nobody has to wait long."""
        for _ in range(5):
            typing = key.startswith("key:") and self.touched.startswith("key:")
            self.touch(key, self.touched_at - FINGER_S + KEY_S if typing else self.touched_at)
            with contextlib.suppress(ScreenError):
                return self.trace.wait(then, SECONDS / 6, **facts)
        return self.trace.wait(then, SECONDS / 6, **facts)

    def _hear(self):
        """What the supervisor tells systemd: it is ready when it has heard the window's heart."""
        while told := self.supervisor.recv(4096):
            if b"READY=1" in told:
                self.ready = self.window()

    def kill(self, how):
        """The window's process, once its heart was heard (one that is still being born is given time); returns once another one stands in its place."""
        wait_for(lambda: self.ready == self.window() or None, SECONDS, "no heart beats")
        before = self.window()
        os.kill(before, how)
        wait_for(lambda: self.window() != before or None, SECONDS, "no other window")

    def stop(self):
        try:
            self.program.terminate()
            assert self.program.wait(SECONDS) == 0
        finally:
            self.program.kill()
            self.screen.stop()


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = Hall(tmp_path_factory.mktemp("hall"))
    try:
        hall.see("Home")
        yield hall
    finally:
        hall.stop()


def open_maintenance(hall, resting):
    assert hall.trace.seen[-1].view == resting
    hall.screen.hold(60, 30)
    hall.see("Pin")
    hall.screen.lift()
    for count, digit in enumerate(PIN, 1):
        hall.press(f"key:{digit}", "Pin", typed=str(count))
    hall.press("give", "Maintenance", known="true")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGSTOP])
def test_another_window_stands_where_one_died(hall, how):
    hall.kill(how)
    assert hall.see("Home")


def test_out_of_service_outlives_the_window_and_ends_at_the_screen(hall):
    hall.kill(signal.SIGKILL)
    hall.see("Home")
    open_maintenance(hall, "Home")
    hall.press("close", "Maintenance", out="true")
    hall.press("over", "OutOfService")
    hall.kill(signal.SIGKILL)
    hall.see("OutOfService")
    open_maintenance(hall, "OutOfService")
    hall.press("touch", "TouchTest")
    hall.press("back", "Maintenance", known="true")
    hall.press("open", "Maintenance", out="false")
    hall.touch("restart", hall.touched_at)
    hall.see("Home")
