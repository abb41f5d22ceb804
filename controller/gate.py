"""The gate that every word of a device passes: who is not of the office, was shut out, or talks without end is not heard.

The broker has asked for a password and looked at the topic. This is the second look: it holds also where a broker was told of a
theft too late, or keeps what a stolen device said before.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from contract.credentials import Credentials
from contract.errors import MalformedMessageError
from contract.ids import DeviceId
from contract.sealed_phone import kiosk_key
from contract.site import Site
from contract.topics import CONTROLLER, Role, sender

_LOG: Final = logging.getLogger(__name__)
MOST: Final = 5000
"""Words of one device that are heard in one go: what a kiosk has kept in a long absence, many times over."""
_A_SECOND: Final = 10.0
"""How many more in every second: more than people can press, and less than fills a disk in a month."""
_TOLD_S: Final = 60.0

Handler = Callable[[str, bytes], None]


@dataclass(slots=True)
class _Share:
    left: float
    since: float
    told: float = float("-inf")


class Gate:
    """Of one office. Safe from any thread. ``ticks`` are seconds of a clock that never goes back."""

    def __init__(self, site: Site, ticks: Callable[[], float] = time.monotonic) -> None:
        self._roles = {one.id: one.role for one in site.devices}
        self._ticks = ticks
        self._credentials = Credentials()
        self._shares: dict[DeviceId, _Share] = {}
        self._lock = Lock()

    @property
    def shut_out(self) -> frozenset[DeviceId]:
        """Devices that were revoked."""
        return frozenset(self._credentials.revoked)

    def adopt(self, credentials: Credentials) -> frozenset[DeviceId]:
        """What holds from now on; returns who was let in until now and is no longer."""
        before, self._credentials = self._credentials, credentials
        return frozenset(credentials.revoked) - frozenset(before.revoked)

    def lets_in(self, device: DeviceId) -> bool:
        """Whether it is a device of the office that was not shut out."""
        return device in self._roles and device not in self._credentials.revoked

    def phone_key(self, secret: str, device: DeviceId) -> str | None:
        """What a kiosk seals numbers of phones with; None for whoever is no kiosk or was shut out."""
        if self._roles.get(device) is not Role.KIOSK or not self.lets_in(device):
            return None
        return kiosk_key(secret, device, self._credentials.issues.get(device, 0))

    def guarded(self, handler: Handler) -> Handler:
        """The handler, for those alone whom the gate lets in; the link counts and logs the others."""

        def handle(topic: str, payload: bytes) -> None:
            device = sender(topic)
            if device != CONTROLLER:
                if not self.lets_in(device):
                    raise MalformedMessageError("a device that the office does not have, or has shut out")
                if not self._may_speak(device):
                    return
            handler(topic, payload)

        return handle

    def _may_speak(self, device: DeviceId) -> bool:
        """Whoever says too much is heard later: what is worth something is sent again."""
        now = self._ticks()
        with self._lock:
            share = self._shares.setdefault(device, _Share(MOST, now))
            share.left = min(MOST, share.left + (now - share.since) * _A_SECOND)
            share.since = now
            if share.left >= 1:
                share.left -= 1
                return True
            if now - share.told >= _TOLD_S:
                share.told = now
                _LOG.warning("%s says more than anybody can press, and is not heard for a while", device)
            return False
