"""One browser's connection: so many seconds to say what it wants and to take the answer, and no more of them than is safe.

uvicorn waits for ever for a request that never ends. Every connection is a file of this process; at 1024 files paho's
``select`` fails and no number is given any more, so that any phone of the hall could stop the hall.
"""

import asyncio
import resource
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from controller.core.place import place_of_host

_OTHERS: Final = 128
"""Files that the rest of the controller needs, and one round of newcomers."""


class Caller(H11Protocol):
    """uvicorn's own, with an end."""

    asking_s = 10.0
    """From the connection, or the last answer, to the end of a request."""
    taking_s = 120.0
    """From there to the end of the answer: the fonts over a bad mobile network."""
    connections_at_most = 880
    """Streams of all pages included."""
    of_one_address = 256
    """So that no single phone takes them all, streams included. This machine itself has no such limit, and our proxy has none: they bring everybody."""
    proxy = ""
    """Its address."""

    place = ""
    """Whose connection it is, for that limit."""
    _deadline: asyncio.TimerHandle | None = None
    _asked = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Come in, or go at once where it is full."""
        super().connection_made(transport)
        self.place = self.bounded_place(self.client, self.server)
        if self.is_full(self.place):
            transport.abort()
        else:
            self._end_in(self.asking_s)

    def handle_events(self) -> None:
        """A request that is complete has more time."""
        super().handle_events()
        asked = self.conn.their_state in (h11.DONE, h11.MUST_CLOSE)
        if asked and not self._asked:
            self._end_in(self.taking_s)
        self._asked = asked

    def on_response_complete(self) -> None:
        """The next request may come."""
        self._end_in(self.asking_s)
        self._asked = False
        super().on_response_complete()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A stream has pings of its own."""
        self._end_in(None)
        super().handle_websocket_upgrade(event)
        # another protocol goes on with it, and counts on for the same place: also one that is turned away stays until its caller has said good-bye
        self.transport.get_protocol().place = self.place  # type: ignore[attr-defined]

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone by itself."""
        self._end_in(None)
        super().connection_lost(exc)

    def bounded_place(self, client: tuple[str, int] | None, server: tuple[str, int | None] | None) -> str:
        """Whose connection it is between these two ends; empty for who has no bound."""
        if client is None or client[0] == self.proxy or (server is not None and client[0] == server[0]):
            return ""
        return place_of_host(client[0])

    def is_full(self, place: str) -> bool:
        """Whether the last connection was one too many, of all or of ``place``."""
        if len(self.connections) > min(self.connections_at_most, _files() - _OTHERS):
            return True
        return bool(place) and sum(getattr(one, "place", "") == place for one in self.connections) > self.of_one_address

    def _end_in(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self.transport.abort)


def _files() -> int:
    """How many this process may have open."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]
