"""A citizen's eyes and finger before the kiosk's window, and the hand that leads it."""

import base64
import json
import pickle
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from contract.codec import to_plain
from demo.screen import Sight, TraceReader, VirtualScreen
from tests.screens.kiosk_views import PROCEDURES

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "pictures"
SECONDS = 30.0


def packed(view: Any) -> str:
    """A view as the window's orders have it."""
    return base64.b64encode(pickle.dumps(view)).decode()


class KioskHand:
    """A running window of the kiosk on a screen of its own, or on ``screen``, which is switched off with it."""

    def __init__(
        self, folder: Path, *options: str, pixels: tuple[int, int] = (1080, 1920), screen: VirtualScreen | None = None
    ) -> None:
        self.screen = screen or VirtualScreen(*pixels)
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

    def picture(self, name: str) -> Any:
        """The screen as it is, kept for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = self.screen.grab()
        picture.save(PICTURES / f"{name}.png", compress_level=1)
        return picture

    def order(self, **line: Any) -> None:
        assert self.window.stdin
        self.window.stdin.write(json.dumps(line) + "\n")
        self.window.stdin.flush()

    def office(self, office: Any, board: Any, outlook: Any = None) -> None:
        self.order(office=to_plain(office))
        self.order(procedures=to_plain(PROCEDURES))
        self.order(board=to_plain(board))
        self.order(outlook=to_plain(outlook))

    def show(self, view: Any, **facts: str) -> Sight:
        """Show a view and wait for its frame."""
        self.trace.news()
        self.order(view=packed(view))
        return self.trace.wait(type(view).__name__, SECONDS, **facts)

    def sees(self, view: Any, *keys: str) -> Sight:
        """Show a view; the sight that has these buttons, once a finger would be heard."""
        self.ask("rest")
        sight = self.show(view)
        while not set(keys) <= set(sight.targets):
            sight = self.trace.wait(type(view).__name__, SECONDS)
        self.ask("rest")
        return sight

    def ask(self, what: str, body: Any = True, told: str | None = None) -> Any:
        """What the window answers to an order, under ``told`` where that is another word."""
        self.order(**{what: body})
        return self._answers.get(timeout=SECONDS)[told or what]

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
