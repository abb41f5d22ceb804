"""The catalogue of procedures: a copy on the kiosk's disk, fetched anew from the controller's pages when there is a newer one.

It is told first from the disk, so that a kiosk that is cut off can be read all the same. Nobody waits for a fetch; each has one
deadline for everything, and its socket is shut at the end of it. ``http.client`` knows no proxies, no redirects and no cookies.
"""

import contextlib
import logging
import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from threading import Condition, Thread, Timer
from typing import Final
from urllib.parse import urlsplit

from contract.catalogue import CATALOGUE_PATH, LONGEST, decode_catalogue, encode_catalogue
from contract.errors import MalformedMessageError
from contract.procedure import Catalogue
from contract.profile import write_private

DEADLINE_S: Final = 20.0
"""4 MB over a slow line; the controller stands in the same building."""
PAUSES_S: Final = (2.0, 5.0, 15.0, 60.0)
"""Before the next try, the last one again and again."""
COPY: Final = "procedures.json"
_CONNECT_S: Final = 5.0
_LOG: Final = logging.getLogger(__name__)


class HttpCatalogue:
    """``tell`` gets every catalogue that is new, on a thread of this class; ``folder`` is the kiosk's state."""

    def __init__(
        self,
        address: str,
        folder: Path,
        tell: Callable[[Catalogue], None],
        *,
        deadline_s: float = DEADLINE_S,
        pauses_s: tuple[float, ...] = PAUSES_S,
    ) -> None:
        self._address = urlsplit(address)
        self._copy = folder / COPY
        self._tell = tell
        self._deadline_s = deadline_s
        self._pauses_s = pauses_s
        self._turn = Condition()
        self._have = Catalogue()
        self._wanted: str | None = None
        self._asked: str | None = None
        self._stopping = False
        self._socket: socket.socket | None = None
        self._thread = Thread(target=self._run, name="catalogue", daemon=True)

    def start(self) -> None:
        """Tell the copy, and wait for what is wanted."""
        self._thread.start()

    def want(self, version: str) -> None:
        """The office has this version, as its notice says; empty: none. Returns at once."""
        with self._turn:
            self._wanted = version
            self._turn.notify_all()

    def stop(self) -> None:
        """End a fetch that is under way, and the thread."""
        with self._turn:
            self._stopping = True
            self._turn.notify_all()
        self._hang_up()
        self._thread.join(_CONNECT_S)

    def _run(self) -> None:
        self._have = self._kept()
        if self._have.procedures:
            self._tell(self._have)
        tries = 0
        while self._is_newer_wanted(self._pauses_s[min(tries, len(self._pauses_s)) - 1] if tries else None):
            tries = 0 if self._renew() else tries + 1

    def _is_newer_wanted(self, pause_s: float | None) -> bool:
        """Wait until something else is wanted than what is here, after a failure at most so long; False: to stop."""
        with self._turn:
            if pause_s is not None:
                self._turn.wait_for(lambda: self._stopping or self._wanted != self._asked, pause_s)
            self._turn.wait_for(lambda: self._stopping or self._wanted not in {None, self._have.version})
            return not self._stopping

    def _renew(self) -> bool:
        """Fetch, keep and tell; whether what is wanted is here now."""
        wanted = self._asked = self._wanted
        try:
            new = self._fetch() if wanted else Catalogue()
        except (OSError, HTTPException, MalformedMessageError, ValueError) as fault:
            _LOG.warning("the catalogue of procedures was not fetched: %s", fault)
            return False
        if new.version != self._have.version:
            self._have = new
            self._keep(new)
            self._tell(new)
        return new.version == wanted

    def _fetch(self) -> Catalogue:
        """The controller's; the one that is here where it has none newer."""
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        with contextlib.closing(kind(self._address.hostname or "", self._address.port, timeout=_CONNECT_S)) as line:
            line.connect()
            self._socket = line.sock
            watch = Timer(self._deadline_s, self._hang_up)
            watch.start()
            try:
                line.request("GET", CATALOGUE_PATH, headers={"If-None-Match": f'"{self._have.version}"'})
                answer = line.getresponse()
                if answer.status == 304:
                    return self._have
                if answer.status != 200:
                    raise HTTPException(f"status {answer.status}")
                return decode_catalogue(answer.read(LONGEST + 1))
            finally:
                watch.cancel()
                self._socket = None

    def _hang_up(self) -> None:
        line = self._socket
        if line is not None:
            with contextlib.suppress(OSError):
                # not SSLSocket.shutdown, which takes the TLS object away from the thread that reads through it
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def _kept(self) -> Catalogue:
        try:
            with self._copy.open("rb") as file:
                return decode_catalogue(file.read(LONGEST + 1))
        except FileNotFoundError:
            return Catalogue()
        except (OSError, MalformedMessageError) as fault:
            _LOG.warning("the copy of the catalogue is of no use: %s", fault)
            return Catalogue()

    def _keep(self, new: Catalogue) -> None:
        """A full disk costs the copy, not the catalogue."""
        try:
            write_private(self._copy, encode_catalogue(new).decode())
        except OSError as fault:
            _LOG.warning("the catalogue cannot be kept: %s", fault)
