"""The link: the only place that speaks MQTT, over a broker that may be killed and lose everything.

MQTT 3.1.1, QoS 1, clean sessions: whoever needs certainty keeps it himself and sends again. A handler runs on the link's
own thread; the broker gets its acknowledgement when the handler has returned.
"""

import logging
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from contract.codec import encode_notice
from contract.errors import MalformedMessageError
from contract.notices import Presence
from contract.profile import Account
from contract.topics import Topics
from contract.trust import trusting

_LOG: Final = logging.getLogger(__name__)
_KEEPALIVE_S: Final = 5
_FIRST_RETRY_S: Final = 1
_LAST_RETRY_S: Final = 2

Handler = Callable[[str, bytes], None]
"""Called with topic and payload; may raise MalformedMessageError."""


class Link:
    """One device's connection; made again for ever until stopped.

    ``on_change`` is told True when the link is up and subscribed, False when it is lost, on the link's thread.
    Where the account names the office's authority, the link is TLS, and refuses a broker without a certificate of it: raises
    ProfileError where that file cannot be read.
    """

    def __init__(self, account: Account, on_change: Callable[[bool], None] | None = None) -> None:
        self.topics = Topics(account.site)
        self.malformed = 0
        """Messages ignored because they were not of the contract."""
        self._account = account
        self._on_change = on_change
        self._handlers: dict[str, Handler] = {}
        self._fresh: set[str] = set()
        self._presence = Presence(account.device, online=True)
        self._up = threading.Event()
        self._awaited: set[int] = set()
        self._obstacle = ""
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=f"{account.site}.{account.device}", protocol=mqtt.MQTTv311
        )
        client.username_pw_set(account.device, account.password)
        if account.ca:
            client.tls_set_context(trusting(account.ca))
        client.reconnect_delay_set(_FIRST_RETRY_S, _LAST_RETRY_S)
        client.will_set(
            self.topics.presence(account.device), encode_notice(Presence(account.device, online=False)), 1, retain=True
        )
        client.max_inflight_messages_set(1000)
        client.on_socket_open = _send_at_once
        client.on_connect_fail = self._not_reached
        client.on_connect = self._connected
        client.on_subscribe = self._subscribed
        client.on_disconnect = self._disconnected
        client.on_message = self._received
        self._client = client

    @property
    def up(self) -> bool:
        """Whether the broker answers and the subscriptions stand."""
        return self._up.is_set()

    def wait_up(self, seconds: float) -> bool:
        """Wait until the link is up; False when it is not in time.

        Where it listens, what a break has left unanswered was sent again before that, so nothing newer is overtaken by it.
        """
        return self._up.wait(seconds)

    def listen(self, topic: str, handler: Handler, *, fresh: bool = False) -> None:
        """Hear a topic or filter; call before ``start``.

        ``fresh``: nothing that the broker has kept. A command that was left there would be done again after every restart.
        """
        self._handlers[topic] = handler
        if fresh:
            self._fresh.add(topic)

    def start(self) -> None:
        """Connect in the background; returns at once."""
        self._client.connect_async(self._account.host, self._account.port, _KEEPALIVE_S)
        self._client.loop_start()

    def stop(self) -> None:
        """Say good-bye and disconnect."""
        if self.up:
            farewell = self._tell(Presence(self._account.device, online=False))
            with suppress(RuntimeError, ValueError):  # the line may break at this very moment
                farewell.wait_for_publish(1)
        self._client.disconnect()
        self._client.loop_stop()

    def publish(self, topic: str, payload: bytes, *, retain: bool = False, fleeting: bool = False) -> None:
        """Send if the link is up; without it the message is dropped, since whoever needs it sends it again.

        ``fleeting``: worth nothing once it is late, so at QoS 0 and never sent again after a break.
        """
        if self.up:
            self._client.publish(topic, payload, 0 if fleeting else 1, retain)

    def describe(self, presence: Presence) -> None:
        """What the device says of itself from now on."""
        self._presence = presence
        if self.up:
            self._tell(presence)

    def _tell(self, presence: Presence) -> mqtt.MQTTMessageInfo:
        return self._client.publish(self.topics.presence(self._account.device), encode_notice(presence), 1, retain=True)

    def _connected(self, client: mqtt.Client, _data: Any, _flags: Any, code: Any, _properties: Any) -> None:
        if code.is_failure:
            _LOG.warning("broker refuses %s: %s", self._account.device, code)
            return
        if not self._handlers:
            self._now_up()
        else:
            _result, mid = client.subscribe([(topic, 1) for topic in self._handlers])
            self._awaited = {mid} if mid is not None else set()

    def _not_reached(self, _client: Any, _data: Any) -> None:
        """Say why, once for every reason: a broker that is away, or one whose certificate is not of the office."""
        obstacle = str(sys.exc_info()[1] or "")  # paho calls this where it has caught the fault
        if obstacle != self._obstacle:
            self._obstacle = obstacle
            _LOG.warning(
                "%s does not reach %s:%d: %s", self._account.device, self._account.host, self._account.port, obstacle
            )

    def _subscribed(self, _client: Any, _data: Any, mid: int, codes: Any, _properties: Any) -> None:
        for topic, code in zip(self._handlers, codes, strict=False):
            if code.is_failure:
                _LOG.error("broker does not let %s hear %s", self._account.device, topic)
        if mid in self._awaited:
            self._awaited.clear()
            self._now_up()

    def _now_up(self) -> None:
        self._up.set()
        self._obstacle = ""
        self._tell(self._presence)
        self._changed(up=True)

    def _disconnected(self, *_: Any) -> None:
        if self._up.is_set():
            self._up.clear()
            self._changed(up=False)

    def _changed(self, *, up: bool) -> None:
        _LOG.info("%s is %s", self._account.device, "connected" if up else "not connected")
        if self._on_change is None:
            return
        try:
            self._on_change(up)
        except Exception:  # noqa: BLE001  # the link's thread must survive whatever its owner does
            _LOG.exception("%s was not ready for its link", self._account.device)

    def _received(self, _client: Any, _data: Any, message: mqtt.MQTTMessage) -> None:
        """What nobody has asked for, such as a broker's own figures, is passed over without a word."""
        try:
            topic = message.topic
        except UnicodeDecodeError:  # from a broker that does not look; no name of ours has such letters
            self.malformed += 1
            return
        for wanted, handler in self._handlers.items():
            if mqtt.topic_matches_sub(wanted, topic):
                if message.retain and wanted in self._fresh:
                    _LOG.warning("a message that was kept on %s is not heard", topic)
                    return
                try:
                    handler(topic, bytes(message.payload))
                except MalformedMessageError as fault:
                    self.malformed += 1
                    _LOG.warning("ignored message %d on %s: %s", self.malformed, topic, fault)
                except Exception:  # noqa: BLE001 - the link must survive whatever one message does
                    _LOG.exception("a message on %s was not handled", topic)
                return


def _send_at_once(_client: Any, _data: Any, sock: Any) -> None:
    """Without TCP_NODELAY a round trip takes 40 ms and more."""
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
