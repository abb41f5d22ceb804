"""Calls waiting for the loudspeaker: in order, each ticket at a counter once, none after its time."""

from datetime import datetime

from contract.ids import CounterId, TicketNumber
from contract.notices import Announcement


class CallLine:
    """First come, first spoken."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[TicketNumber, CounterId], Announcement] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, call: Announcement) -> Announcement | None:
        """Put a call in the line; returns the waiting call of the same ticket and counter whose place it takes, if any.

        The newer one stays because it expires later; the place stays because nobody may be pushed back by a recall.
        """
        key = (call.number, call.counter)
        replaced = self._waiting.get(key)
        self._waiting[key] = call
        return replaced

    def first(self) -> Announcement | None:
        """The call that ``take`` would return, expired or not."""
        return next(iter(self._waiting.values()), None)

    def take(self, at: datetime) -> tuple[Announcement | None, tuple[Announcement, ...]]:
        """The next call to speak, out of the line, and those before it whose time has passed ``at``."""
        expired: list[Announcement] = []
        while self._waiting:
            call = self._waiting.pop(next(iter(self._waiting)))
            if at < call.expires_at:
                return call, tuple(expired)
            expired.append(call)
        return None, tuple(expired)
