"""Hands numbers of phones to the controller's pages, sealed with the kiosk's key: not by MQTT, where a broker would see and keep them.

One try within one deadline; nothing is stored or logged. ``http.client`` knows no proxies, no redirects and no cookies.
"""

import contextlib
import json
import logging
import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Thread, Timer
from typing import Final
from urllib.parse import urlsplit

from contract.ids import DeviceId
from contract.profile import KioskProfile
from contract.sealed_phone import PHONE_PATH, seal
from kiosk.core.phone_journey import GivePhone, PhoneTaken

DEADLINE_S: Final = 6.0
"""A citizen stands before the screen, and the controller in the same building."""
_LONGEST: Final = 1024
_LOG: Final = logging.getLogger(__name__)


def asks_for_phones(profile: KioskProfile) -> bool:
    """Whether the office tells phones, and this kiosk can reach its pages."""
    return bool(profile.web and profile.phone_key)


class HttpPhones:
    """``address`` of the controller's pages, the kiosk's own name and key."""

    def __init__(self, address: str, device: DeviceId, key: str, *, deadline_s: float = DEADLINE_S) -> None:
        self._address = urlsplit(address)
        self._device = device
        self._key = key
        self._deadline_s = deadline_s

    def give(self, wish: GivePhone, tell: Callable[[PhoneTaken], None]) -> None:
        """On a thread of its own."""
        Thread(target=self._give, args=(wish, tell), name="phone", daemon=True).start()

    def _give(self, wish: GivePhone, tell: Callable[[PhoneTaken], None]) -> None:
        taken = False
        try:
            taken = self._asked(wish)
        except (OSError, HTTPException, ValueError) as fault:
            _LOG.warning("the number of a phone was not handed in: %s", type(fault).__name__)
        finally:
            tell(PhoneTaken(wish.request, taken))

    def _asked(self, wish: GivePhone) -> bool:
        sealed = seal(self._key, wish.visit, wish.phone)
        body = json.dumps({"device": self._device, "visit": wish.visit, "sealed": sealed})
        kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
        host, port = self._address.hostname or "", self._address.port
        with contextlib.closing(kind(host, port, timeout=self._deadline_s / 2)) as line:
            line.connect()
            watch = Timer(self._deadline_s, _hang_up, (line.sock,))
            watch.start()
            try:
                line.request("POST", PHONE_PATH, body, {"Content-Type": "application/json"})
                answer = line.getresponse()
                if answer.status != 200:
                    raise HTTPException(f"status {answer.status}")
                return bool(json.loads(answer.read(_LONGEST)) == {"accepted": True})
            finally:
                watch.cancel()


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        # not SSLSocket.shutdown, which takes the TLS object away from the thread that reads through it
        socket.socket.shutdown(line, socket.SHUT_RDWR)
