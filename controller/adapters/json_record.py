"""Reads a registry's JSON answer by the paths of the site file; what no path leads to is never decoded.

So the names, addresses and citizens' numbers that registries send along stay bytes that are thrown away.
"""

import unicodedata
from datetime import date, tzinfo
from typing import Any, Final

import msgspec

from contract.ids import FileCode
from contract.notices import LookUp
from contract.registry import Reading
from contract.registry_words import Steps, read_day, steps
from controller.adapters.http_exchange import NoAnswerError, Reply
from controller.ports import RegistryAnswer

UNKNOWN: Final = RegistryAnswer(LookUp.UNKNOWN_FILE)
_LONGEST_NAME: Final = 200
_DEAREST: Final = 10**10
_STATUSES: Final = range(1, 11)
_BROKEN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class EndedTokenError(NoAnswerError):
    """The registry does not know us, or not any more."""


class JsonRecord:
    """Knows the way to everything that is read; ``zone`` is the office's."""

    def __init__(self, reading: Reading, zone: tzinfo) -> None:
        self._reading = reading
        self._zone = zone
        self._good = steps(reading.good)
        self._records = steps(reading.records)
        self._code = steps(reading.code)
        self._ways = {
            name: steps(getattr(reading, name))
            for name in ("status", "procedure", "received_on", "due_on", "new_due_on", "reason", "fee")
            if getattr(reading, name)
        }
        self._statuses = {_folded(one.said): one.status for one in reading.statuses}
        self._reasons = {_folded(one.said): one.text for one in reading.reasons}

    def read(self, reply: Reply, code: FileCode) -> RegistryAnswer:
        """What the reply says of this very file; raises NoAnswerError where it does not, and its text is never logged."""
        if reply.status in self._reading.unknown_statuses:
            return UNKNOWN
        if reply.status == 401:
            raise EndedTokenError("status 401")
        if reply.status != 200:
            raise NoAnswerError(f"status {reply.status}")
        try:
            return self._read(msgspec.Raw(reply.body), code)
        except _BROKEN as fault:
            raise NoAnswerError(f"nonsense ({type(fault).__name__})") from None

    def _read(self, answer: msgspec.Raw, code: FileCode) -> RegistryAnswer:
        msgspec.json.decode(answer, type=msgspec.Raw)  # all of it must be JSON, also where nobody looks
        if self._good:
            self._check(_word(_value(_at(answer, self._good))))
        records = _records(_at(answer, self._records))
        if not records:
            return UNKNOWN
        if not self._code and len(records) == 1:
            return self._answer(records[0])
        for one in records:
            told = _value(_at(one, self._code)) if self._code else None
            if isinstance(told, str) and told.strip().upper() == code:
                return self._answer(one)
        raise NoAnswerError("the registry answers about another file")

    def _check(self, word: str | None) -> None:
        if word in self._reading.ended_words:
            raise EndedTokenError("the registry says that the token has ended")
        if word is None or word not in self._reading.good_words:
            raise NoAnswerError("the registry reports an error of its own")

    def _answer(self, record: msgspec.Raw) -> RegistryAnswer:
        said = {name: _value(_at(record, way)) for name, way in self._ways.items()}
        return RegistryAnswer(
            LookUp.FOUND,
            self._status(said.get("status")),
            _name(said.get("procedure")),
            self._day(said.get("received_on")),
            self._day(said.get("due_on")),
            self._day(said.get("new_due_on")),
            self._reasons.get(_folded(_word(said.get("reason")))),
            _fee(said.get("fee")),
        )

    def _day(self, value: Any) -> date | None:
        return read_day(value, self._reading.dates, self._zone)

    def _status(self, value: Any) -> int:
        """The national portal's 1-10; 0 for anything else, never a guess."""
        if self._statuses:
            return self._statuses.get(_folded(_word(value)), 0)
        if isinstance(value, str) and len(value) <= 2 and value.isascii() and value.isdecimal():
            value = int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and value in _STATUSES else 0


def read_token(reply: Reply, way: Steps) -> str:
    """The token in a login's reply; raises NoAnswerError where there is none that fits into a header."""
    if reply.status != 200:
        raise NoAnswerError(f"the login's status is {reply.status}")
    try:
        token = _word(_value(_at(msgspec.Raw(reply.body), way)))
    except _BROKEN as fault:
        raise NoAnswerError(f"the login answers nonsense ({type(fault).__name__})") from None
    if not token or not token.isascii() or not token.isprintable():
        raise NoAnswerError("the login gives no token")
    return token


def _at(value: msgspec.Raw, way: Steps) -> msgspec.Raw | None:
    """What stands there, undecoded; None where the way ends before."""
    for step in way:
        kind = bytes(value).lstrip()[:1]
        if kind == b"{":
            found = msgspec.json.decode(value, type=dict[str, msgspec.Raw]).get(str(step))
        elif kind == b"[" and isinstance(step, int):
            items = msgspec.json.decode(value, type=list[msgspec.Raw])
            found = items[step] if step < len(items) else None
        else:
            found = None
        if found is None:
            return None
        value = found
    return value


def _records(value: msgspec.Raw | None) -> list[msgspec.Raw]:
    kind = bytes(value).lstrip()[:1] if value is not None else b"n"
    if value is None or kind == b"n":
        return []
    if kind == b"[":
        return msgspec.json.decode(value, type=list[msgspec.Raw])
    if kind != b"{":
        raise NoAnswerError("there is neither a record nor a list of them")
    return [value]


def _value(value: msgspec.Raw | None) -> Any:
    """A word, number, truth or null; tables and lists are None, and stay undecoded."""
    if value is None or bytes(value).lstrip()[:1] in (b"{", b"["):
        return None
    return msgspec.json.decode(value)


def _word(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return value.strip() if isinstance(value, str) else None


def _folded(word: str | None) -> str:
    return unicodedata.normalize("NFC", word or "").strip().casefold()


def _name(value: Any) -> str | None:
    """A procedure's name on one line, in NFC as all texts here, without control characters."""
    if not isinstance(value, str):
        return None
    words = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", value)).split()
    return " ".join(words)[:_LONGEST_NAME] or None


def _fee(value: Any) -> int | None:
    """Whole đồng; also ``150.000`` and ``150,000``, as people write thousands."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        first, *groups = value.strip().replace(",", ".").split(".")
        whole = first + "".join(groups)
        fits = whole.isascii() and whole.isdecimal() and len(whole) <= 11 and all(len(one) == 3 for one in groups)
        value = int(whole) if fits else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _DEAREST else None
