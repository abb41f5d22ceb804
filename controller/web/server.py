"""The web server in a thread of its own, so that pages never hold the queue up.

A port that another program has shuts the pages of that port only, until it is free: the hall opens every morning.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event, Thread
from typing import Final, cast

from starlette.types import ASGIApp
from uvicorn import Config, Server

from contract.errors import CallAPersonError
from contract.site import Web
from controller.web.caller import Caller
from controller.web.greeting import Greeting

_LOG: Final = logging.getLogger(__name__)
_START_S: Final = 20.0
_STOP_S: Final = 5.0
_HEADERS: Final = 16 * 1024
"""Bytes of a request's first line and headers."""
_BACKLOG: Final = 64  # accepted in one go, before any can be refused


class WebServerError(CallAPersonError):
    """Nobody serves the pages; the text says where."""


@dataclass(slots=True)
class _Door:
    """A port by its scheme; ``shut``: what is said where it cannot be taken, ``fault``: why it could not."""

    scheme: str
    port: int
    shut: str
    listener: socket.socket | None = None
    fault: str = ""


class WebServer:
    """Serves ``app`` on ``web.host`` and ``web.port``; port 0 takes any free one.

    ``context``: what a connection to ``web.https_port`` is greeted with, asked each time, None: with nothing; without it there is no TLS.
    """

    def __init__(
        self,
        app: ASGIApp,
        web: Web,
        caller: type[Caller] = Caller,
        context: Callable[[], ssl.SSLContext | None] | None = None,
    ) -> None:
        class OurCaller(caller):  # type: ignore[valid-type, misc]
            proxy = web.proxy

        self._web = web
        self._started = Event()
        self._server = _Announcing(
            Config(
                app,
                http=OurCaller,
                backlog=_BACKLOG,
                ws="websockets-sansio",
                h11_max_incomplete_event_size=_HEADERS,
                ws_max_size=1024,
                ws_ping_interval=20.0,
                ws_ping_timeout=20.0,
                ws_per_message_deflate=False,  # 64 kB a phone for states of half a kilobyte
                timeout_graceful_shutdown=1,
                server_header=False,
                proxy_headers=False,
                log_config=None,
                log_level="warning",  # paths hold the marks of tickets
                access_log=False,
            ),
            self._started,
            context,
        )
        self._thread = Thread(target=self._run, name="web", daemon=True)
        self._doors: tuple[_Door, ...]
        if context:
            self._doors = (
                _Door("http", web.port, "PHONES CANNOT OPEN THEIR PAGES"),
                _Door("https", web.https_port, "OFFICERS CANNOT OPEN THEIR PAGES"),
            )
        else:
            self._doors = (_Door("http", web.port, "NOBODY CAN OPEN THE PAGES"),)
        self.address = ""
        """``http://host:port`` from when that port is taken."""

    @property
    def doors(self) -> Mapping[str, bool]:
        """Whether its port is taken, by scheme: ``http``, and ``https`` where there is TLS. From any thread."""
        return {one.scheme: one.listener is not None for one in self._doors}

    def start(self) -> None:
        """Return when pages can be opened, where their ports are free; raises WebServerError."""
        self._thread.start()
        if not self._started.wait(_START_S) or not self._server.started:
            raise WebServerError(f"pages did not start on {self._web.host}:{self._web.port}")
        self.look()

    def look(self) -> bool:
        """Try again to take the ports that could not be; whether one more is open. Each fault is told once."""
        shut = [one for one in self._doors if one.listener is None]
        return bool(sum(self._open(one) for one in shut))

    def stop(self) -> None:
        """Close every stream and page; safe to call twice, and where ``start`` failed."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_S)
        if self._thread.is_alive():
            self._server.force_exit = True
            self._thread.join(_STOP_S)
        for one in self._doors:
            if one.listener:
                one.listener.close()

    def _open(self, door: _Door) -> bool:
        host = self._web.host
        try:
            listener = self._listen(door)
        except OSError as fault:
            if door.fault != str(fault):
                door.fault = str(fault)
                _LOG.error(
                    "%s: no %s on %s:%d: %s; tried again until it can be had",
                    door.shut, door.scheme, host, door.port, fault,
                )  # fmt: skip
            return False
        door.listener = listener
        if door is self._doors[0]:
            taken, port = listener.getsockname()[:2]
            self.address = f"http://[{taken}]:{port}" if ":" in taken else f"http://{taken}:{port}"
        if door.fault:
            _LOG.warning("%s on %s:%d can be had again: its pages are open", door.scheme, host, door.port)
        door.fault = ""
        return True

    def _listen(self, door: _Door) -> socket.socket:
        """Take the port and serve it. Raises OSError, and leaves no socket behind that nobody serves."""
        host = self._web.host
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with ExitStack() as unserved:
            listener = socket.create_server((host, door.port), family=family, backlog=_BACKLOG)
            unserved.callback(listener.close)
            self._server.listen(listener, tls=door.scheme == "https")
            unserved.pop_all()
            return listener

    def _run(self) -> None:
        try:
            self._server.run([])
        finally:
            self._started.set()


class _Announcing(Server):
    """Says when it is ready, and takes one listening socket after the other."""

    def __init__(self, config: Config, started: Event, context: Callable[[], ssl.SSLContext | None] | None) -> None:
        super().__init__(config)
        self._ready = started
        self._context = context

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._ready.set()

    def listen(self, listener: socket.socket, *, tls: bool) -> None:
        """From another thread, once it is ready. Both schemes are one application on one loop: streams, bounds and sessions are one.

        Raises OSError where the loop ends or has ended, and where it does not answer in time.
        """
        if self.should_exit or self._loop.is_closed():
            raise OSError("the pages are being closed")
        serving = asyncio.run_coroutine_threadsafe(self._listen(listener, tls=tls), self._loop)
        try:
            serving.result(_START_S)
        finally:
            serving.cancel()  # too late is never

    async def _listen(self, listener: socket.socket, *, tls: bool) -> None:
        make = cast("type[Caller]", self.config.http_protocol_class)

        def caller() -> Caller:
            return make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)

        def greeting() -> Greeting:
            return Greeting(caller(), self._context() if self._context else None)

        self.servers.append(
            await self._loop.create_server(greeting if tls else caller, sock=listener, backlog=self.config.backlog)
        )
