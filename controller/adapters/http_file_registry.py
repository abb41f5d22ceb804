"""The file registry over HTTP, in the shape that the public code of one-stop vendors shows: ``TraCuuHoSo``.

Only five fields of a record are ever read; names, addresses and citizens' numbers beside them are skipped undecoded.
"""

import json
import logging
import threading
import time
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

import msgspec

from contract.ids import FileCode
from contract.notices import LookUp
from controller.adapters.http_exchange import Exchanges, NoAnswerError
from controller.core.breaker import Breaker
from controller.ports import RegistryAnswer

_LOG: Final = logging.getLogger(__name__)
_UNAVAILABLE: Final = RegistryAnswer(LookUp.UNAVAILABLE)
_UNKNOWN: Final = RegistryAnswer(LookUp.UNKNOWN_FILE)
_LONGEST_NAME: Final = 200
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_STATUSES: Final = range(1, 11)


class _Record(msgspec.Struct):
    code: Any = msgspec.field(name="MaHoSo", default=None)
    procedure: Any = msgspec.field(name="TenTTHC", default=None)
    status: Any = msgspec.field(name="TrangThaiHoSo", default=None)
    received: Any = msgspec.field(name="NgayTiepNhan", default=None)
    due: Any = msgspec.field(name="NgayHenTra", default=None)


class _Answer(msgspec.Struct):
    error_code: int | str
    result: list[_Record] | None = None


class HttpFileRegistry:
    """Asks a registry at ``url`` for the office ``unit`` (``madonvi``). Thread-safe; never raises.

    ``deadline_s`` bounds the whole answer. After a few failures in a row nobody is asked for ten seconds, so that a dead
    registry costs the citizen no waiting.
    """

    def __init__(
        self, url: str, unit: str, deadline_s: float, session: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._exchanges = Exchanges(url)
        self._unit = unit
        self._deadline_s = deadline_s
        self._session = session
        self._clock = clock
        self._lock = threading.Lock()
        self._breaker = Breaker()

    def look_up(self, code: FileCode) -> RegistryAnswer:
        """Where the file stands; UNAVAILABLE for whatever is not a clear answer about this very file."""
        with self._lock:
            self._breaker, may_ask = self._breaker.ask(self._clock())
        if not may_ask:
            return _UNAVAILABLE
        question = {"session": self._session, "madonvi": self._unit, "service": "TraCuuHoSo", "mahoso": code}
        try:
            answer = _read(self._exchanges.post(json.dumps(question).encode(), self._deadline_s), code)
        except NoAnswerError as fault:
            _LOG.warning("file registry: %s", fault)
            answer = _UNAVAILABLE
        with self._lock:
            failed = answer.outcome is LookUp.UNAVAILABLE
            self._breaker = self._breaker.failed(self._clock()) if failed else self._breaker.worked()
        return answer


def _read(body: bytes, code: FileCode) -> RegistryAnswer:
    """Raise NoAnswerError where the body is not an answer about this file; its text is never logged."""
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise NoAnswerError(f"nonsense ({type(fault).__name__})") from None
    if str(answer.error_code).strip() not in ("0", "00"):
        raise NoAnswerError("the registry reports an error of its own")
    if not answer.result:
        return _UNKNOWN
    for record in answer.result:
        if isinstance(record.code, str) and record.code.strip().upper() == code:
            return RegistryAnswer(
                LookUp.FOUND, _status(record.status), _name(record.procedure), _day(record.received), _day(record.due)
            )
    raise NoAnswerError("the registry answers about another file")


def _status(value: Any) -> int:
    """The national portal's 1-10; 0 for anything else, never a guess."""
    if isinstance(value, str) and len(value) <= 2 and value.isascii() and value.isdecimal():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value in _STATUSES else 0


def _name(value: Any) -> str | None:
    """A procedure's name on one line, in NFC as all texts here, without control characters."""
    if not isinstance(value, str):
        return None
    words = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", value)).split()
    return " ".join(words)[:_LONGEST_NAME] or None


def _day(value: Any) -> date | None:
    """The day of ``yyyyMMddHHmmss``, or None."""
    if not isinstance(value, str) or len(value) != 14 or not value.isascii() or not value.isdecimal():
        return None
    try:
        day = datetime.strptime(value, "%Y%m%d%H%M%S").date()  # noqa: DTZ007  the registry speaks the office's local time
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None
