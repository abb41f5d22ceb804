"""Photos of officers, fetched from the controller's pages; nobody waits for one, and a board without it is right all the same.

Only the last wish counts: who has left the counter must not appear on its board. ``http.client`` knows no proxies and no redirects.
"""

import logging
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Condition, Thread
from typing import Final
from urllib.parse import quote, urlsplit

LONGEST: Final = 8 * 1024 * 1024
"""Bytes of a photo; a longer one is not taken."""
DEADLINE_S: Final = 5.0
AGAIN_S: Final = 10.0
"""Before the next try."""
_LOG: Final = logging.getLogger(__name__)


class HttpPhotos:
    """``tell`` gets the name and bytes of the photo that is wanted now, on a thread of this class."""

    def __init__(self, address: str, tell: Callable[[str, bytes], None], again_s: float = AGAIN_S) -> None:
        self._address = urlsplit(address)
        self._tell = tell
        self._again_s = again_s
        self._turn = Condition()
        self._wanted = ""
        self._told = ""
        self._stopping = False
        self._complaint = ""
        self._thread = Thread(target=self._run, name="photos", daemon=True)

    def start(self) -> None:
        """Begin to fetch what is wanted."""
        self._thread.start()

    def stop(self) -> None:
        """Fetch nothing more; a fetch under way ends by its deadline."""
        with self._turn:
            self._stopping = True
            self._turn.notify_all()

    def want(self, name: str) -> None:
        """From now on only this one; empty for none. Returns at once, from any thread."""
        with self._turn:
            if name != self._wanted:
                self._wanted, self._told = name, ""
                self._turn.notify_all()

    def _run(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._stopping or self._wanted != self._told)
                if self._stopping:
                    return
                name = self._wanted
            photo = self._fetch(name) if name else b""
            with self._turn:
                if name != self._wanted:
                    continue
                if photo is None:
                    self._turn.wait_for(lambda name=name: self._stopping or self._wanted != name, self._again_s)  # type: ignore[misc]
                    continue
                self._told = name
            self._tell(name, photo)

    def _fetch(self, name: str) -> bytes | None:
        """None where it cannot be had now."""
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        line = kind(self._address.hostname or "", self._address.port, timeout=DEADLINE_S)
        try:
            line.request("GET", f"/photo/{quote(name)}")
            answer = line.getresponse()
            photo = answer.read(LONGEST + 1)
        except (OSError, HTTPException) as fault:
            self._missed(f"the photo {name} is not to be had: {fault}")
            return None
        finally:
            line.close()
        if answer.status != 200 or len(photo) > LONGEST:
            self._missed(f"the photo {name} is not to be had: {answer.status}, {len(photo)} bytes")
            return None
        self._complaint = ""
        return photo

    def _missed(self, complaint: str) -> None:
        """Told once: a photo that nobody has put there is asked for again six times a minute, for years."""
        if complaint != self._complaint:
            self._complaint = complaint
            _LOG.warning("%s", complaint)
