"""A connection to the broker that never waits: TCP, and TLS by the office's own CA, on MicroPython and CPython alike."""

import select
import socket
from binascii import a2b_base64

try:
    import tls  # MicroPython
except ImportError:
    import ssl as tls
try:
    from typing import Any
except ImportError:  # MicroPython has no types
    pass

_BUSY = (11, 115, 119)  # EAGAIN; EINPROGRESS of Linux and of lwIP
_WANTS = ("SSLWantReadError", "SSLWantWriteError")
_TOO_EARLY = ("future", "not yet valid")
"""How Mbed TLS and OpenSSL say that a certificate is not valid yet."""


class TooEarlyError(OSError):
    """The broker's certificate is not valid yet: the device's clock stands before it."""


class Stream:
    """Begins to connect; raises OSError where that fails at once. ``ca``: the CA's certificates as PEM, or one as DER; empty: no TLS."""

    def __init__(self, host: str, port: int, ca: bytes) -> None:
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)[0]
        self._host, self._ca = host, ca
        self._socket = socket.socket(found[0], socket.SOCK_STREAM)
        self._stream: Any = self._socket
        self._connected = False
        try:
            self._socket.setblocking(False)
            self._socket.connect(found[-1])
        except OSError as fault:
            if fault.args[0] not in _BUSY:
                self._socket.close()
                raise
        self._poll = select.poll()
        self._poll.register(self._socket, select.POLLOUT)

    def ready(self) -> bool:
        """Whether bytes can be sent; raises OSError where the broker does not answer."""
        if not self._connected:
            if not self._poll.poll(0):
                return False
            self._poll.unregister(self._socket)
            if hasattr(socket, "TCP_NODELAY"):
                self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._ca:
                self._stream = _guarded(self._socket, self._host, self._ca)
            self._connected = True
        return True

    def send(self, data: bytes) -> int:
        """How many bytes were taken; 0: none now. Raises OSError at the end of the connection."""
        return self._try("send", "write", data) or 0

    def receive(self, most: int) -> "bytes | None":
        """None: nothing now. Raises OSError at the end of the connection."""
        data: bytes | None = self._try("recv", "read", most)
        if data == b"":
            raise OSError("closed")
        return data

    def close(self) -> None:
        """Safe at any time."""
        try:
            self._stream.close()
            self._socket.close()
        except OSError:
            pass

    def _try(self, name: str, other: str, value: "Any") -> "Any":
        act = getattr(self._stream, name, None) or getattr(self._stream, other)
        try:
            return act(value)
        except OSError as fault:
            if type(fault).__name__ in _WANTS or (fault.args and fault.args[0] in _BUSY):
                return None
            raise _named(fault) from fault
        except ValueError as fault:  # Mbed TLS does not trust the certificate
            raise _named(fault) from fault


def certificates(raw: bytes) -> "list[bytes]":
    """The certificates of a file as DER, which is what every build of MicroPython reads; PEM may hold several."""
    parts = raw.split(b"-----BEGIN CERTIFICATE-----")[1:]
    return [a2b_base64(part.split(b"-----END", 1)[0]) for part in parts] or [raw]


def _named(fault: Exception) -> OSError:
    told = " ".join(str(fault).split())
    for words in _TOO_EARLY:
        if words in told:
            return TooEarlyError(told)
    return fault if isinstance(fault, OSError) and told else OSError(told or repr(fault))


def _guarded(plain: socket.socket, host: str, ca: bytes) -> "Any":
    """TLS that trusts the office's CA and nobody else, and that the certificate is the host's."""
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.verify_mode = tls.CERT_REQUIRED
    for certificate in certificates(ca):
        if hasattr(tls, "OP_NO_TLSv1_3"):  # CPython's takes the name of a file first
            context.load_verify_locations(cadata=certificate)
        else:
            context.load_verify_locations(certificate)
    return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
