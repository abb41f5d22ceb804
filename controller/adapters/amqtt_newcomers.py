"""Connections to the embedded broker that have not shown a right password yet: nobody's may take all the room.

mosquitto has no such share; see ``docs/security.md``.
"""

import asyncio
from collections import Counter
from typing import Final

from controller.adapters.amqtt_connection import Connection
from controller.core.place import place_of_host

_OF_ONE_PLACE: Final = 16
"""At a time; a machine of many boards and terminals starts with fewer. This machine itself, where a whole office may run, has no such limit."""


class Newcomers:
    """In the order in which they came."""

    def __init__(self, of_one_place: int = _OF_ONE_PLACE) -> None:
        self._of_one_place = of_one_place
        self._there: dict[Connection, str] = {}
        self._counts: Counter[str] = Counter()

    def come(self, connection: Connection, place: str) -> bool:
        """Whether there is room for another one of ``place``, which is empty for this machine."""
        if place and self._counts[place] >= self._of_one_place:
            return False
        self._there[connection] = place
        self._counts[place] += 1
        return True

    def no_more(self, connection: Connection) -> None:
        """Came in, or went; safe to say twice."""
        place = self._there.pop(connection, None)
        if place is not None:
            self._counts[place] -= 1
            if not self._counts[place]:
                del self._counts[place]

    def make_room(self) -> bool:
        """The one that has been silent for longest gives way to the next; False where everybody has come in."""
        oldest = next(iter(self._there), None)
        if oldest is None:
            return False
        self.no_more(oldest)
        oldest.drop()
        return True


def caller(writer: asyncio.StreamWriter) -> str:
    """The place that a connection comes from, empty for this very machine."""
    peer, own = (writer.get_extra_info(end) or ("",) for end in ("peername", "sockname"))
    return "" if peer[0] == own[0] else place_of_host(peer[0])
