"""The types of the contract beside a file's values: every value that does not fit is told and replaced by a stand-in."""

import dataclasses
import re
import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from firmware_config.fault import Fault, nearest

_FOLLOWS: Final = {
    "unknown_field": re.compile(r"fields(\[\d+\](\.id)?)?"),
    "unserved": re.compile(r"fields(\[\d+\](\.id)?)?|counters(\[\d+\](\.fields(\[\d+\])?)?)?"),
    "unknown_machine": re.compile(r"machines(\[\d+\](\.id)?)?"),
    "unknown_counter": re.compile(r"counters(\[\d+\](\.id)?)?"),
    "none_offered": re.compile(r"fields\[\d+\](\.offered)?"),
    "no_head": re.compile(r"officers\[\d+\](\.role)?"),
    "nobody_calls": re.compile(r"officers|counters(\[\d+\](\.id)?)?|devices(\[\d+\](\.role|\.counter)?)?"),
    "never_open": re.compile(r"hours\.[a-z]+day"),
    "worked_hours": re.compile(r"hours\.monday"),
}
"""Faults about a reference, and the broken keys that explain them."""
_BY_ROLE: Final = ("not_for_role", "needs_counter", "controller_is_there")
"""Faults of a device that only its role makes faults."""


class Shape:
    """Walks the types of the contract beside the file's values; what is broken is told and replaced by a stand-in."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._broken: set[str] = set()

    def explains(self, fault: Fault) -> bool:
        """Whether a rule's fault only follows from a broken value: its own, or one that others refer to."""
        if any(fault.key == key or fault.key.startswith((f"{key}.", f"{key}[")) for key in self._broken):
            return True
        if fault.name in _BY_ROLE and f"{fault.key.rpartition('.')[0]}.role" in self._broken:
            return True
        cause = _FOLLOWS.get(fault.name)
        return cause is not None and any(cause.fullmatch(key) for key in self._broken)

    def table(self, key: str, value: Any, kind: Any) -> Any:
        """A dataclass of the contract, however broken the table is."""
        if not isinstance(value, Mapping):
            return self._wrong(key, "wants_table", kind)
        hints = get_type_hints(kind)
        missing = {one.name for one in dataclasses.fields(kind) if _needed(one)} - set(value)
        misspelt = self._unknown(key, set(value) - set(hints), set(hints) - set(value))
        for name in sorted(missing):
            here = _below(key, name)
            self._broken.add(here)
            if name not in misspelt:
                self.faults.append(Fault(here, "missing_key"))
        return kind(
            **{
                name: self._value(_below(key, name), value[name], hint) for name, hint in hints.items() if name in value
            },
            **{name: _stand_in(hints[name]) for name in missing},
        )

    def _unknown(self, key: str, unknown: set[str], free: set[str]) -> set[str]:
        """Tell the unknown keys; returns the known ones that were meant by them."""
        meant = set()
        for name in sorted(unknown):
            hint = nearest(name, free)
            meant.add(hint)
            if hint:
                self._broken.add(_below(key, hint))  # what its rules say of the default was not asked
            self.faults.append(Fault(_below(key, name), "unknown_key", {"key": name}, hint))
        return meant

    def _value(self, key: str, value: Any, hint: Any) -> Any:
        hint = _plain(hint)
        if get_origin(hint) is tuple:
            return self._list(key, value, hint)
        if get_origin(hint) is dict:
            return self._words(key, value, hint)
        if dataclasses.is_dataclass(hint):
            return self.table(key, value, hint)
        if issubclass(hint, StrEnum):
            return self._choice(key, value, hint)
        fits = isinstance(value, (int, float) if hint is float else hint)
        return (
            value
            if fits and isinstance(value, bool) == (hint is bool)
            else self._wrong(key, f"wants_{hint.__name__}", hint)
        )

    def _words(self, key: str, value: Any, hint: Any) -> Any:
        """A table of words, or of numbers, under names that the file chooses."""
        if not isinstance(value, Mapping):
            return self._wrong(key, "wants_table", hint)
        return {name: self._value(_below(key, name), one, get_args(hint)[1]) for name, one in value.items()}

    def _list(self, key: str, value: Any, hint: Any) -> Any:
        kinds = get_args(hint)
        if not isinstance(value, list):
            return self._wrong(key, _wanted_list(kinds), hint)
        if kinds[-1] is Ellipsis:
            return tuple(self._value(f"{key}[{place}]", one, kinds[0]) for place, one in enumerate(value))
        if len(value) != len(kinds) or not all(type(one) is kind for one, kind in zip(value, kinds, strict=True)):
            return self._wrong(key, "wants_pair", hint)
        return tuple(value)

    def _choice(self, key: str, value: Any, hint: type[StrEnum]) -> Any:
        words = [str(one) for one in hint]
        if value in words:
            return hint(value)
        self.faults.append(
            Fault(key, "unknown_word", {"word": value, "known": ", ".join(words)}, nearest(str(value), words))
        )
        self._broken.add(key)
        return _stand_in(hint)

    def _wrong(self, key: str, name: str, hint: Any) -> Any:
        self.faults.append(Fault(key, name))
        self._broken.add(key)
        return _stand_in(hint)


def _wanted_list(kinds: tuple[Any, ...]) -> str:
    """What to write in place of something that is no list: rows, two numbers, or words in brackets."""
    if dataclasses.is_dataclass(kinds[0]):
        return "wants_rows"
    return "wants_list" if kinds[-1] is Ellipsis else "wants_pair"


def _below(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _needed(one: "dataclasses.Field[Any]") -> bool:
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING


def _plain(hint: Any) -> Any:
    """The type behind a NewType, or beside None: TOML has no null, so a key is there or it is not."""
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    if get_origin(hint) in {Union, types.UnionType}:
        return _plain(next(one for one in get_args(hint) if one is not type(None)))
    return hint


def _stand_in(hint: Any) -> Any:
    """Some value of the type, so that the rules can look at everything else."""
    hint = _plain(hint)
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{one.name: _stand_in(hints[one.name]) for one in dataclasses.fields(hint) if _needed(one)})  # type: ignore[operator]
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        return () if kinds[-1] is Ellipsis else tuple(_stand_in(kind) for kind in kinds)
    if get_origin(hint) is dict:
        return {}
    return next(iter(hint)) if issubclass(hint, StrEnum) else hint()
