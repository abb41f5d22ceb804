"""MQTT 3.1.1 packets as bytes and back (OASIS standard of 29 October 2014): what a small device needs of it, and no more."""

CONNACK = 0x20
PUBLISH = 0x30
PUBACK = 0x40
SUBACK = 0x90
PINGRESP = 0xD0
PING = b"\xc0\x00"
DISCONNECT = b"\xe0\x00"
REFUSED = 0x80
"""A SUBACK's code for a topic that the broker does not let the device hear."""
HEAD = 300
"""Bytes that are kept of a packet too long to keep: enough for the topic and the packet's id."""


def connect(client: str, user: str, password: str, will_topic: str, will: bytes, keepalive_s: int) -> bytes:
    """CONNECT with a clean session and a retained last will at QoS 1."""
    head = _text(b"MQTT") + bytes((4, 0x80 | 0x40 | 0x20 | 0x08 | 0x04 | 0x02)) + _two(keepalive_s)
    words = (client.encode(), will_topic.encode(), will, user.encode(), password.encode())
    return _packet(0x10, head + b"".join([_text(one) for one in words]))


def subscribe(mid: int, topics: "tuple[str, ...]") -> bytes:
    """SUBSCRIBE at QoS 1."""
    return _packet(0x82, _two(mid) + b"".join([_text(one.encode()) + b"\x01" for one in topics]))


def publish(topic: str, payload: bytes, mid: int, retain: bool = False) -> bytes:  # noqa: FBT001, FBT002 (MicroPython keeps names cheap)
    """PUBLISH at QoS 1."""
    return _packet(0x32 | retain, _text(topic.encode()) + _two(mid) + payload)


def puback(mid: int) -> bytes:
    """PUBACK."""
    return b"\x40\x02" + _two(mid)


def read_publish(first: int, body: bytes) -> "tuple[str, bytes, int]":
    """Topic, payload and id of a PUBLISH (0 at QoS 0); raises ValueError where it is none."""
    end = 2 + int.from_bytes(body[:2], "big")
    start = end + 2 if first & 0x06 else end
    if len(body) < start:
        raise ValueError("a PUBLISH that ends too early")
    return body[2:end].decode(), body[start:], int.from_bytes(body[end:start], "big")


class Reader:
    """Packets out of a stream of bytes; of one longer than ``most`` bytes only the head is kept."""

    def __init__(self, most: int) -> None:
        self._most = max(most, HEAD)
        self._held = b""
        self._over = 0
        self._head: tuple[int, bytes, bool] | None = None

    def feed(self, data: bytes) -> "list[tuple[int, bytes, bool]]":
        """First byte, body, and whether it is whole, of every packet that has come; raises ValueError for what is no MQTT."""
        self._held += data
        packets = []
        one = self._next()
        while one is not None:
            packets.append(one)
            one = self._next()
        return packets

    def _next(self) -> "tuple[int, bytes, bool] | None":
        if self._head is not None:
            return self._pass_over()
        length, size = _length(self._held)
        if not size:
            return None
        first, start = self._held[0], 1 + size
        if length > self._most:
            if len(self._held) < start + HEAD:
                return None
            self._head, self._over = (first, self._held[start : start + HEAD], False), start + length
            return self._pass_over()
        if len(self._held) < start + length:
            return None
        body = self._held[start : start + length]
        self._held = self._held[start + length :]
        return first, body, True

    def _pass_over(self) -> "tuple[int, bytes, bool] | None":
        gone = min(self._over, len(self._held))
        self._held = self._held[gone:]
        self._over -= gone
        if self._over:
            return None
        one, self._head = self._head, None
        return one


def _length(held: bytes) -> "tuple[int, int]":
    """The remaining length and how many bytes tell it; 0 bytes where they have not all come."""
    length = 0
    for place in range(1, min(len(held), 5)):
        length |= (held[place] & 0x7F) << 7 * (place - 1)
        if held[place] < 0x80:
            return length, place
    if len(held) >= 5:
        raise ValueError("a length of five bytes")
    return 0, 0


def _packet(first: int, body: bytes) -> bytes:
    head, left = bytes((first,)), len(body)
    while left > 0x7F:
        head += bytes((left & 0x7F | 0x80,))
        left >>= 7
    return head + bytes((left,)) + body


def _text(raw: bytes) -> bytes:
    return _two(len(raw)) + raw


def _two(number: int) -> bytes:
    return bytes((number >> 8, number & 0xFF))
