"""Looks after what the pages lack, in a thread of its own: a look may wait for a name server, and nothing waits for a look."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from controller.adapters.pages_certificate import PagesCertificate
from controller.web.server import WebServer

_LOG: Final = logging.getLogger(__name__)
_LOOK_S: Final = 2.0
_STOP_S: Final = 1.0


class DoorKeeper:
    """Takes a certificate that was renewed, and ports that others had; ``opened`` is told the pages' address after each of these."""

    def __init__(
        self,
        web: WebServer,
        certificate: PagesCertificate | None,
        opened: Callable[[str], object] = lambda _address: None,
    ) -> None:
        self._web, self._certificate, self._opened = web, certificate, opened
        self._ends = Event()
        self._thread = Thread(target=self._run, name="doors", daemon=True)

    def start(self) -> None:
        """Look every two seconds from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more; a look that waits for a name server is not waited for."""
        self._ends.set()
        self._thread.join(_STOP_S)

    def _run(self) -> None:
        while not self._ends.wait(_LOOK_S):
            try:
                if self._certificate:
                    self._certificate.look()
                if self._web.look():
                    self._opened(self._web.address)
            except OSError:
                _LOG.exception("what the pages lack cannot be mended now")
