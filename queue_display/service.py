"""The shell of a board: a notice, a broken link or a passed moment in; a view on the screen out."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, TypeVar

from contract.codec import decode_notice
from contract.errors import MalformedMessageError
from contract.notices import Notice, Office, Presence
from queue_display.core.reach import Reach
from queue_display.ports import Alarm, Screen, Stage

N = TypeVar("N", bound=Notice)
V = TypeVar("V")


class BoardService(Generic[N, V]):
    """One board of either kind. ``kind`` is the notice that feeds its stage.

    Handlers come on the link's thread and alarms on another; the last view wins and is shown in the order it was decided.
    """

    def __init__(
        self,
        kind: type[N],
        stage: Stage[N, V],
        screen: Screen[V],
        alarm: Alarm,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._kind = kind
        self._stage = stage
        self._screen = screen
        self._alarm = alarm
        self._clock = clock
        self._reach = Reach(clock())
        self._shown: V | None = None
        self._turn = threading.Lock()

    def start(self) -> None:
        """Show what there is, which is nothing, and say so soon if nobody is heard."""
        with self._turn:
            self._show(self._clock())

    def stop(self) -> None:
        """Show nothing new any more."""
        self._alarm.cancel()

    def link_changed(self, up: bool) -> None:  # noqa: FBT001  the link's own callback
        """The link came up or was lost."""
        self._reached(lambda now: self._reach.link_changed(now, up=up))

    def presence(self, _topic: str, payload: bytes) -> None:
        """Handler of the controller's presence."""
        presence = _notice(payload, Presence)
        self._reached(lambda now: self._reach.controller_changed(now, online=presence.online))

    def office(self, _topic: str, payload: bytes) -> None:
        """Handler of the office's names."""
        self._screen.set_office(_notice(payload, Office))

    def notice(self, _topic: str, payload: bytes) -> None:
        """Handler of the board's own notices."""
        notice = _notice(payload, self._kind)
        with self._turn:
            now = self._clock()
            self._stage = self._stage.received(notice, now, datetime.now(UTC))
            self._show(now)

    def _reached(self, change: Callable[[float], Reach]) -> None:
        with self._turn:
            now = self._clock()
            before, self._reach = self._reach, change(now)
            if before.whole and not self._reach.whole:
                self._stage = self._stage.disordered()
            self._show(now)

    def _time_passed(self) -> None:
        with self._turn:
            self._show(self._clock())

    def _show(self, now: float) -> None:
        self._stage = self._stage.at(now)
        view = self._stage.view(away=self._reach.away(now))
        if view != self._shown:
            self._shown = view
            self._screen.show(view)
        moments = [at for at in (self._stage.changes_at, self._reach.changes_at(now)) if at is not None]
        if moments:
            self._alarm.set(max(0.0, min(moments) - now), self._time_passed)
        else:
            self._alarm.cancel()


_K = TypeVar("_K", bound=Notice)


def _notice(payload: bytes, kind: type[_K]) -> _K:
    notice = decode_notice(payload)
    if not isinstance(notice, kind):
        raise MalformedMessageError(f"{type(notice).__name__} where {kind.__name__} belongs")
    return notice
