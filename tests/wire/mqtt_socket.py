"""A bare MQTT 3.1.1 client that sees every packet as it comes, and can also misbehave."""

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from contract.profile import Account
from demo.brokers import BrokerRun

PATIENCE_S = 5
REFUSED = 0x80


@dataclass(frozen=True)
class Heard:
    """One PUBLISH from the broker."""

    topic: str
    payload: bytes
    retained: bool


def text(words: str | bytes) -> bytes:
    raw = words.encode() if isinstance(words, str) else words
    return struct.pack("!H", len(raw)) + raw


def packet(first: int, body: bytes) -> bytes:
    length, left = b"", len(body)
    while True:
        left, digit = divmod(left, 128)[0], left % 128
        length += bytes([digit | (0x80 if left else 0)])
        if not left:
            return bytes([first]) + length + body


def connect_packet(
    client: str, user: str | None, password: str | None, will: tuple[str, bytes] | None, keepalive: int
) -> bytes:
    flags, payload = 0x02, text(client)
    if will:
        flags |= 0x04 | 0x08 | 0x20  # a will, QoS 1, retained
        payload += text(will[0]) + text(will[1])
    if user is not None:
        flags, payload = flags | 0x80, payload + text(user)
    if password is not None:
        flags, payload = flags | 0x40, payload + text(password)
    return packet(0x10, text("MQTT") + bytes([4, flags]) + struct.pack("!H", keepalive) + payload)


class MqttSocket:
    """Connect, say and hear; ``fence`` returns all that the broker sent before its answer to a ping."""

    def __init__(self, host: str, port: int) -> None:
        self.sock = socket.create_connection((host, port), PATIENCE_S)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._stream = self.sock.makefile("rb")
        self._heard: list[Heard] = []
        self._next = 0

    @classmethod
    def login(cls, run: BrokerRun, device: str, **more: Any) -> "MqttSocket":
        account = run.account(device)
        one = cls(run.host, run.port)
        assert one.connect(account, **more) == 0
        return one

    def connect(
        self,
        account: Account | None,
        *,
        client: str | None = None,
        password: str | None = None,
        will: tuple[str, bytes] | None = None,
        keepalive: int = 60,
    ) -> int:
        """The broker's code: 0 welcome, 4 or 5 refused."""
        user = account.device if account else None
        word = password if password is not None else (account.password if account else None)
        name = client if client is not None else f"{account.site}.{account.device}" if account else "nobody"
        self.sock.sendall(connect_packet(name, user, word, will, keepalive))
        kind, body = self.packet()
        assert kind == 0x20
        return body[1]

    def subscribe(self, *filters: str) -> list[int]:
        body = self._id() + b"".join(text(one) + b"\x01" for one in filters)
        self.sock.sendall(packet(0x82, body))
        return list(self._until(0x90)[2:])

    def unsubscribe(self, *filters: str) -> None:
        """Returns when the broker has acknowledged."""
        self.sock.sendall(packet(0xA2, self._id() + b"".join(text(one) for one in filters)))
        self._until(0xB0)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Returns when the broker has acknowledged."""
        self.sock.sendall(packet(0x32 | retain, text(topic) + self._id() + payload))
        self._until(0x40)

    def publish_all(self, topics: Iterable[str], payload: bytes, *, retain: bool = False) -> None:
        """All at once; returns when the broker has acknowledged every one."""
        packets = [packet(0x32 | retain, text(topic) + self._id() + payload) for topic in topics]
        self.sock.sendall(b"".join(packets))
        for _ in packets:
            self._until(0x40)

    def fence(self) -> list[Heard]:
        before = -1
        while before != len(
            self._heard
        ):  # mosquitto gives 20 that are not acknowledged yet, and the others after those
            before = len(self._heard)
            self.sock.sendall(packet(0xC0, b""))
            self._until(0xD0)
        heard, self._heard = self._heard, []
        return heard

    def wait_heard(self) -> Heard:
        while not self._heard:
            self._take(*self.packet())
        return self._heard.pop(0)

    def packet(self) -> tuple[int, bytes]:
        """First byte without flags, and the rest; raises ConnectionError at the end, TimeoutError when nothing comes."""
        first = self._stream.read(1)
        if not first:
            raise ConnectionError("the broker hung up")
        length, shift = 0, 0
        while True:
            digit = self._stream.read(1)[0]
            length |= (digit & 0x7F) << shift
            shift += 7
            if not digit & 0x80:
                break
        body = self._stream.read(length)
        return (first[0], body) if first[0] & 0xF0 == 0x30 else (first[0] & 0xF0, body)

    def hung_up(self) -> bool:
        """Wait for the broker to end the connection; False if it does not in time."""
        try:
            while True:
                self._take(*self.packet())
        except TimeoutError:
            return False
        except (ConnectionError, IndexError):
            return True

    def leave(self) -> None:
        self.sock.sendall(packet(0xE0, b""))
        self.close()

    def close(self) -> None:
        self._stream.close()
        self.sock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _until(self, kind: int) -> bytes:
        while True:
            got, body = self.packet()
            if got == kind:
                return body
            self._take(got, body)

    def _take(self, kind: int, body: bytes) -> None:
        if kind & 0xF0 != 0x30:
            return
        size = struct.unpack("!H", body[:2])[0]
        after = 2 + size
        if kind & 0x06:
            self.sock.sendall(packet(0x40, body[after : after + 2]))
            after += 2
        self._heard.append(Heard(body[2 : 2 + size].decode(), body[after:], bool(kind & 1)))

    def _id(self) -> bytes:
        self._next = self._next % 0xFFFF + 1
        return struct.pack("!H", self._next)
