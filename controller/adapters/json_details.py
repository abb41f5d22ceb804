"""Reads what only the holder of a receipt is told: the procedure, who has the file, what is missing, what is to be paid."""

import re
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any, Final

import msgspec

from contract.file_details import FileDetails
from contract.registry import Reading
from contract.registry_words import Steps, read_day, steps
from controller.adapters.json_value import amount, at, folded, one_line, value_of, word_of

MOST_PAPERS: Final = 12
_BETWEEN: Final = re.compile(r"[;\r\n]+")
_NUMBER: Final = re.compile(r"\d(?:[ .-]?\d){8,}")
"""A citizen's or telephone number in a clerk's words."""
_LONGEST: Final = 120
_NAMES: Final = ("procedure", "received_on", "department", "missing", "missing_name", "reason", "fee")


class JsonDetails:
    """Knows the ways to the details; ``zone`` is the office's."""

    def __init__(self, reading: Reading, zone: tzinfo) -> None:
        self._ways: dict[str, Steps] = {
            name: steps(getattr(reading, name)) for name in _NAMES if getattr(reading, name)
        }
        self._reasons = {folded(one.said): one.text for one in reading.reasons}
        self._dates = reading.dates
        self._zone = zone

    def read(self, record: msgspec.Raw) -> FileDetails:
        """What the record has; a wrong value loses only itself."""
        return FileDetails(
            one_line(self._said(record, "procedure")),
            read_day(self._said(record, "received_on"), self._dates, self._zone),
            one_line(self._said(record, "department")),
            self._reasons.get(folded(word_of(self._said(record, "reason")))),
            self._missing(record),
            amount(self._said(record, "fee")),
        )

    def _said(self, record: msgspec.Raw, name: str) -> Any:
        return value_of(at(record, self._ways[name])) if name in self._ways else None

    def _missing(self, record: msgspec.Raw) -> tuple[str, ...]:
        found = at(record, self._ways["missing"]) if "missing" in self._ways else None
        if found is None:
            return ()
        if bytes(found).lstrip()[:1] == b"[":
            items = msgspec.json.decode(found, type=list[msgspec.Raw])[: MOST_PAPERS * 4]
            return _papers(value_of(at(one, self._ways.get("missing_name", ()))) for one in items)
        said = value_of(found)
        return _papers(_BETWEEN.split(said)) if isinstance(said, str) else ()


def _papers(said: Iterable[Any]) -> tuple[str, ...]:
    """Each once, without the marks of a list in front and without numbers that would be somebody's."""
    lines = (one_line(_NUMBER.sub("…", one)) for one in said if isinstance(one, str))
    kept = (line.lstrip("-–•*+ ")[:_LONGEST].strip() for line in lines if line)
    return tuple(dict.fromkeys(one for one in kept if one))[:MOST_PAPERS]
