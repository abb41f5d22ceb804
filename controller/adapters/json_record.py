"""Reads a registry's JSON answer by the paths of the site file; what no path leads to is never decoded.

So the names, addresses and citizens' numbers that registries send along stay bytes that are thrown away.
"""

from datetime import date, tzinfo
from typing import Any, Final

import msgspec

from contract.ids import FileCode
from contract.notices import LookUp
from contract.registry import OwnerProof, Reading
from contract.registry_words import Steps, read_day, steps
from controller.adapters.http_exchange import NoAnswerError, Reply
from controller.adapters.json_details import JsonDetails
from controller.adapters.json_owner import JsonOwner
from controller.adapters.json_value import at, folded, one_line, records, value_of, word_of
from controller.ports import RegistryAnswer

UNKNOWN: Final = RegistryAnswer(LookUp.UNKNOWN_FILE)
_STATUSES: Final = range(1, 11)
_BROKEN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class EndedTokenError(NoAnswerError):
    """The registry does not know us, or not any more."""


class JsonRecord:
    """Knows the way to everything that is read; ``zone`` is the office's."""

    def __init__(self, reading: Reading, proof: OwnerProof, zone: tzinfo) -> None:
        self._reading = reading
        self._zone = zone
        self._good = steps(reading.good)
        self._records = steps(reading.records)
        self._code = steps(reading.code)
        self._ways = {
            name: steps(getattr(reading, name))
            for name in ("status", "procedure", "due_on", "new_due_on")
            if getattr(reading, name)
        }
        self._statuses = {folded(one.said): one.status for one in reading.statuses}
        self._owner = JsonOwner(proof)
        self._details = JsonDetails(reading, zone)

    def read(self, reply: Reply, code: FileCode, digits: str | None = None) -> RegistryAnswer:
        """What the reply says of this very file; raises NoAnswerError where it does not, and its text is never logged.

        Details only for who gives the last ``digits`` of the owner's number.
        """
        if reply.status in self._reading.unknown_statuses:
            return UNKNOWN
        if reply.status == 401:
            raise EndedTokenError("status 401")
        if reply.status != 200:
            raise NoAnswerError(f"status {reply.status}")
        try:
            return self._read(msgspec.Raw(reply.body), code, digits)
        except _BROKEN as fault:
            raise NoAnswerError(f"nonsense ({type(fault).__name__})") from None

    def _read(self, answer: msgspec.Raw, code: FileCode, digits: str | None) -> RegistryAnswer:
        msgspec.json.decode(answer, type=msgspec.Raw)  # all of it must be JSON, also where nobody looks
        if self._good:
            self._check(word_of(value_of(at(answer, self._good))))
        found = records(at(answer, self._records))
        if not found:
            return UNKNOWN
        if not self._code and len(found) == 1:
            return self._answer(found[0], digits)
        for one in found:
            told = value_of(at(one, self._code)) if self._code else None
            if isinstance(told, str) and told.strip().upper() == code:
                return self._answer(one, digits)
        raise NoAnswerError("the registry answers about another file")

    def _check(self, word: str | None) -> None:
        if word in self._reading.ended_words:
            raise EndedTokenError("the registry says that the token has ended")
        if word is None or word not in self._reading.good_words:
            raise NoAnswerError("the registry reports an error of its own")

    def _answer(self, record: msgspec.Raw, digits: str | None) -> RegistryAnswer:
        said = {name: value_of(at(record, way)) for name, way in self._ways.items()}
        details = self._details.read(record) if digits is not None else None  # also for wrong ones: the same time
        provable, right = self._owner.proves(record, digits or "")
        return RegistryAnswer(
            LookUp.FOUND,
            self._status(said.get("status")),
            one_line(said.get("procedure")),
            self._day(said.get("due_on")),
            self._day(said.get("new_due_on")),
            provable,
            details if right else None,
        )

    def _day(self, value: Any) -> date | None:
        return read_day(value, self._reading.dates, self._zone)

    def _status(self, value: Any) -> int:
        """The national portal's 1-10; 0 for anything else, never a guess."""
        if self._statuses:
            return self._statuses.get(folded(word_of(value)), 0)
        if isinstance(value, str) and len(value) <= 2 and value.isascii() and value.isdecimal():
            value = int(value)
        return value if isinstance(value, int) and not isinstance(value, bool) and value in _STATUSES else 0


def read_token(reply: Reply, way: Steps) -> str:
    """The token in a login's reply; raises NoAnswerError where there is none that fits into a header."""
    if reply.status != 200:
        raise NoAnswerError(f"the login's status is {reply.status}")
    try:
        token = word_of(value_of(at(msgspec.Raw(reply.body), way)))
    except _BROKEN as fault:
        raise NoAnswerError(f"the login answers nonsense ({type(fault).__name__})") from None
    if not token or not token.isascii() or not token.isprintable():
        raise NoAnswerError("the login gives no token")
    return token
