"""A citizen's eyes and finger before the kiosk's window, and the hand that leads it."""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from contract.codec import to_plain
from demo.screen import Sight, TraceReader, VirtualScreen

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "pictures"
SECONDS = 15.0


class KioskHand:
    """A running window of the kiosk on a screen of its own."""

    def __init__(self, folder: Path, *options: str, pixels: tuple[int, int] = (1080, 1920)) -> None:
        self.screen = VirtualScreen(*pixels)
        trace = folder / "kiosk.trace"
        self.window = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("kiosk_window.py")), "--trace", str(trace), *options],
            env={**self.screen.env, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.trace = TraceReader(trace)
        self.happened: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def order(self, **line: Any) -> None:
        assert self.window.stdin
        self.window.stdin.write(json.dumps(line) + "\n")
        self.window.stdin.flush()

    def office(self, office: Any, board: Any, outlook: Any = None) -> None:
        self.order(office=to_plain(office))
        self.order(board=to_plain(board))
        self.order(outlook=to_plain(outlook))

    def show(self, view: Any, **facts: str) -> Sight:
        """Show a view and wait for its frame."""
        self.trace.news()
        self.order(view=type(view).__name__, body=to_plain(view))
        return self.trace.wait(type(view).__name__, SECONDS, **facts)

    def ask(self, what: str) -> Any:
        self.order(**{what: True})
        return self._answers.get(timeout=SECONDS)[what]

    def next_happening(self) -> dict[str, Any]:
        return self.happened.get(timeout=SECONDS)

    def stop(self) -> None:
        """End the window by its own door, the screen by force; the window must have lived until now."""
        alive = self.window.poll() is None
        try:
            if alive:
                self.order(end=True)
            code = self.window.wait(SECONDS)
        finally:
            self.window.kill()
            self.window.wait(SECONDS)
            self._listener.join(SECONDS)
            for pipe in (self.window.stdin, self.window.stdout):
                if pipe:
                    pipe.close()
            self.screen.stop()
        assert (alive, code) == (True, 0)

    def _listen(self) -> None:
        assert self.window.stdout
        for line in self.window.stdout:
            said = json.loads(line)
            (self.happened if "happened" in said else self._answers).put(said)
