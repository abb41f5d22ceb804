"""``make test-install``: from the package to the first called number, and on to an upgrade, a rollback and a purge, on a Debian that was just installed."""

import argparse
import fcntl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from deb.__main__ import own_suite
from demo.screen import ScreenError
from tests.install import first_number, leaving, setting_up
from tests.install.machine import HERE, Machine, MachineError

Step = Callable[[Machine], str]
_ALONE = Path(tempfile.gettempdir()) / "motcua-install.lock"


def main() -> int:
    """0: everything was as it should be. 1: what was not, and what the machine wrote about it."""
    parser = argparse.ArgumentParser(prog="python -m tests.install", description=__doc__)
    parser.add_argument("package", type=Path, nargs="?", help="left out: the newest that make deb has made")
    parser.add_argument("--suite", default=own_suite(), help="bookworm or trixie (this machine's own: %(default)s)")
    parser.add_argument("--keep", action="store_true", help="leave the machine's folder, and say where")
    given = parser.parse_args()
    with _ALONE.open("w") as lock:
        return _alone(lock, given)


def _alone(lock: IO[str], given: argparse.Namespace) -> int:
    """Its X server takes a console of the kernel, which all such machines share: the second one would come to no screen."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SystemExit("Another test installation is running on this computer; wait for its end.") from None
    package = given.package or newest(given.suite)
    cache = HERE / ".venv" / "debian"
    cache.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="install-", dir=cache))
    pictures = HERE / "var" / "install"
    began = time.monotonic()
    try:
        with Machine(given.suite, folder / "root") as machine:
            steps = [
                *setting_up.steps(package.absolute()),
                *first_number.steps(pictures),
                *leaving.steps(package.absolute()),
            ]
            try:
                for name, step in steps:
                    _do(name, step, machine)
            except (MachineError, ScreenError, AssertionError, OSError) as fault:
                print(f"\n✗ {fault}", file=sys.stderr)
                print(machine.last_words(), file=sys.stderr)
                return 1
        print(f"{package.name} on {given.suite}: whole in {time.monotonic() - began:.0f} s")
        return 0
    finally:
        if given.keep:
            print(f"kept: {folder}")
        else:
            subprocess.run(["rm", "-rf", "--one-file-system", folder], check=True)


def newest(suite: str) -> Path:
    """Of the packages for a suite in var/deb; ends with what to do where there is none."""
    number = {"bookworm": 12, "trixie": 13}[suite]
    found = sorted((HERE / "var" / "deb").glob(f"motcua_*[+~]deb{number}_*.deb"), key=lambda one: one.stat().st_mtime)
    if not found:
        raise SystemExit(f"There is no package for {suite} in var/deb: make deb SUITE={suite}")
    return found[-1]


def _do(name: str, step: Step, machine: Machine) -> None:
    print(f"{name} ...", end=" ", flush=True)
    began = time.monotonic()
    told = step(machine)
    print(f"{time.monotonic() - began:.1f} s{f': {told}' if told else ''}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
