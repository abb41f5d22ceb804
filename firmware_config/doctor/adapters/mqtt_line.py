"""An ear at the broker: connects, asks to hear, and listens; MQTT 3.1.1 in the four packets that this takes.

``contract.link`` makes its connection again for ever and says that it is there; the doctor wants to know why a connection is not made,
and says nothing. Source of the packets: MQTT 3.1.1, OASIS, chapter 3.
"""

import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract.errors import ProfileError
from contract.trust import trusting
from firmware_config.doctor.adapters.deadline import TooLateError, in_time, left

_CONNECT, _CONNACK, _PUBLISH, _SUBSCRIBE, _SUBACK, _PINGREQ, _PINGRESP = 0x10, 0x20, 0x30, 0x82, 0x90, 0xC0, 0xD0
_TLS_ALERT: Final = 0x15
_REFUSED: Final = 0x80
_NOT_LET_IN: Final = (4, 5)
"""CONNACK: bad user name or password, not authorised."""
_CLEAN, _USER_AND_PASSWORD = 0x02, 0xC0
_KEEPALIVE_S: Final = 30
_CHUNK: Final = 65536
_PATIENCE_S: Final = 3.0
"""For each step towards the broker."""
_EXPIRED, _NOT_YET = 10, 9
_WRONG_HOST: Final = (62, 64)
"""Verification results of OpenSSL (x509_vfy.h)."""


class LineError(Exception):
    """The broker cannot be heard; ``kind`` is that of the finding."""

    def __init__(self, kind: str, words: str = "") -> None:
        super().__init__(kind, words)
        self.kind = kind
        self.words = words


@dataclass(frozen=True, slots=True)
class Address:
    """Where the broker is said to be; ``ca``: the file of the office's own CA, empty for no TLS."""

    host: str
    port: int
    ca: str = ""


def connected(address: Address, until: float) -> socket.socket:
    """A connection, with TLS where the address says so; raises LineError."""
    plain = _dialled(address, until)
    if not address.ca:
        return plain
    try:
        return _secured(plain, address, until)
    except LineError:
        plain.close()
        raise


def _dialled(address: Address, until: float) -> socket.socket:
    until = min(until, time.monotonic() + _PATIENCE_S)
    try:
        found = in_time(lambda: socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM), until)
    except (TooLateError, OSError, UnicodeError) as fault:
        raise LineError("broker_unresolved") from fault
    last: OSError | None = None
    for family, kind, number, _, place in found:
        line = socket.socket(family, kind, number)
        line.settimeout(left(until))
        try:
            line.connect(place)
        except OSError as fault:
            line.close()
            last = fault
            continue
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line
    raise LineError("broker_refused" if isinstance(last, ConnectionRefusedError) else "broker_silent") from last


def _secured(plain: socket.socket, address: Address, until: float) -> ssl.SSLSocket:
    try:
        if not Path(address.ca).is_file():
            raise LineError("certificate_missing")
        context = trusting(address.ca)
    except (ProfileError, OSError) as fault:
        raise LineError("certificate_unreadable") from fault
    plain.settimeout(min(left(until), _PATIENCE_S))
    try:
        return context.wrap_socket(plain, server_hostname=address.host)
    except ssl.SSLCertVerificationError as fault:
        raise LineError(_verdict(fault.verify_code), fault.verify_message) from fault
    except TimeoutError as fault:
        raise LineError("broker_silent") from fault
    except (ssl.SSLError, OSError) as fault:
        raise LineError("broker_no_tls") from fault


def _verdict(code: int) -> str:
    if code == _EXPIRED:
        return "certificate_expired"
    if code == _NOT_YET:
        return "certificate_not_yet"
    return "certificate_wrong_host" if code in _WRONG_HOST else "certificate_foreign"


class MqttLine:
    """One connection to the broker as ``user``; ``close`` it always. Every step raises LineError."""

    def __init__(self, address: Address, user: str, password: str, until: float) -> None:
        self._address = address
        self._line = connected(address, until)
        self._heard = bytearray()
        self._early: list[tuple[int, bytes]] = []
        self._greeted = False
        try:
            self._greet(user, password, until)
        except LineError:
            self.close()
            raise

    @property
    def certificate_ends(self) -> float | None:
        """When the broker's certificate ends, in seconds since 1970; None without TLS."""
        shown = self._line.getpeercert() if isinstance(self._line, ssl.SSLSocket) else None
        return ssl.cert_time_to_seconds(str(shown["notAfter"])) if shown else None

    def ask(self, topics: Sequence[str], until: float) -> list[str]:
        """Ask to hear the topics; those that the broker refuses."""
        body = b"\x00\x01" + b"".join(_text(topic) + b"\x00" for topic in topics)
        self._send(_packet(_SUBSCRIBE, body))
        while True:
            kind, content = self._next(until)
            if kind == _SUBACK:
                return [topic for topic, code in zip(topics, content[2:], strict=False) if code == _REFUSED]
            self._early.append((kind, content))

    def hear(self, until: float) -> tuple[str, bytes] | None:
        """The next message as topic and payload, or an answer to ``ping`` as an empty topic; None when the time is over."""
        try:
            kind, content = self._early.pop(0) if self._early else self._next(until)
        except TooLateError:
            return None
        if kind & 0xF0 != _PUBLISH:
            return "", b""
        length = int.from_bytes(content[:2], "big")
        skipped = 2 + length + (2 if kind & 0x06 else 0)
        return content[2 : 2 + length].decode("utf-8", "replace"), bytes(content[skipped:])

    def ping(self) -> None:
        """Ask for an answer, to see how long it takes."""
        self._send(bytes([_PINGREQ, 0]))

    def close(self) -> None:
        """Hang up; the broker tells nobody, since there is no last will."""
        self._line.close()

    def _greet(self, user: str, password: str, until: float) -> None:
        head = _text("MQTT") + bytes([4, _USER_AND_PASSWORD | _CLEAN]) + _KEEPALIVE_S.to_bytes(2, "big")
        self._send(_packet(_CONNECT, head + _text(user) + _text(user) + _text(password)))
        try:
            _, content = self._next(min(until, time.monotonic() + _PATIENCE_S))
        except TooLateError as fault:
            raise LineError("broker_silent") from fault
        if len(content) != 2:
            raise LineError("broker_other_program")
        if content[1]:
            raise LineError("broker_wrong_password" if content[1] in _NOT_LET_IN else "broker_silent")
        self._greeted = True

    def _send(self, data: bytes) -> None:
        try:
            self._line.sendall(data)
        except OSError as fault:
            raise LineError("broker_silent") from fault

    def _next(self, until: float) -> tuple[int, bytes]:
        """Kind and content of the next packet; raises TooLateError and LineError."""
        while True:
            packet = _whole(self._heard)
            if packet is not None:
                kind, begins, ends = packet
                content = bytes(self._heard[begins:ends])
                del self._heard[:ends]
                return kind, content
            self._read(until)

    def _read(self, until: float) -> None:
        if time.monotonic() >= until:
            raise TooLateError
        self._line.settimeout(left(until))
        try:
            data = self._line.recv(_CHUNK)
        except TimeoutError as fault:
            raise TooLateError from fault
        except OSError as fault:
            raise LineError(self._hung_up()) from fault
        if not data:
            raise LineError(self._hung_up())
        self._heard += data
        if not self._greeted and self._heard[0] != _CONNACK:
            raise LineError("broker_wants_tls" if self._heard[0] == _TLS_ALERT else "broker_other_program")

    def _hung_up(self) -> str:
        """Who hangs up at a greeting without TLS is asked whether he wants TLS; else it is no broker."""
        return "broker_wants_tls" if not self._address.ca and speaks_tls(self._address) else "broker_other_program"


def speaks_tls(address: Address) -> bool:
    """Whether something there speaks TLS, whoever it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((address.host, address.port), _PATIENCE_S) as line:
            context.wrap_socket(line).close()
    except OSError:
        return False
    return True


def _whole(heard: bytearray) -> tuple[int, int, int] | None:
    """Kind, begin and end of the first packet's content where it is whole. A length of more than four bytes is no MQTT."""
    length, shift = 0, 0
    for at in range(1, 6):
        if at == 5:
            raise LineError("broker_other_program")
        if at >= len(heard):
            return None
        length |= (heard[at] & 0x7F) << shift
        shift += 7
        if not heard[at] & 0x80:
            ends = at + 1 + length
            return (heard[0], at + 1, ends) if len(heard) >= ends else None
    return None


def _packet(kind: int, body: bytes) -> bytes:
    length, encoded = len(body), bytearray()
    while True:
        length, low = length >> 7, length & 0x7F
        encoded.append(low | (0x80 if length else 0))
        if not length:
            return bytes([kind]) + bytes(encoded) + body


def _text(text: str) -> bytes:
    data = text.encode()
    return len(data).to_bytes(2, "big") + data
