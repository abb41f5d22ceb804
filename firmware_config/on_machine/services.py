"""systemd and its kin on the machine: told of new files, and asked to restart what reads them."""

import shutil
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from firmware_config.on_machine.disk import place_of
from firmware_config.on_machine.order import Change, Trouble

USERS: Final = "/etc/sysusers.d/"
_UNITS: Final = "/etc/systemd/system/"
_FOLLOW_UPS: Final = (
    ("/etc/tmpfiles.d/", ("systemd-tmpfiles", "--create")),
    ("/etc/udev/rules.d/", ("udevadm", "control", "--reload")),
    ("/etc/udev/rules.d/", ("udevadm", "trigger")),
    (_UNITS, ("systemctl", "daemon-reload")),
)
"""Who has to be told of what changed in a folder."""
_PATIENCE_S: Final = 90
_RESTART_S: Final = 300
"""For all units of a machine together, each with a time to stop and one to start."""
_SETTLE_S: Final = 2.0
"""A program that cannot read its profile ends within moments of its start."""


class Services:
    """Those of one root. Without a running systemd, in an image say, units are only enabled.

    ``running``: whether systemd runs there; left out: looked for. ``settle_s``: seconds after which a unit that cannot run has ended.
    ``patience_s``: seconds for one question to systemd.
    """

    def __init__(
        self,
        root: Path,
        *,
        running: bool | None = None,
        settle_s: float = _SETTLE_S,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._root = root
        self._here = root == Path("/")
        self.running = self._here and Path("/run/systemd/system").is_dir() if running is None else running
        self._settle_s, self._patience_s = settle_s, patience_s
        self.troubles: list[Trouble] = []

    def make_users(self) -> None:
        """Those of ``/etc/sysusers.d``."""
        self._call("systemd-sysusers", *([] if self._here else [f"--root={self._root}"]))

    def retire(self, path: str) -> None:
        """Before a unit's file is removed."""
        if unit_of(path):
            self._systemctl("disable", *(["--now"] if self.running else []), unit_of(path))

    def follow_up(self, changes: Iterable[Change]) -> None:
        """After files have changed."""
        done = list(changes)
        for folder, words in _FOLLOW_UPS:
            if self.running and any(one.path.startswith(folder) for one in done):
                self._call(*words)
        for path in dict.fromkeys(one.path for one in done if unit_of(one.path) and one.change != "gone"):
            if b"[Install]" in place_of(self._root, path).read_bytes():
                self._systemctl("enable", unit_of(path))

    def restart(self, units: tuple[str, ...]) -> tuple[str, ...]:
        """Those that are not up afterwards: told, and to be tried again the next time."""
        if not self.running or not units:
            return ()
        states = {unit: self._state(unit) for unit in units}
        if None in states.values():
            return units  # a systemd that does not answer restarts nothing either
        static = [
            unit for unit, told in states.items() if told and "static" in told
        ]  # others pull them in where they are needed
        started = [unit for unit in units if unit not in static]
        tried = [
            self._run("systemctl", word, *some, patience_s=_RESTART_S)
            for word, some in (("restart", started), ("try-restart", static))
            if some
        ]
        time.sleep(self._settle_s)
        down = tuple(unit for unit in units if not self._up(unit))
        refused = [] if down else [one for one in tried if one]  # else the units' own states say more
        self.troubles += refused
        return units if refused else down

    def _up(self, unit: str) -> bool:
        told = self._state(unit)
        if told is None:
            return False
        if {"failed", "auto-restart", "not-found"}.isdisjoint(told):
            return True
        self.troubles.append(Trouble("no_unit" if "not-found" in told else "unit_down", unit, " ".join(told)))
        return False

    def _state(self, unit: str) -> list[str] | None:
        """None where systemd does not answer; that is a trouble then."""
        words = ["systemctl", "show", "-p", "ActiveState,SubState,LoadState,UnitFileState", "--value", unit]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=self._patience_s, check=False)
        except (OSError, subprocess.TimeoutExpired) as fault:
            self.troubles.append(Trouble("command", " ".join(words), str(fault)))
            return None
        return done.stdout.split()

    def _systemctl(self, *words: str) -> None:
        if self.running:
            self._call("systemctl", *words)
        elif shutil.which("systemctl"):
            self._call("systemctl", f"--root={self._root}", *words)

    def _call(self, *words: str) -> None:
        fault = self._run(*words)
        if fault:
            self.troubles.append(fault)

    def _run(self, *words: str, patience_s: float | None = None) -> Trouble | None:
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, timeout=patience_s or self._patience_s, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            return Trouble("command", " ".join(words), str(fault))
        last = "".join(done.stderr.strip().splitlines()[-1:])
        return Trouble("command", " ".join(words), last) if done.returncode else None


def unit_of(path: str) -> str:
    """The unit whose file it is; empty for any other file."""
    name = path.removeprefix(_UNITS)
    return name if name != path and "/" not in name else ""
