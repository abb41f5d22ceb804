"""The web server in a thread of its own, so that pages never hold the queue up."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from threading import Event, Thread
from typing import Final, cast

from starlette.types import ASGIApp
from uvicorn import Config, Server

from contract.errors import CallAPersonError
from contract.site import Web
from controller.web.caller import Caller
from controller.web.greeting import Greeting

_START_S: Final = 20.0
_STOP_S: Final = 5.0
_HEADERS: Final = 16 * 1024
"""Bytes of a request's first line and headers."""
_BACKLOG: Final = 64  # accepted in one go, before any can be refused


class WebServerError(CallAPersonError):
    """The pages cannot be served; the text says where and why."""


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
        self._context = context
        self._sockets: list[socket.socket] = []
        self.address = ""
        """``http://host:port`` once started."""

    def start(self) -> None:
        """Return when pages can be opened; raises WebServerError."""
        self._listen(self._web.port)
        if self._context:
            self._listen(self._web.https_port)
        host, port = self._sockets[0].getsockname()[:2]
        self.address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        self._thread.start()
        if not self._started.wait(_START_S) or not self._server.started:
            raise WebServerError(f"pages did not start on {self._web.host}:{self._web.port}")

    def stop(self) -> None:
        """Close every stream and page; safe to call twice, and where ``start`` failed."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(_STOP_S)
        if self._thread.is_alive():
            self._server.force_exit = True
            self._thread.join(_STOP_S)
        for one in self._sockets:
            one.close()

    def _listen(self, port: int) -> None:
        host = self._web.host
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._sockets.append(socket.create_server((host, port), family=family, backlog=_BACKLOG))
        except OSError as fault:
            raise WebServerError(f"pages cannot be served on {host}:{port}: {fault}") from fault

    def _run(self) -> None:
        try:
            self._server.run(self._sockets)
        finally:
            self._started.set()


class _Announcing(Server):
    """Says when it is ready; where there is a context, the second socket speaks TLS."""

    def __init__(self, config: Config, started: Event, context: Callable[[], ssl.SSLContext | None] | None) -> None:
        super().__init__(config)
        self._ready = started
        self._context = context

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        assert sockets
        await super().startup(sockets[:1])
        if self._context:
            await self._start_tls(sockets[1], self._context)
        self._ready.set()

    async def _start_tls(self, listener: socket.socket, context: Callable[[], ssl.SSLContext | None]) -> None:
        """The same application on the same loop: streams, bounds and sessions are one."""
        make = cast("type[Caller]", self.config.http_protocol_class)

        def greeting() -> Greeting:
            caller = make(config=self.config, server_state=self.server_state, app_state=self.lifespan.state)
            return Greeting(caller, context())

        loop = asyncio.get_running_loop()
        self.servers.append(await loop.create_server(greeting, sock=listener, backlog=self.config.backlog))
