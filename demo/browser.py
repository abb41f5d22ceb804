"""Chromium without a screen: opens only what it is told to open, and asks nobody else anything."""

import base64
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from websockets.sync.client import ClientConnection, connect

from demo.child import tied

QUIET: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1366,768",
)
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_LONGEST_S: Final = 30.0
_LOOK_S: Final = 0.05
_LISTENING: Final = b"DevTools listening on "
_READY: Final = "document.readyState === 'complete' && document.fonts.status === 'loaded'"
_SETTLED_S: Final = 0.4
"""After a page is loaded: until it has heard its stream for the first time and drawn that."""


def chromium() -> str | None:
    """Where the browser is; None for a machine without one."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Browser:
    """Chromium under remote control (Chrome DevTools Protocol); ``with`` starts and ends it.

    Raises TimeoutError where it does not start or answer.
    """

    def __init__(self, program: str) -> None:
        self._program = program
        self._profile = tempfile.TemporaryDirectory(prefix="motcua-browser-", ignore_cleanup_errors=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._control: ClientConnection | None = None
        self._count = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            tied([self._program, *QUIET, f"--user-data-dir={self._profile.name}", "--remote-debugging-port=0"]),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stderr
        for line in self._process.stderr:
            if line.startswith(_LISTENING):
                address = line.removeprefix(_LISTENING).decode().strip()
                self._control = connect(address, max_size=None, proxy=None, open_timeout=_LONGEST_S)
                return self
        self.__exit__(None, None, None)
        raise TimeoutError("Chromium does not start")

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._control:
            self._control.close()
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            assert self._process.stderr
            self._process.stderr.close()
        self._profile.cleanup()

    def photograph(self, address: str, picture: Path, cookies: Mapping[str, str]) -> None:
        """Save what a page looks like to whoever has these cookies, as PNG."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        page = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for name, value in cookies.items():
            self._ask("Network.setCookie", page, name=name, value=value, url=address)
        self._ask("Page.navigate", page, url=address)
        until = time.monotonic() + _LONGEST_S
        while not self._ask("Runtime.evaluate", page, expression=f"location.href !== 'about:blank' && {_READY}")[
            "result"
        ].get("value"):
            if time.monotonic() > until:
                raise TimeoutError(f"{address} is never ready")
            time.sleep(_LOOK_S)
        time.sleep(_SETTLED_S)
        picture.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot", page)["data"]))
        self._ask("Target.closeTarget", targetId=target)

    def _ask(self, method: str, session: str = "", **words: Any) -> dict[str, Any]:
        assert self._control
        self._count += 1
        order = {"id": self._count, "method": method, "params": words}
        self._control.send(json.dumps(order | ({"sessionId": session} if session else {})))
        while True:
            answer = json.loads(self._control.recv(_LONGEST_S))
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise OSError(f"Chromium: {method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result
