"""Versions of events: what an older controller journalled, told in today's words.

Every kind of event has a version, which grows when its meaning changes by more than a key with a default. A step up is written
once and stays for ever: journals are never rewritten.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

Body = dict[str, Any]
"""An event's keys as in JSON."""

_TARGET: Final = timedelta(minutes=20)
"""How long people ought to wait at most in an office that had not said so yet."""


def _say_when_due(body: Body, at: datetime) -> Body:
    """Version 1 knew no target waits: everybody stood in the order of arrival."""
    return {**body, "due": (at + _TARGET).isoformat()}


def _list_the_reason(body: Body, _at: datetime) -> Body:
    """Version 1 knew three faces and at most one reason."""
    reason = body.get("reason")
    return {**{key: value for key, value in body.items() if key != "reason"}, "reasons": [reason] if reason else []}


UPCASTS: Final[Mapping[tuple[str, int], Callable[[Body, datetime], Body]]] = MappingProxyType(
    {("TicketIssued", 1): _say_when_due, ("VisitRated", 1): _list_the_reason}
)
"""From a kind and its version to the body of the next version; the moment is the entry's."""

_NEWEST: Final[Mapping[str, int]] = MappingProxyType(
    {kind: max(before for one, before in UPCASTS if one == kind) + 1 for kind, _ in UPCASTS}
)


def newest(kind: str) -> int:
    """The version that this controller writes."""
    return _NEWEST.get(kind, 1)


def upcast(kind: str, version: int, body: Body, at: datetime) -> Body:
    """The body as the newest version has it; raises ValueError where only a newer controller knows the version."""
    if not 1 <= version <= newest(kind):
        raise ValueError(f"only a newer controller knows version {version} of {kind}")
    for step in range(version, newest(kind)):
        body = UPCASTS[kind, step](body, at)
    return body
