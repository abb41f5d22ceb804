"""A machine over SSH, by the system's own ``ssh``: one connection an order, nothing to be installed there beforehand but Python."""

import os
import re
import shlex
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Final

from firmware_config.on_machine.order import Answer, Order, as_text, read_answer
from firmware_config.targets import TargetError
from firmware_config.targets.sent_program import BOOT, packed_program

_OPTIONS: Final = (
    "BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=15", "ServerAliveCountMax=4",
    "ForwardAgent=no", "ForwardX11=no", "ClearAllForwardings=yes",
)  # fmt: skip
"""A question that nobody sees would hang for ever: ssh asks none."""
_LONGEST_S: Final = 1800
_NO_SUDO: Final = 77
_NO_PYTHON: Final = 127
_SSH_ITSELF: Final = 255
_FAULTS: Final = (
    ("host_key_changed", "HOST IDENTIFICATION HAS CHANGED"),
    ("host_key_unknown", "Host key verification failed"),
    ("refused", "Permission denied"),
    ("refused", "Too many authentication failures"),
)
"""What ssh says on standard error, by the sentence that tells what to do."""
_AS_ROOT: Final = f"""\
if [ "$(id -u)" = 0 ]; then as_root=; elif command -v sudo >/dev/null; then as_root="sudo -n"; else exit {_NO_SUDO}; fi
"""
_NOTE: Final = re.compile(r"(Warning: Permanently added|\*\* |debug\d: ).*")


class SshMachine:
    """``host``: what ssh knows it by; ``config``: an ssh configuration of the office's own, where it has one.

    ``root`` is for a trial: other than ``/``, it needs no more rights than the folder does.
    """

    def __init__(self, host: str, user: str, config: Path | None = None, root: str = "/") -> None:
        self._host = host
        self._user = user
        self._config = config
        self._root = root

    def carry_out(self, order: Order) -> Answer:
        """Raises TargetError: unreachable, refused, a host key unknown or changed, no sudo, no Python."""
        program = packed_program()
        message = as_text(replace(order, root=self._root)).encode()
        try:
            done = subprocess.run(
                self._command(),
                input=f"{len(program)}\n".encode() + program + message,
                capture_output=True,
                timeout=_LONGEST_S,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except FileNotFoundError as missing:
            raise TargetError("no_ssh", self._host) from missing
        except subprocess.TimeoutExpired as late:
            raise TargetError("unreachable", self._host, f"{_LONGEST_S} s") from late
        if done.returncode:
            raise self._fault(done.returncode, done.stderr.decode(errors="replace"))
        try:
            return read_answer(
                done.stdout.decode().strip().rpartition("\n")[2]
            )  # a .bashrc may have said something before it
        except (ValueError, KeyError, TypeError, RecursionError) as fault:
            raise TargetError("garbled", self._host, str(fault)) from fault

    def _command(self) -> list[str]:
        options = [word for option in _OPTIONS for word in ("-o", option)]
        config = ["-F", str(self._config)] if self._config else []
        script = (_AS_ROOT if self._root == "/" else "as_root=\n") + f"exec $as_root python3 -I -c {shlex.quote(BOOT)}"
        return ["ssh", "-T", *config, *options, "-l", self._user, "--", self._host, f"exec sh -c {shlex.quote(script)}"]

    def _fault(self, code: int, told: str) -> TargetError:
        lines = [line for line in told.strip().splitlines() if line.strip() and not _NOTE.fullmatch(line)]
        last = lines[-1].strip() if lines else f"exit {code}"
        if code == _SSH_ITSELF:
            known = next((name for name, words in _FAULTS if words in told), "unreachable")
            by_hand = f"{f'-F {self._config} ' if self._config else ''}{self._user}@{self._host}"
            return TargetError(known, self._host, by_hand if known.startswith("host_key") else last)
        if code == _NO_SUDO or "sudo:" in told:
            return TargetError("no_sudo", f"{self._user}@{self._host}", last)
        if code == _NO_PYTHON:
            return TargetError("no_python", self._host, last)
        return TargetError("failed", self._host, last)
