"""The queue's state in a plain form that two controllers can compare: the live one, and one replayed from the journal.

Nothing that stems from the site file is part of it: the state is a reading of the journal alone.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, Final

from controller.core.line import Line
from controller.core.queue import Queue, Seat

_OF_THE_SITE: Final = frozenset({"site", "fields", "counters", "officers"})
_IN_ORDER: Final = frozenset({"visits", "calls"})
"""Parts in which it matters what came first."""
_AS_THEY_ARE: Final = frozenset({str, int, float, bool, type(None)})
_EMPTY: Final = (Line(), Seat())
"""What a field or a counter has before anything happened there; only the site file says that it exists."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A state that can be told and compared without telling what is in it; ``seq`` is the last entry that it knows."""

    seq: int
    day: str | None
    parts: dict[str, str]


def fingerprint(state: Mapping[str, Any]) -> Fingerprint:
    """Of a plain state."""
    return Fingerprint(state["seq"], state["day"], digests(state))


def plain_state(queue: Queue) -> dict[str, Any]:
    """Every part of the state as lists, dictionaries by name, strings and numbers."""
    parts = {name: getattr(queue, name) for name in queue.__slots__ if name not in _OF_THE_SITE}
    return {name: plain(part, in_order=name in _IN_ORDER) for name, part in parts.items()}


def digests(state: Mapping[str, Any]) -> dict[str, str]:
    """A short fingerprint of each part of a plain state; parts with the same one are the same."""
    return {name: sha256(json.dumps(part).encode()).hexdigest()[:16] for name, part in state.items()}


def plain(value: Any, *, in_order: bool = False) -> Any:
    """Any value of the state. Dictionaries become pairs, sorted unless ``in_order``; raises TypeError for what has no plain form.

    Keys of a dataclass that do not count in its comparison, such as something remembered for speed, are left out.
    """
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        pairs = [[plain(key), plain(one)] for key, one in value.items() if one not in _EMPTY]
        return pairs if in_order else sorted(pairs, key=lambda pair: json.dumps(pair[0]))
    if isinstance(value, AbstractSet):
        return sorted(plain(one) for one in value)
    if isinstance(value, Sequence):
        return [plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no plain form")


@cache
def _names(kind: Any) -> Sequence[str]:
    return [one.name for one in fields(kind) if one.compare] if is_dataclass(kind) else ()
