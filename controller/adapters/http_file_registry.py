"""A file registry over HTTP, asked and read as the site file says.

Every look-up ends within its deadline. A registry that fails is left alone for a while, and what was found is remembered for a minute, so
that neither a dead registry nor a receipt held up twice costs the citizen waiting.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from contract.ids import FileCode
from contract.notices import LookUp
from contract.registry import Registry
from controller.adapters.http_access import HttpAccess
from controller.adapters.http_exchange import Exchanges, NoAnswerError, Papers
from controller.adapters.http_inquiry import look_up_inquiry
from controller.adapters.json_record import EndedTokenError, JsonRecord
from controller.core.breaker import Breaker
from controller.ports import RegistryAnswer

_LOG: Final = logging.getLogger(__name__)
_UNAVAILABLE: Final = RegistryAnswer(LookUp.UNAVAILABLE)
_REMEMBERED: Final = 500
"""Files; more are not asked for within a minute by any hall."""


class HttpFileRegistry:
    """Asks the registry of the site file; ``zone`` is the office's. Thread-safe; never raises.

    ``clock`` never goes back; rests and memory run by it, deadlines by real time.
    """

    def __init__(self, registry: Registry, zone: tzinfo, clock: Callable[[], float] = time.monotonic) -> None:
        access = registry.access
        self._registry = registry
        self._exchanges = Exchanges(Papers(access.certificate, access.key, access.authority))
        self._access = HttpAccess(registry, self._exchanges, clock)
        self._record = JsonRecord(registry.answer, registry.proof, zone)
        self._clock = clock
        self._lock = threading.Lock()
        self._breaker = Breaker()
        self._found: OrderedDict[FileCode, tuple[float, RegistryAnswer]] = OrderedDict()

    def look_up(self, code: FileCode, digits: str | None = None) -> RegistryAnswer:
        """Where the file stands; UNAVAILABLE for whatever is not a clear answer about this very file.

        With ``digits`` the registry is always asked: neither details nor what they are compared with are remembered.
        """
        with self._lock:
            known = self._remembered(code) if digits is None else None
            if known is not None:
                return known
            self._breaker, may_ask = self._breaker.ask(self._clock())
        if not may_ask:
            return _UNAVAILABLE
        try:
            answer = self._ask(code, digits)
        except NoAnswerError as fault:
            _LOG.warning("file registry: %s", fault)
            answer = _UNAVAILABLE
        with self._lock:
            failed = answer.outcome is LookUp.UNAVAILABLE
            self._breaker = self._breaker.failed(self._clock()) if failed else self._breaker.worked()
            self._remember(code, replace(answer, details=None))
        return answer

    def _ask(self, code: FileCode, digits: str | None) -> RegistryAnswer:
        until = time.monotonic() + self._registry.deadline_s
        token = self._access.token(until)
        try:
            return self._once(code, digits, token, until)
        except EndedTokenError:
            if not self._access.ended(token, until):
                raise
        return self._once(code, digits, self._access.token(until), until)

    def _once(self, code: FileCode, digits: str | None, token: str, until: float) -> RegistryAnswer:
        inquiry = look_up_inquiry(self._registry, code, token, self._access.secret())
        return self._record.read(self._exchanges.ask(inquiry, until - time.monotonic()), code, digits)

    def _remembered(self, code: FileCode) -> RegistryAnswer | None:
        now = self._clock()
        while self._found and next(iter(self._found.values()))[0] <= now:
            self._found.popitem(last=False)
        known = self._found.get(code)
        return known[1] if known else None

    def _remember(self, code: FileCode, answer: RegistryAnswer) -> None:
        """Only what was found: a file that nobody knows may be entered the next second."""
        if answer.outcome is not LookUp.FOUND or not self._registry.cache_s:
            return
        self._found.pop(code, None)
        self._found[code] = (self._clock() + self._registry.cache_s, answer)
        if len(self._found) > _REMEMBERED:
            self._found.popitem(last=False)
