"""An office whose controller runs as a process of its own, without a broker, and has something to tell a webhook from its first look."""

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contract.controller_profile import ControllerProfile
from contract.fleet import Fleet, Trouble
from contract.profile import Account, write_profile
from contract.site import Web
from contract.topics import CONTROLLER, Role
from demo.screen import wait_for
from tests.office import small_site

ROOT = Path(__file__).parents[2]
NOBODY = 1
"""A port at which no broker listens."""


class AlertingOffice:
    """``restarts=0``: that the controller was started is its trouble."""

    def __init__(self, folder, hook, kind=Trouble.CONTROLLER, port=0, state=None):
        self.state, self._profile = state or folder / "state", folder / "profile.json"
        fleet = Fleet(webhook=hook, kinds=(kind,), restarts=0, free_mb=0)
        site = replace(small_site(), fleet=fleet, web=Web(host="127.0.0.1", port=port))
        account = Account(site.id, CONTROLLER, Role.CONTROLLER, "127.0.0.1", NOBODY, "password")
        write_profile(self._profile, ControllerProfile(account, site, str(self.state), "secret"))

    @contextmanager
    def run(self, log=None):
        """The controller, killed at the end without a word."""
        command = [sys.executable, "-m", "controller", "run", "--profile", str(self._profile)]
        with subprocess.Popen(command, cwd=ROOT, stderr=log or subprocess.DEVNULL) as program:
            try:
                yield program
            finally:
                program.kill()

    def until_waiting(self, seconds):
        """What waits on the disk, once anything does."""
        return wait_for(lambda: self._waiting() or None, seconds, "no alert waits on the disk")

    def until_sent(self, seconds):
        """Nothing waits any more."""
        wait_for(lambda: True if self._waiting() == [] else None, seconds, "the alert was not sent")

    def _waiting(self):
        place = self.state / "alerts.json"
        return json.loads(place.read_text("utf-8")) if place.exists() else None
