"""The link of a small device: MQTT 3.1.1 at QoS 1 over a broker that may be killed, one write a packet, never waiting.

``step`` is called over and over; it does what can be done at once. The broker is transport, never storage: clean sessions, and
whoever needs certainty keeps it himself and sends again.
"""

from .core import packets
from .stream import Stream, TooEarlyError

try:
    from collections.abc import Callable
except ImportError:  # MicroPython has no types
    pass

KEEPALIVE_S = 5
MOST_BYTES = 24 * 1024
"""Of a packet; longer ones are acknowledged and handed over without content. The longest real one has about 8 kB."""
_GREETING_MS = 15_000
"""For TCP, TLS, CONNECT and SUBSCRIBE together; a handshake takes an ESP32 two seconds."""
_FIRST_WAIT_MS, _LONGEST_WAIT_MS = 500, 15_000
_CHUNK, _CHUNKS = 1024, 8
"""Bytes at once, and how often in one step: buttons are looked at in between."""
_DOWN, _DIALLING, _GREETING, _SUBSCRIBING, _UP = range(5)


class Link:
    """To the broker of ``account``, hearing ``topics`` in this order; ``will`` is kept at ``will_topic`` when the device is gone.

    ``heard`` is told topic and payload (None where that was too long), ``changed`` whether the link is up. ``chance`` gives 0 to 255.
    """

    def __init__(
        self,
        account: "dict[str, object]",
        ca: bytes,
        topics: "tuple[str, ...]",
        will_topic: str,
        will: bytes,
        heard: "Callable[[str, bytes | None, int], None]",
        changed: "Callable[[bool, int], None]",
        chance: "Callable[[], int]",
    ) -> None:
        device = str(account["device"])
        self._host, self._port, self._ca = str(account["host"]), int(str(account["port"])), ca
        self._hello = packets.connect(
            f"{account['site']}.{device}", device, str(account["password"]), will_topic, will, KEEPALIVE_S
        )
        self._topics = topics
        self._heard = heard
        self._changed = changed
        self._chance = chance
        self.too_early = False
        """Whether the last attempt failed because the broker's certificate is not valid yet by the device's clock."""
        self.fault = ""
        """Why the last connection or attempt ended."""
        self._stream: Stream | None = None
        self._wait_ms = 0
        self._mid = 0
        self._forget(0)

    @property
    def up(self) -> bool:
        """Whether the broker answers and the subscriptions stand."""
        return self._state == _UP

    def _forget(self, now: int) -> None:
        self._state = _DOWN
        self._out = b""
        self._reader = packets.Reader(MOST_BYTES)
        self._since = self._said_at = self._heard_at = now

    def step(self, now: int, *, network: bool) -> None:
        """``network``: whether there is a Wi-Fi to connect over."""
        if not network:
            if self._state != _DOWN:
                self._lose(now, OSError("no Wi-Fi"))
            self._wait_ms = 0
            return
        try:
            if self._state != _DOWN:
                self._go_on(now)
            elif now - self._since >= self._wait_ms:
                self._dial(now)
        except (OSError, ValueError) as fault:
            self._lose(now, fault)

    def _dial(self, now: int) -> None:
        self._forget(now)
        self.too_early = False
        self._stream = Stream(self._host, self._port, self._ca)
        self._state = _DIALLING

    def _go_on(self, now: int) -> None:
        assert self._stream
        if self._state != _UP and now - self._since > _GREETING_MS:
            raise OSError("no greeting")
        if self._state == _DIALLING:
            if self._stream.ready():
                self._state = _GREETING
                self._write(self._hello, now)
            return
        self._flush()
        for _ in range(_CHUNKS):
            data = self._stream.receive(_CHUNK) if self._stream else None  # whoever was told something may have lost it
            if not data:
                break
            self._heard_at = now
            for first, body, whole in self._reader.feed(data):
                self._take(first, body, whole, now)
        if self._state == _UP:
            self._keep_alive(now)

    def _keep_alive(self, now: int) -> None:
        if now - self._heard_at > 1500 * KEEPALIVE_S:
            raise OSError("the broker is silent")
        if now - self._said_at >= 500 * KEEPALIVE_S and not self._out:
            self._write(packets.PING, now)

    def _take(self, first: int, body: bytes, whole: bool, now: int) -> None:  # noqa: FBT001 (one call)
        kind = first & 0xF0
        if kind == packets.PUBLISH:
            topic, payload, mid = packets.read_publish(first, body)
            self._heard(topic, payload if whole else None, now)
            if mid:
                self._write(packets.puback(mid), now)  # after it was done, as house and standard have it
        elif kind == packets.CONNACK and self._state == _GREETING:
            if body[1:2] != b"\x00":
                raise OSError(f"the broker refuses: {body[1:2].hex()}")
            self._state = _SUBSCRIBING
            self._write(packets.subscribe(self._next_mid(), self._topics), now)
        elif kind == packets.SUBACK and self._state == _SUBSCRIBING:
            if packets.REFUSED in body[2:]:
                self.fault = "may not hear everything"
            self._state, self._wait_ms = _UP, 0
            self._changed(True, now)

    def send(self, topic: str, payload: bytes, now: int, *, retain: bool = False) -> bool:
        """Whether it is on its way; False where the link is down or the network takes no more."""
        if not self.up or len(self._out) > MOST_BYTES:
            return False
        try:
            self._write(packets.publish(topic, payload, self._next_mid(), retain), now)
        except OSError as fault:
            self._lose(now, fault)
            return False
        return True

    def _write(self, packet: bytes, now: int) -> None:
        """One write a packet: a second one waits 40 ms for the first one's acknowledgement (Nagle's algorithm)."""
        self._said_at = now
        self._out += packet
        self._flush()

    def _flush(self) -> None:
        if self._out and self._stream:
            self._out = self._out[self._stream.send(self._out) :]

    def _next_mid(self) -> int:
        self._mid = self._mid % 65535 + 1
        return self._mid

    def _lose(self, now: int, fault: Exception) -> None:
        was_up = self.up
        self.fault, self.too_early = str(fault), isinstance(fault, TooEarlyError)
        self.close(now)
        if was_up or self.too_early:
            self._wait_ms = 0
        if was_up:
            self._changed(False, now)
        waits = min(max(2 * self._wait_ms, _FIRST_WAIT_MS), _LONGEST_WAIT_MS)
        self._wait_ms = (
            waits * (192 + self._chance() // 2) // 256
        )  # a quarter more or less: not all of an office at once

    def close(self, now: int) -> None:
        """Hang up; the broker then tells the last will."""
        if self._stream:
            self._stream.close()
            self._stream = None
        self._forget(now)
