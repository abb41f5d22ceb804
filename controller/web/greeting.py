"""The greeting of TLS, counted as a connection from its first byte on.

asyncio's own listener tells of a connection when hands were shaken: who only begins would be counted by nobody, and could take
every file of the process.
"""

import asyncio
import ssl
from typing import Final, cast

from uvicorn.protocols.utils import get_local_addr, get_remote_addr

from controller.web.caller import Caller

_LEAVING_S: Final = 2.0


class Greeting(asyncio.Protocol):
    """Counts among the connections of ``caller`` until that goes on with it; without a context it says nothing and ends."""

    def __init__(self, caller: Caller, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._early = bytearray()
        self._task: asyncio.Task[None] | None = None
        self._lost = False
        self._caller = caller
        self._all = caller.connections
        self.place = ""
        """Whose connection it is; see ``Caller.place``."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Shake hands, where there is room."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.pause_reading()  # nothing is read before TLS reads it
        self.place = self._caller.bounded_place(get_remote_addr(self._transport), get_local_addr(self._transport))
        self._all.add(self)  # type: ignore[arg-type]
        if self._context is None or self._caller.is_full(self.place):
            self._transport.abort()
        else:
            self._task = asyncio.get_running_loop().create_task(self._greet(self._context))

    def data_received(self, data: bytes) -> None:
        """What was said in one breath with the end of the greeting."""
        self._early += data

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Gone before it was greeted."""
        self._lost = True
        self._all.discard(self)

    def shutdown(self) -> None:
        """The server ends; asyncio takes an end amid a greeting for a good one."""
        self._lost = True
        self._transport.abort()

    async def _greet(self, context: ssl.SSLContext) -> None:
        loop = asyncio.get_running_loop()
        try:
            secure = await loop.start_tls(
                self._transport,
                self,
                context,
                server_side=True,
                ssl_handshake_timeout=self._caller.asking_s,
                ssl_shutdown_timeout=_LEAVING_S,
            )
        except OSError:  # no TLS, another's idea of it, or silence; ssl's errors are among them
            secure = None
        finally:
            self._all.discard(self)
        if secure is None or self._lost:
            self._transport.abort()
            return
        secure.set_protocol(self._caller)
        self._caller.connection_made(secure)
        if self._early and not secure.is_closing():
            self._caller.data_received(bytes(self._early))
