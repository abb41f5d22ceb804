"""Programs as systemd starts them: each says when it is ready, and goes on saying that it lives; one that is held still says nothing."""

import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Self

from contract.site import Site
from demo.brokers import BrokerRun
from demo.child import tied

ROOT = Path(__file__).parents[2]
SECONDS = 30
SILENT_S = 3.0
"""One telling at least should have come."""
PROGRAMS = {"broker": "broker", "controller": "run", "speaker-1": "speaker"}


class Told:
    """A program of ours, and what it tells systemd."""

    def __init__(self, folder: Path, part: str, profile: Path) -> None:
        address = folder / part
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.line.bind(str(address))
        self.line.settimeout(SECONDS)
        command = [sys.executable, "-m", "controller", part, "--profile", str(profile)]
        self.process = subprocess.Popen(tied(command), cwd=ROOT, env={**os.environ, "NOTIFY_SOCKET": str(address)})

    def drain(self) -> None:
        """What was told before, until nothing waits."""
        self.line.settimeout(0.1)
        with contextlib.suppress(TimeoutError):
            while self.line.recv(100):
                pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(SECONDS)
        self.line.close()


def test_programs_live_until_they_are_held_still(site: Site, tmp_path: Path) -> None:
    small = dataclasses.replace(site, devices=tuple(one for one in site.devices if one.id == "speaker-1"))
    run = BrokerRun(small, tmp_path / "office")
    with contextlib.ExitStack() as ends:
        programs = [ends.enter_context(Told(tmp_path, part, run.profile(one))) for one, part in PROGRAMS.items()]
        for one in programs:
            assert one.line.recv(100) == b"READY=1\nWATCHDOG=1"
            assert one.line.recv(100) == b"WATCHDOG=1"
            assert one.line.recv(100) == b"WATCHDOG=1"
        for one in programs:
            one.process.send_signal(signal.SIGSTOP)
        for one in programs:
            one.drain()
        programs[0].line.settimeout(SILENT_S)
        heard = [programs[0].line] if _hears(programs[0].line) else []
        for one in programs[1:]:
            one.line.settimeout(0.01)
            heard += [one.line] if _hears(one.line) else []
        assert heard == []


def _hears(line: socket.socket) -> bool:
    try:
        return bool(line.recv(100))
    except TimeoutError:
        return False
