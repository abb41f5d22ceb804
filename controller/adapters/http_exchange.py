"""One HTTP question with one deadline for everything: name, connection, headers, body.

``requests`` measures its time-out from read to read, so that a server dribbling a byte a second holds it for as long as it
likes. Here the question is asked on a thread of its own; at the deadline the asker goes on, and the socket is shut down
so that the thread ends too.
"""

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError, SSLError

from contract.errors import TryAgainError

MAX_ANSWER: Final = 256 * 1024
"""Bytes; a longer answer is no answer."""
_CHUNK: Final = 16 * 1024
_PAUSE_S: Final = 0.15
_BUSY: Final = frozenset({429, 502, 503, 504})


class NoAnswerError(TryAgainError):
    """The other side did not give a usable answer in time."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One question as HTTP has it; ``twice``: it may be asked a second time; ``any_success``: every status from 200 to 299 is a reply."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    twice: bool = False
    any_success: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """``status`` 200, or another success where that was asked for, with its body, or 400 to 499 without one: the other side has understood and says no."""

    status: int
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Papers:
    """Paths of PEM files: our own certificate and its key, and the authorities that the other side must come from; each may be empty."""

    certificate: str = ""
    key: str = ""
    authority: str = ""


class Exchanges:
    """Asks; at most ``at_once`` questions run at the same time. Thread-safe, keeps no connection and no cookie."""

    def __init__(self, papers: Papers = Papers(), at_once: int = 8) -> None:
        self._papers = papers
        self._room = threading.BoundedSemaphore(at_once)
        # its DEBUG lines hold addresses, in which a file code may stand
        logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

    def ask(self, inquiry: Inquiry, deadline_s: float) -> Reply:
        """The reply; raises NoAnswerError, never late.

        Where it may be, it is tried a second time within the same deadline when the connection failed or the server said that it was
        busy; what the server wants to make us wait (Retry-After) is not heeded. Redirects, compression and proxies are refused.
        """
        if deadline_s <= 0:
            raise NoAnswerError("no time left")
        if not self._room.acquire(blocking=False):
            raise NoAnswerError("too many questions are open")
        question = _Question(inquiry, self._papers, time.monotonic() + deadline_s)
        threading.Thread(target=self._ask, args=(question,), name="http-exchange", daemon=True).start()
        if not question.done.wait(deadline_s):
            question.abandon()
            raise NoAnswerError(f"no answer within {deadline_s:.1f} s")
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

    def __init__(self, inquiry: Inquiry, papers: Papers, until: float) -> None:
        self.done = threading.Event()
        self.answer: Reply | None = None
        self.fault = ""
        self._inquiry = inquiry
        self._papers = papers
        self._until = until
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._abandoned = threading.Event()

    def ask(self) -> None:
        """Ask, at most twice; sets ``done`` at the end, whatever it is."""
        try:
            self.answer = self._tried()
        except NoAnswerError as fault:
            self.fault = str(fault)
        except (requests.RequestException, HTTPError, OSError, ValueError) as fault:
            # ValueError: urllib3 and http.client raise some of their own for broken addresses and headers.
            # Only the kind is told: their words may hold the address, and so the file code or a token.
            self.fault = type(fault).__name__
        finally:
            self.done.set()

    def _tried(self) -> Reply:
        try:
            return self._once()
        except _AskAgainError:
            if not self._inquiry.twice or self._abandoned.wait(_PAUSE_S):
                raise
        return self._once()

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

    def _once(self) -> Reply:
        left = self._until - time.monotonic()
        if left <= 0 or self._abandoned.is_set():
            raise NoAnswerError("no time left")
        asked, papers = self._inquiry, self._papers
        with requests.Session() as session:
            session.trust_env = False
            session.verify = papers.authority or True
            if papers.certificate:
                session.cert = (papers.certificate, papers.key) if papers.key else papers.certificate
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter(self.connected))
            try:
                response = session.request(
                    asked.method,
                    asked.url,
                    data=asked.body,
                    headers={**asked.headers, "Accept-Encoding": "identity"},
                    timeout=left,
                    stream=True,
                    allow_redirects=False,
                )
                with response:
                    return self._reply(response)
            except (requests.exceptions.SSLError, SSLError):
                raise  # a wrong certificate is wrong the second time too
            except (requests.ConnectionError, ProtocolError) as fault:
                raise _AskAgainError(f"no connection ({type(fault).__name__})") from fault

    def _reply(self, response: requests.Response) -> Reply:
        if response.status_code in _BUSY:
            raise _AskAgainError(f"status {response.status_code}")
        if 400 <= response.status_code < 500:
            return Reply(response.status_code)
        if response.status_code != 200 and not (self._inquiry.any_success and 200 <= response.status_code < 300):
            raise NoAnswerError(f"status {response.status_code}")
        body = bytearray()
        for piece in response.raw.stream(_CHUNK, decode_content=False):
            body += piece
            if len(body) > MAX_ANSWER:
                raise NoAnswerError(f"more than {MAX_ANSWER} bytes")
        return Reply(response.status_code, bytes(body))


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
