"""What the embedded broker tells of itself: on the topics that mosquitto uses for it, and its health with its machine's."""

import logging
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final

from contract import VERSION
from contract.broker_topics import BROKER, CONNECTED, DROPPED, EVERY_S, HEALTH, RECEIVED, SENT, UPTIME
from contract.broker_topics import VERSION as VERSION_TOPIC
from contract.codec import encode_notice
from contract.health import Health
from contract.machine_facts import machine_facts
from contract.mishaps import Mishaps

_MINUTE_S: Final = 60.0


class BrokerCounts:
    """Of one broker, on the thread of its loop: ``received`` and ``sent`` count messages, ``dropped`` those that a listener did not take."""

    def __init__(self) -> None:
        self.received = self.sent = self.dropped = 0
        self._started_at, self._began = datetime.now(UTC), time.monotonic()
        self._marks: deque[tuple[float, int, int]] = deque([(self._began, 0, 0)], maxlen=int(_MINUTE_S / EVERY_S) + 1)
        self._mishaps = Mishaps()

    def begin(self) -> None:
        """Note errors from now on."""
        logging.getLogger().addHandler(self._mishaps)

    def end(self) -> None:
        """No more."""
        logging.getLogger().removeHandler(self._mishaps)

    def tell(self, connected: int) -> Iterator[tuple[str, bytes]]:
        """Topics and what is to stand there, once every ``EVERY_S``; ``connected``: connections now."""
        now = time.monotonic()
        since, received, sent = self._marks[0]
        minutes = max(now - since, 1.0) / _MINUTE_S
        rates = (self.received - received) / minutes, (self.sent - sent) / minutes
        self._marks.append((now, self.received, self.sent))
        for topic, words in (
            (VERSION_TOPIC, f"motcua {VERSION} (amqtt {version('amqtt')})"),
            (UPTIME, f"{int(now - self._began)} seconds"),
            (CONNECTED, str(connected)),
            (RECEIVED, f"{rates[0]:.2f}"),
            (SENT, f"{rates[1]:.2f}"),
            (DROPPED, str(self.dropped)),
        ):
            yield topic, words.encode()
        yield HEALTH, encode_notice(self._health())

    def _health(self) -> Health:
        facts = machine_facts()
        return Health(
            BROKER,
            VERSION,
            at=datetime.now(UTC),
            started_at=self._started_at,
            up_s=facts.up_s,
            temperature_c=facts.temperature_c,
            free_mb=facts.free_mb,
            disk_mb=facts.disk_mb,
            error=self._mishaps.latest,
        )
