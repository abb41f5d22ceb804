"""What the office's broker says of itself, of either kind."""

from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from typing import Any, Final

from contract.broker_topics import CONNECTED, DROPPED, RECEIVED, SENT, UPTIME, VERSION
from contract.health import Health

_LONGEST: Final = 64
"""Characters of its version."""
_MOST: Final = 2**40
_WHOLE: Final = {UPTIME: "up_s", CONNECTED: "connected", DROPPED: "dropped"}
_RATES: Final = {RECEIVED: "received", SENT: "sent"}


@dataclass(frozen=True, slots=True)
class BrokerFigures:
    """None: it does not say. ``received`` and ``sent``: messages a minute. ``dropped``: messages since its start. ``at``: when it last said anything."""

    at: datetime | None = None
    version: str = ""
    up_s: int | None = None
    connected: int | None = None
    received: float | None = None
    sent: float | None = None
    dropped: int | None = None
    health: Health | None = None


def told(before: BrokerFigures, topic: str, words: str, at: datetime) -> BrokerFigures:
    """With one figure more; what is no figure changes nothing."""
    if topic == VERSION:
        return replace(before, at=at, version="".join(one for one in words if one.isprintable())[:_LONGEST])
    figure = _figure(words.split(" ", 1)[0])
    if figure is None:
        return before
    if topic in _WHOLE:
        return _with(before, at, _WHOLE[topic], int(figure))
    return _with(before, at, _RATES[topic], figure) if topic in _RATES else before


def _with(before: BrokerFigures, at: datetime, key: str, figure: float) -> BrokerFigures:
    changes: dict[str, Any] = {"at": at, key: figure}
    return replace(before, **changes)


def _figure(word: str) -> float | None:
    try:
        figure = float(word)
    except ValueError:
        return None
    return figure if isfinite(figure) and 0 <= figure <= _MOST else None
