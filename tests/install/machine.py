"""A Debian that was just installed, and what happens on it: made with debootstrap, switched on with its own systemd, looked at from outside."""

import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Self, TypeVar

from demo.screen import ScreenError, wait_for

HERE: Final = Path(__file__).parents[2]
DEBIAN: Final = str(HERE / "deb" / "debian.sh")
ADDRESS: Final = "10.87.0.1"
_SCREEN: Final = {"DISPLAY": ":0", "XAUTHORITY": "/run/motcua-screen/authority"}
_START_S: Final = 180.0
_T = TypeVar("_T")


class MachineError(Exception):
    """A command on the machine failed, or what was waited for did not come."""


class Machine:
    """A clean Debian of ``suite`` in the folder ``root``; switched off at first."""

    def __init__(self, suite: str, root: Path) -> None:
        subprocess.run([DEBIAN, "make", suite, root], check=True)
        self.root = root
        self._groups = root.with_name("groups")
        self._unshare: subprocess.Popen[bytes] | None = None
        self._first = 0

    def prepare(self, *words: str | Path) -> str:
        """A command on the switched-off machine, which has this one's network. Raises MachineError."""
        return _told([DEBIAN, "in", self.root, *words])

    def switch_on(self) -> None:
        """Until systemd has started everything that it starts by itself."""
        self._groups.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "cgroup2", "cgroup2", self._groups], check=True)
        group = self._groups / f"motcua-install-{os.getpid()}"
        group.mkdir()
        boot = ["unshare", "--fork", "--pid", "--mount", "--ipc", "--uts", "--net", "--cgroup", "--kill-child"]
        join = f'echo $$ >"{group}/cgroup.procs"; exec "$@"'
        script = Path(__file__).with_name("boot.sh")
        words = ["sh", "-c", join, "-", *boot, script, self.root, ADDRESS]
        self._log = self.root.with_name("console").open("wb")
        self._unshare = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        self._first = self._until(self._child, "systemd did not start")
        self._until(self._settled, "systemd did not come to rest")

    def switch_off(self) -> None:
        """At once, as by its plug; safe to call twice."""
        if self._unshare is None:
            return
        self._unshare.kill()
        self._unshare.wait(_START_S)
        self._unshare = None
        self._log.close()
        with contextlib.suppress(OSError, ScreenError):
            self._until(self._left, "the machine did not end")
        subprocess.run(["umount", self._groups], check=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.switch_off()

    def run(self, *words: str | Path, code: int = 0, **environment: str) -> str:
        """What a command as root told, both ways out together. Raises MachineError where it ended otherwise than with ``code``."""
        return _told([*self._inside(**environment), *words], code)

    def answer(self, *words: str | Path) -> tuple[int, str]:
        """Exit code and words of a command that may fail."""
        done = subprocess.run([*self._inside(), *words], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def active(self, unit: str) -> bool:
        return self.answer("systemctl", "is-active", "--quiet", unit)[0] == 0

    def main_pid(self, unit: str) -> int:
        return int(self.run("systemctl", "show", "-p", "MainPID", "--value", unit))

    def until_active(self, unit: str) -> int:
        """Waits until it runs; gives its process. Raises ScreenError when late."""
        self._until(lambda: self.active(unit) or None, f"{unit} is not active")
        return self.main_pid(unit)

    def until_told(self, *words: str | Path) -> str:
        """What a program beside the machine tells once it ends well. Raises ScreenError when late."""

        def look() -> str | None:
            with contextlib.suppress(MachineError):
                return self.beside(*words)
            return None

        return self._until(look, str(words))

    def beside(self, *words: str | Path) -> str:
        """A program of this computer, in the machine's network. Raises MachineError."""
        return _told(["nsenter", "-t", str(self._first), "-n", *words])

    def tap(self, x: int, y: int) -> None:
        """A finger on the machine's screen."""
        self.run("xdotool", "mousemove", str(x), str(y), "click", "1", **_SCREEN)

    def picture(self, to: Path) -> None:
        """The whole screen."""
        grab = "from PIL import ImageGrab; ImageGrab.grab(xdisplay=':0').convert('RGB').save('/root/screen.png')"
        self.run("/usr/lib/motcua/bin/python", "-c", grab, **_SCREEN)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes((self.root / "root" / "screen.png").read_bytes())

    def files(self, folder: str) -> Iterator[Path]:
        """Files below a folder of the machine, as paths of this computer."""
        return (one for one in (self.root / folder.lstrip("/")).rglob("*") if one.is_file() and not one.is_symlink())

    def record(self) -> dict[str, object]:
        """What ``apply`` says that it installed, by path."""
        told = json.loads((self.root / "var/lib/motcua/installed.json").read_text("utf-8"))
        assert told["whole"], told
        files: dict[str, object] = told["files"]
        return files

    def last_words(self) -> str:
        """What the machine wrote last, for whoever looks for a fault."""
        if self._first == 0:
            return ""
        return self.answer("journalctl", "--no-pager", "-p", "notice", "-n", "60")[1][-12000:]

    def _inside(self, **environment: str) -> list[str]:
        given = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        words = [f"{name}={value}" for name, value in (given | environment).items()]
        return ["nsenter", "-t", str(self._first), "-m", "-p", "-n", "-i", "-u", "env", "-i", *words]

    def _child(self) -> int | None:
        assert self._unshare
        if self._unshare.poll() is not None:
            raise MachineError(self.root.with_name("console").read_text("utf-8"))
        children = Path(f"/proc/{self._unshare.pid}/task/{self._unshare.pid}/children").read_text().split()
        if not children or "systemd" not in Path(f"/proc/{children[0]}/cmdline").read_text():
            return None
        return int(children[0])

    def _settled(self) -> bool | None:
        said = self.answer("systemctl", "is-system-running")[1].strip()
        return said in {"running", "degraded"} or None

    def _left(self) -> bool | None:
        for one in sorted(self._groups.rglob("motcua-install-*/**/"), reverse=True):
            with contextlib.suppress(OSError):
                one.rmdir()
        return None if any(self._groups.glob(f"motcua-install-{os.getpid()}")) else True

    def _until(self, look: Callable[[], _T | None], otherwise: str) -> _T:
        return wait_for(look, _START_S, otherwise)


def _told(words: list[str | Path], code: int = 0) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise MachineError(f"{' '.join(map(str, words[-6:]))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr
