"""One HTTP question with one deadline for everything: name, connection, headers, body.

``requests`` measures its time-out from read to read, so that a server dribbling a byte a second holds it for as long as it
likes. Here the question is asked on a thread of its own; at the deadline the asker goes on, and the socket is shut down
so that the thread ends too.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError

from contract.errors import TryAgainError

MAX_ANSWER: Final = 256 * 1024
"""Bytes; a longer answer is no answer."""
_CHUNK: Final = 16 * 1024
_PAUSE_S: Final = 0.15
_BUSY: Final = frozenset({429, 502, 503, 504})


class NoAnswerError(TryAgainError):
    """The other side did not give a usable answer in time."""


class Exchanges:
    """Asks one address; at most ``at_once`` questions run at the same time. Thread-safe, keeps no connection and no cookie."""

    def __init__(self, url: str, at_once: int = 8) -> None:
        self._url = url
        self._room = threading.BoundedSemaphore(at_once)

    def post(self, body: bytes, deadline_s: float) -> bytes:
        """The answer's body to a JSON question that may safely be asked twice; raises NoAnswerError, never late.

        Tried a second time, within the same deadline, when the connection failed or the server said that it was busy; what
        the server wants to make us wait (Retry-After) is not heeded. Redirects, compression and proxies are refused.
        """
        if not self._room.acquire(blocking=False):
            raise NoAnswerError("too many questions are open")
        question = _Question(self._url, body, time.monotonic() + deadline_s)
        threading.Thread(target=self._ask, args=(question,), name="http-exchange", daemon=True).start()
        if not question.done.wait(deadline_s):
            question.abandon()
            raise NoAnswerError(f"no answer within {deadline_s} s")
        if question.answer is None:
            raise NoAnswerError(question.fault)
        return question.answer

    def _ask(self, question: "_Question") -> None:
        try:
            question.ask()
        finally:
            self._room.release()


class _Question:
    """One question under way, its socket within reach of the one who waits."""

    def __init__(self, url: str, body: bytes, until: float) -> None:
        self.done = threading.Event()
        self.answer: bytes | None = None
        self.fault = ""
        self._url = url
        self._body = body
        self._until = until
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._abandoned = threading.Event()

    def ask(self) -> None:
        """Ask, at most twice; sets ``done`` at the end, whatever it is."""
        try:
            with contextlib.suppress(_AskAgainError):
                self.answer = self._once()
                return
            if not self._abandoned.wait(_PAUSE_S):
                self.answer = self._once()
        except (NoAnswerError, requests.RequestException, HTTPError, OSError, ValueError) as fault:
            # ValueError: urllib3 and http.client raise some of their own for broken addresses and headers
            self.fault = f"{type(fault).__name__}: {fault}"
        finally:
            self.done.set()

    def abandon(self) -> None:
        """Nobody waits any more: end the thread's reading."""
        with self._lock:
            self._abandoned.set()
            self._hang_up()

    def connected(self, line: socket.socket) -> None:
        """Remember the socket, or close it when it comes too late."""
        with self._lock:
            self._socket = line
            if self._abandoned.is_set():
                self._hang_up()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # not SSLSocket.shutdown, which takes the TLS object away from the thread that reads through it
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _once(self) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0 or self._abandoned.is_set():
            raise NoAnswerError("no time left")
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        with requests.Session() as session:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(self.connected))
            try:
                response = session.post(
                    self._url, self._body, headers=headers, timeout=left, stream=True, allow_redirects=False
                )
                with response:
                    return self._body_of(response)
            except (requests.ConnectionError, ProtocolError) as fault:
                raise _AskAgainError(str(fault)) from fault

    def _body_of(self, response: requests.Response) -> bytes:
        if response.status_code in _BUSY:
            raise _AskAgainError(f"status {response.status_code}")
        if response.status_code != 200:
            raise NoAnswerError(f"status {response.status_code}")
        body = bytearray()
        for piece in response.raw.stream(_CHUNK, decode_content=False):
            body += piece
            if len(body) > MAX_ANSWER:
                raise NoAnswerError(f"more than {MAX_ANSWER} bytes")
        return bytes(body)


class _AskAgainError(NoAnswerError):
    """Worth a second try."""


class _Adapter(HTTPAdapter):
    """Tells of each connection's socket; never tries again by itself."""

    def __init__(self, connected: Callable[[socket.socket], None]) -> None:
        self._connected = connected
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Give the pool connections that tell of their sockets."""
        super().init_poolmanager(*arguments, **options)
        told = self._connected

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                told(self.sock)

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                told(self.sock)

        plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}
