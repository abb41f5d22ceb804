"""The token with which a registry is asked: read from a file, or got by a login and kept until it has ended."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from contract.registry import Registry
from contract.registry_words import steps
from controller.adapters.http_exchange import Exchanges, NoAnswerError
from controller.adapters.http_inquiry import login_inquiry
from controller.adapters.json_record import read_token

_LONGEST_SECRET: Final = 16_384
REFUSED_S: Final = 300.0
"""Seconds without a login after one was refused: registries lock accounts that try too often. A changed secret is tried at once."""


class HttpAccess:
    """Thread-safe: of many who need a token, one logs in and the others wait for it, none beyond its own deadline."""

    def __init__(self, registry: Registry, exchanges: Exchanges, clock: Callable[[], float]) -> None:
        self._registry = registry
        self._exchanges = exchanges
        self._clock = clock
        self._way = steps(registry.login.token)
        self._lock = threading.Lock()
        self._token = ""
        self._refused: tuple[str, float] | None = None

    def secret(self) -> str:
        """The one line of the secret's file, or nothing where there is no such file in the site file; raises NoAnswerError."""
        if not self._registry.access.secret_file:
            return ""
        try:
            with Path(self._registry.access.secret_file).open(encoding="utf-8") as file:
                return file.read(_LONGEST_SECRET).strip()
        except (OSError, ValueError) as fault:
            raise NoAnswerError(f"the file of the secret cannot be read ({type(fault).__name__})") from None

    def token(self, until: float) -> str:
        """The token that is kept, or a new one; ``until`` on the monotonic clock. Raises NoAnswerError."""
        if not self._registry.login.url:
            return self.secret()
        if not self._lock.acquire(timeout=max(until - time.monotonic(), 0)):
            raise NoAnswerError("the login takes too long")
        try:
            if not self._token:
                self._token = self._log_in(until)
            return self._token
        finally:
            self._lock.release()

    def ended(self, token: str, until: float) -> bool:
        """Forget the token; returns whether asking for another makes sense."""
        if not self._registry.login.url or not self._lock.acquire(timeout=max(until - time.monotonic(), 0)):
            return False
        try:
            if self._token == token:  # else somebody has got a new one meanwhile
                self._token = ""
            return True
        finally:
            self._lock.release()

    def _log_in(self, until: float) -> str:
        secret = self.secret()
        if self._refused is not None and self._refused[0] == secret and self._clock() < self._refused[1]:
            raise NoAnswerError("the login was refused; please check the user and the file of the secret")
        reply = self._exchanges.ask(login_inquiry(self._registry, secret), until - time.monotonic())
        if reply.status in {400, 401, 403}:
            self._refused = (secret, self._clock() + REFUSED_S)
        token = read_token(reply, self._way)
        self._refused = None
        return token
