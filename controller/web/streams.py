"""Live streams: every open page is told the newest state within milliseconds, however many changes came before.

A WebSocket rather than server-sent events: a browser allows six connections to a host over HTTP/1.1, so a seventh counter page
in one browser would hang, and the button presses of the other six with it.
"""

import asyncio
import json
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Hashable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Final

from anyio import CapacityLimiter, to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from controller.web.place import place_of

_LOG: Final = logging.getLogger(__name__)
_FULL: Final = 1013  # RFC 6455's registry: try again later
_BROKEN: Final = 1011
_SAID: Final = 64
"""Messages of a page that are dropped before its stream ends; ours say nothing at all."""
_SIGNED_OUT: Final = 4401  # of our own: the page asks for its address again, where the form stands now

State = Mapping[str, object]
"""What a page shows: words by the place they stand at, and lists that its script draws."""
Read = Callable[[], State | None]
"""Reads a page's state, None once it is not for this page any more; may block, so it never runs on the loop."""
Follow = Callable[[Callable[[], None]], Callable[[], None]]
"""``Service.follow``."""


class _Stream:
    """One page's end; keeps only the newest words."""

    def __init__(self) -> None:
        self._offered: str | None = None
        self._unsent = asyncio.Event()
        self.end: int | None = None
        """The code to close with."""

    def offer(self, words: str) -> None:
        if words != self._offered:
            self._offered = words
            self._unsent.set()

    def begin(self, words: str | None) -> None:
        """The first words, unless newer ones came while they were read."""
        if words is None:
            self.close(_SIGNED_OUT)
        elif self._offered is None:
            self.offer(words)

    def close(self, code: int) -> None:
        self.end = code
        self._unsent.set()

    async def next(self, beat: float) -> str:
        """The newest words, or none of them after ``beat`` seconds, so that the page knows it is not cut off."""
        try:
            async with asyncio.timeout(beat):
                await self._unsent.wait()
        except TimeoutError:
            return ""
        self._unsent.clear()
        return self._offered or ""


class Streams:
    """All open pages. ``limits``: open streams at most by kind, the first part of a key, told in this order; ``beat``: seconds.

    ``gaps``: seconds between two readings, for kinds of pages whose state takes long to read. ``beats``: other seconds than ``beat``.
    ``shares``: how many of a kind that nobody signs in for one place may have, so that no phone takes them all; this machine has no such limit.
    """

    def __init__(
        self,
        follow: Follow,
        limits: Mapping[str, int],
        beat: float,
        gaps: Mapping[str, float] | None = None,
        beats: Mapping[str, float] | None = None,
        shares: Mapping[str, int] | None = None,
    ) -> None:
        self._follow = follow
        self._limits = limits
        self._beats = dict.fromkeys(limits, beat) | dict(beats or {})
        self._gaps = gaps or {}
        self._shares = shares or {}
        self._places: Counter[tuple[str, str]] = Counter()
        self._open: dict[tuple[str, Hashable], tuple[Read, set[_Stream]]] = {}
        self._counts: dict[str, int] = defaultdict(int)
        self._stirred = {kind: asyncio.Event() for kind in limits}
        self._one_reader = CapacityLimiter(1)

    @property
    def count(self) -> int:
        """Streams open now."""
        return sum(self._counts.values())

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the service while inside; one follower however many pages are open."""
        loop = asyncio.get_running_loop()

        def stir() -> None:
            with suppress(RuntimeError):  # the loop has closed; whoever changed something must not suffer from it
                loop.call_soon_threadsafe(self._stir)

        stop = self._follow(stir)
        telling = [asyncio.create_task(self._tell_for_ever(kind)) for kind in self._limits]
        try:
            yield
        finally:
            stop()
            for one in telling:
                one.cancel()
            await asyncio.gather(*telling, return_exceptions=True)

    async def serve(self, socket: WebSocket, key: tuple[str, Hashable], read: Read) -> None:
        """Keep one page up to date until it leaves; ``key`` names the state, so that equal pages are read once.

        A page too many gets its state once and is asked to come back later.
        """
        await socket.accept()
        place = self._shared_place(socket, key[0])
        if self._counts[key[0]] >= self._limits[key[0]] or self._has_its_share(place):
            words = await to_thread.run_sync(_words, read)
            if words is not None:
                await socket.send_text(words)
            await socket.close(_SIGNED_OUT if words is None else _FULL)
            return
        with self._opened(key, read, place) as stream:
            stream.begin(await to_thread.run_sync(_words, read))
            ends = {
                asyncio.create_task(self._send(socket, stream, self._beats[key[0]])),
                asyncio.create_task(_left(socket)),
            }
            try:
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for end in ends:
                    end.cancel()
                await asyncio.gather(*ends, return_exceptions=True)

    def _shared_place(self, socket: WebSocket, kind: str) -> tuple[str, str] | None:
        """What a stream is counted by; None where it need not be."""
        own = socket.scope.get("server") or ("", 0)
        alone = kind not in self._shares or socket.client is None or socket.client.host == own[0]
        return None if alone else (kind, place_of(socket))

    def _has_its_share(self, place: tuple[str, str] | None) -> bool:
        return place is not None and self._places[place] >= self._shares[place[0]]

    @contextmanager
    def _opened(self, key: tuple[str, Hashable], read: Read, place: tuple[str, str] | None) -> Iterator[_Stream]:
        stream = _Stream()
        self._open.setdefault(key, (read, set()))[1].add(stream)
        self._counts[key[0]] += 1
        self._places.update([place] if place else [])
        try:
            yield stream
        finally:
            self._counts[key[0]] -= 1
            self._places = self._places - Counter([place] if place else [])
            self._open[key][1].discard(stream)
            if not self._open[key][1]:
                del self._open[key]

    async def _send(self, socket: WebSocket, stream: _Stream, beat: float) -> None:
        with suppress(WebSocketDisconnect):
            words = await stream.next(beat)
            while stream.end is None:
                await socket.send_text(words)
                words = await stream.next(beat)
            await socket.close(stream.end)

    def _stir(self) -> None:
        for one in self._stirred.values():
            one.set()

    async def _tell_for_ever(self, kind: str) -> None:
        """A task of its own for each kind; the reader takes them in the order in which they were woken."""
        while True:
            with suppress(TimeoutError):  # also without a change: at midnight yesterday's tickets end
                async with asyncio.timeout(self._beats[kind]):
                    await self._stirred[kind].wait()
            self._stirred[kind].clear()
            await self._tell(kind)
            await asyncio.sleep(self._gaps.get(kind, 0))

    async def _tell(self, kind: str) -> None:
        reads = {key: read for key, (read, _) in self._open.items() if key[0] == kind}
        if not reads:
            return
        try:
            told = await to_thread.run_sync(_all_words, reads, limiter=self._one_reader)
        except Exception:  # noqa: BLE001 - the edge of the pages: better cut off than wrong
            _LOG.exception("the state of the pages cannot be read")
            for key in reads.keys() & self._open.keys():
                for stream in self._open[key][1]:
                    stream.close(_BROKEN)
            return
        for key, words in told.items():
            for stream in self._open[key][1] if key in self._open else ():
                if words is None:
                    stream.close(_SIGNED_OUT)
                else:
                    stream.offer(words)


async def turn_away(socket: WebSocket) -> None:
    """Nobody has signed in where this page stands; said in a way that its script can tell from a broken line."""
    await socket.accept()
    await socket.close(_SIGNED_OUT)


def _words(read: Read) -> str | None:
    state = read()
    return None if state is None else json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def _all_words(reads: Mapping[tuple[str, Hashable], Read]) -> dict[tuple[str, Hashable], str | None]:
    return {key: _words(read) for key, read in reads.items()}


async def _left(socket: WebSocket) -> None:
    """Pages only listen; what they say is dropped, and who does not stop saying it is left alone."""
    for _ in range(_SAID):
        if (await socket.receive())["type"] == "websocket.disconnect":
            return
