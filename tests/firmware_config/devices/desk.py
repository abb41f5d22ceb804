"""A small device on a desk: its program under a real MicroPython, with pins, power and Wi-Fi in the test's hands."""

import json
import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

from demo.child import tied

ROOT = Path(__file__).parents[3]
MICROPYTHON = ROOT / ".venv" / "micropython" / "micropython"
"""Built by ``tests/micropython/build.sh``, which ``make test`` runs first."""
PROGRAMS = ROOT / "firmware_config" / "devices"
PATIENCE_S = 30.0


class Desk:
    """``folder`` is its flash, made like a board's: the programs below ``motcua``, and ``profile`` with the port of its cable; ``account``: what is wrong in it."""

    def __init__(self, folder: Path, profile: Path, port: int | None = None, **account: object) -> None:
        self.flash = folder
        folder.mkdir(parents=True)
        (folder / "motcua").symlink_to(PROGRAMS)
        told = json.loads(profile.read_text("utf-8"))
        told["account"] |= account | ({} if port is None else {"port": port})
        if told["account"]["ca"]:
            shutil.copy(told["account"]["ca"], folder / "ca.pem")
            told["account"]["ca"] = "ca.pem"
        (folder / "profile.json").write_text(json.dumps(told), "utf-8")
        self.number: int = told["counter"]
        self.pins: dict[str, int] = told["hardware"]["pins"]
        self.told: list[tuple[str, str]] = []
        """Everything that came over pins and console, over all its lives."""
        self.changed = threading.Condition()
        self._ended = False
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Power."""
        self._ended = False
        self._process = subprocess.Popen(
            tied([str(MICROPYTHON), str(Path(__file__).parent / "desk_board.py"), f"{self.flash}/"]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
            env={**os.environ, "MICROPYPATH": str(self.flash)},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, args=(self._process,))
        self._reader.start()

    def cut(self) -> None:
        """No power, from one moment to the next; safe to call twice."""
        if self._process is None:
            return
        self._process.kill()
        self.wait_ended()

    @property
    def powered(self) -> bool:
        """Whether it has power."""
        return self._process is not None

    def wait_ended(self) -> int:
        """Until it ends by itself; its code."""
        assert self._process
        code = self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            pipe.close()
        self._process = None
        return code

    def say(self, words: str) -> None:
        """``press 32``, ``32 0`` or ``wifi 0``."""
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def press(self, wire: str) -> None:
        """A finger on a button."""
        self.say(f"press {self.pins[wire]}")

    @property
    def mark(self) -> int:
        """Now, for ``wait``."""
        return len(self.told)

    def wait(self, since: int, *beginnings: str, seconds: float = PATIENCE_S) -> str:
        """The first line on the console since a mark that begins so; raises TimeoutError with all that was said."""
        until = time.monotonic() + seconds
        with self.changed:
            while True:
                for what, words in self.told[since:]:
                    if what == "say" and words.startswith(beginnings):
                        return words
                if self._ended or not self.changed.wait(until - time.monotonic()):
                    raise TimeoutError(f"{beginnings} is not said: {self.said[-12:]}")

    @property
    def said(self) -> list[str]:
        """Lines on the console."""
        return [words for what, words in self.told if what not in {str(pin) for pin in self.pins.values()}]

    def owed(self) -> dict[str, str]:
        """Presses on its flash that are not answered: kind by request id; for a device without power."""
        found = {}
        for path in (self.flash / "state").glob("*"):
            if not path.name.endswith(".new"):
                message = json.loads(path.read_bytes().split(b"\n", 3)[3])
                found[message["request"]] = message["type"]
        return found

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        for line in process.stdout:
            if not line.endswith("\n"):
                break  # the power was cut
            what, _, words = line.rstrip("\n").partition(" ")
            with self.changed:
                self.told.append((what, words))
                self.changed.notify_all()
        with self.changed:
            self._ended = True
            self.changed.notify_all()
