"""A board or rating terminal on a screen of its own, led by lines on its standard input."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from contract.codec import encode_notice
from demo.screen import ScreenError, Sight, TraceReader, VirtualScreen

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "pictures"
SECONDS = 15.0


class Driven:
    """The window of ``driver``, a file beside this one. Leaving the ``with`` ends it by its own door."""

    def __init__(self, driver: str, pixels: tuple[int, int], trace: Path, *arguments: str) -> None:
        self.screen = VirtualScreen(*pixels)
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name(driver)), *arguments],
            env={**self.screen.env, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.trace = TraceReader(trace)
        self._touched_at = 0.0

    def say(self, what: str, notice: Any = None) -> None:
        assert self.process.stdin
        payload = f" {encode_notice(notice).decode()}" if notice is not None else ""
        self.process.stdin.write(f"{what}{payload}\n")
        self.process.stdin.flush()

    def see(self, view: str, **facts: str) -> Sight:
        return self.trace.wait(view, SECONDS, **facts)

    def touch(self, sight: Sight, key: str, *, times: int = 1) -> None:
        """Touch a button once it hears: just after another press it takes a touch for a trembling finger's."""
        self.trace.ready(key, SECONDS, self._touched_at)
        self.screen.tap(*sight.middle(key), times=times)
        self._touched_at = time.monotonic()

    def press(self, sight: Sight, key: str, then: str) -> Sight:
        """Touch a button until the window answers."""
        self.touch(sight, key)
        for _ in range(9):
            try:
                return self.trace.wait(then, SECONDS / 10)
            except ScreenError:
                self.screen.tap(*sight.middle(key))  # a look for the button here would pass over a late answer
        return self.trace.wait(then, SECONDS / 10)

    def faults(self) -> list[str]:
        """What does not fit on the screen now."""
        assert self.process.stdout
        self.say("fit")
        faults: list[str] = json.loads(self.process.stdout.readline())
        return faults

    def picture(self, name: str) -> Any:
        """The screen as it is, kept for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = self.screen.grab()
        picture.save(PICTURES / f"{name}.png")
        return picture

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        alive = self.process.poll() is None
        try:
            self.process.communicate(timeout=SECONDS)
        finally:
            self.process.kill()
            self.process.wait(SECONDS)
            self.screen.stop()
        assert (alive, self.process.returncode) == (True, 0)
