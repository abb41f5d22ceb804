"""What an ear at the broker hears within a few seconds: who is there, whether the controller's pulse comes, how long an answer takes."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from contract.codec import decode_notice
from contract.errors import MalformedMessageError
from contract.health import Health
from contract.notices import Presence
from contract.pulse import Pulse
from firmware_config.doctor.adapters.mqtt_line import MqttLine

LISTEN_S: Final = 4.0
"""Enough for four pulses, and for two devices of one name to push each other off twice."""
_QUICK_S: Final = 0.1
_CALM_S: Final = 2.2
"""Enough where everything is as it should be."""
_PING_EVERY_S: Final = 0.2


@dataclass(slots=True)
class Heard:
    """``presences``: by device, every word in its order; ``offsets``: seconds by which the controller's clock is ahead of this machine's."""

    presences: dict[str, list[bool]] = field(default_factory=dict)
    healths: dict[str, Health] = field(default_factory=dict)
    """The latest, by device."""
    offsets: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    """Seconds that each question to the broker took."""
    waiting: float = 0.0
    """Seconds that the latest question has gone unanswered."""


def listen(line: MqttLine, topics: Sequence[str], until: float) -> tuple[Heard, list[str]]:
    """What is heard, and the topics that the broker refuses; raises LineError where it breaks the connection."""
    heard = Heard()
    refused = line.ask(topics, until)
    until = min(until, time.monotonic() + LISTEN_S)
    asked: float | None = None
    next_ping = time.monotonic()
    begun = time.monotonic()
    while time.monotonic() < until and not (time.monotonic() - begun > _CALM_S and _calm(heard)):
        if asked is None and time.monotonic() >= next_ping:
            line.ping()
            asked = time.monotonic()
            next_ping = asked + _PING_EVERY_S
        message = line.hear(min(until, max(next_ping, time.monotonic() + 0.01)))
        if message is None:
            continue
        if message == ("", b""):
            if asked is not None:
                heard.answers.append(time.monotonic() - asked)
                asked = None
            continue
        _note(heard, message[1])
    heard.waiting = time.monotonic() - asked if asked is not None else 0.0
    return heard, refused


def _calm(heard: Heard) -> bool:
    """A pulse, quick answers, and nobody who comes and goes."""
    restless = any(len(words) > 1 for words in heard.presences.values())
    return bool(heard.offsets) and max(heard.answers, default=1.0) < _QUICK_S and not restless


def _note(heard: Heard, payload: bytes) -> None:
    try:
        notice = decode_notice(payload)
    except MalformedMessageError:
        return
    if isinstance(notice, Pulse) and notice.at.tzinfo is not None:
        heard.offsets.append((notice.at - datetime.now(UTC)).total_seconds())
    elif isinstance(notice, Health):
        heard.healths[notice.device] = notice
    elif isinstance(notice, Presence):
        heard.presences.setdefault(notice.device, []).append(notice.online)
