"""A site's broker as a process of its own, embedded or mosquitto, that can be killed and started again."""

import dataclasses
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import Final

from contract.procedure import Catalogue
from contract.profile import Account, read_account
from contract.site import Site
from demo.child import tied
from firmware_config import mosquitto
from firmware_config.provision import BROKER, EMBEDDED, PROFILE, provision

_MOSQUITTO: Final = "/usr/sbin/mosquitto"
_PORTS: Final = range(20000, 32000)
"""Below the ports that the kernel gives to clients, one of which could otherwise take a killed broker's place."""
_KEPT: Final = 100
"""Ports that stay marked as given: far more than one process uses at a time."""
_given: Final[deque[socket.socket]] = deque()
_PATIENCE_S: Final = 30
_ROOT: Final = Path(__file__).parent.parent
_EMBEDDED: Final = """
import sys
from pathlib import Path
from contract.process import log_to_stderr, stop_on_signal
from contract.profile import BrokerProfile, read_profile
from controller.adapters.amqtt_running import run_broker
log_to_stderr("broker")
place = Path(sys.argv[1])
run_broker(read_profile(place, BrokerProfile), stop_on_signal(), place=place)
"""
"""As ``python -m controller broker``, without loading the rest of the controller: kill tests start it very often."""


def free_port() -> int:
    """A loopback port that nobody listens on, and that no other process of this machine is given meanwhile.

    The same number at UDP says so: only one process can hold it, and it is free again when that process ends, however it does.
    """
    for port in random.sample(_PORTS, 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            mark = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            try:
                mark.bind(("127.0.0.1", port))
                probe.bind(("127.0.0.1", port))
            except OSError:
                mark.close()
                continue
        _given.append(mark)
        if len(_given) > _KEPT:
            _given.popleft().close()
        return port
    raise OSError("no free port")


class BrokerRun:
    """The broker of ``site`` with its files, and those of every device, below ``folder``.

    ``kind`` is ``embedded`` or ``mosquitto``; the site's own broker host and port are replaced by a free loopback port.
    """

    def __init__(self, site: Site, folder: Path, kind: str = EMBEDDED, catalogue: Catalogue = Catalogue()) -> None:  # noqa: B008
        self.kind = kind
        self.host = "127.0.0.1"
        self.port = free_port()
        self.folder = folder
        broker = dataclasses.replace(site.broker, kind=kind, host=self.host, port=self.port)
        self.site = dataclasses.replace(site, broker=broker)
        provision(self.site, folder, folder / "var", catalogue)
        self._process: subprocess.Popen[bytes] | None = None

    def profile(self, device: str) -> Path:
        """The profile of a device, or of ``controller``."""
        return self.folder / device / PROFILE

    def account(self, device: str) -> Account:
        """The account of a device, or of ``controller``."""
        return read_account(self.profile(device))

    def start(self) -> None:
        """Start and wait until it takes connections; raises TimeoutError with its log when it does not."""
        log = self.folder / BROKER / "log"
        with log.open("ab") as out:
            self._process = subprocess.Popen(
                tied(self._command()), stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=_ROOT
            )
        until = time.monotonic() + _PATIENCE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise TimeoutError(f"the {self.kind} broker does not start:\n{log.read_text('utf-8', 'replace')}")
            threading.Event().wait(0.005)

    def kill(self) -> None:
        """SIGKILL: it loses everything it knows."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as a service is stopped; safe to call twice."""
        self._end(signal.SIGTERM)

    def restart(self) -> None:
        """Start again on the same port; kills it first where it still runs."""
        self.kill()
        self.start()

    @property
    def log(self) -> str:
        """All that it has said so far."""
        return (self.folder / BROKER / "log").read_text("utf-8", "replace")

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Of the running process; raises RuntimeError where there is none."""
        if self._process is None:
            raise RuntimeError("the broker is not started")
        return self._process.pid

    def _command(self) -> list[str]:
        if self.kind == EMBEDDED:
            return [sys.executable, "-c", _EMBEDDED, str(self.folder / BROKER / PROFILE)]
        return [_MOSQUITTO, "-c", str(self.folder / BROKER / mosquitto.CONFIGURATION)]

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
