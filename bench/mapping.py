"""A mapping: how any HTTP queue system is asked for a number and for its board, as a small TOML file.

``docs/reference/bench.md`` shows one.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlencode

import msgspec

from contract.errors import HallError

_NO_BODY: Final = ""


class MappingError(HallError):
    """The file cannot be used, or an answer is not what it says; the text tells where."""


class Ask(msgspec.Struct, forbid_unknown_fields=True):
    """One request. ``json`` or ``form`` is its body; both left out: none."""

    path: str
    method: Literal["GET", "POST", "PUT"] = "GET"
    headers: dict[str, str] = {}
    json: Any = None
    form: dict[str, str] | None = None

    def body(self) -> tuple[str, dict[str, str]]:
        """The body, and the headers with its type."""
        if self.json is not None:
            return json.dumps(self.json), {"Content-Type": "application/json", **self.headers}
        if self.form is not None:
            return urlencode(self.form), {"Content-Type": "application/x-www-form-urlencoded", **self.headers}
        return _NO_BODY, self.headers


class Issue(Ask):
    """The request that gives a number. ``number``: keys and places in its JSON, ``ticket.number`` or ``0.no``.

    ``number_pattern``: instead, a regular expression over its text whose one group is the number.
    """

    number: str = ""
    number_pattern: str = ""

    def read(self, answer: bytes) -> str:
        """The number of an answer; raises MappingError."""
        found = _by_pattern(self.number_pattern, answer) if self.number_pattern else _by_keys(self.number, answer)
        if not found:
            raise MappingError(f"there is no number in {answer[:200]!r}")
        return found


class Mapping(msgspec.Struct, forbid_unknown_fields=True):
    """The file. ``before`` is asked once, in order, to sign in for instance; cookies are kept."""

    name: str
    issue: Issue
    board: Ask
    before: list[Ask] = []


def read_mapping(path: Path) -> Mapping:
    """Raises MappingError with what is wrong and where."""
    try:
        mapping = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Mapping)
        if bool(mapping.issue.number) == bool(mapping.issue.number_pattern):
            raise MappingError(f"{path}: issue needs number or number_pattern, one of them")
        if re.compile(mapping.issue.number_pattern).groups != bool(mapping.issue.number_pattern):
            raise MappingError(f"{path}: issue.number_pattern needs one group, the number")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as fault:
        raise MappingError(f"{path}: {fault}") from fault
    return mapping


def _by_pattern(pattern: str, answer: bytes) -> str:
    found = re.search(pattern, answer.decode("utf-8", "replace"))
    return found[1] if found else ""


def _by_keys(keys: str, answer: bytes) -> str:
    try:
        value = json.loads(answer)
        for key in keys.split("."):
            value = value[int(key)] if isinstance(value, list) else value[key]
    except (ValueError, LookupError, TypeError):
        return ""
    return str(value) if isinstance(value, str | int) else ""
