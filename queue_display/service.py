"""The shell of a board: a notice, a broken link or a passed moment in; a view on the screen out."""

import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from queue import Empty, SimpleQueue
from typing import Final, Generic, TypeVar, cast

from contract.codec import decode_notice, decode_notice_as
from contract.errors import MalformedMessageError
from contract.notices import Board, Call, CounterState, Notice, Office, Outlook, Presence
from contract.office_time import OfficeTime, decode_pulse
from contract.pulse import Pulse
from queue_display.core.journal import Journal
from queue_display.core.reach import Reach
from queue_display.ports import Screen, Stage

_LOG: Final = logging.getLogger(__name__)
N = TypeVar("N", bound=Notice)
V = TypeVar("V")
_Happening = Callable[[float], None]


class BoardService(Generic[N, V]):
    """One board of either kind; ``kinds`` are the notices that feed its stage.

    The handlers may be called from any thread and raise MalformedMessageError; everything else runs on the thread of
    ``run``. ``clock``: seconds that only go forward. ``office_time`` is told
    every pulse, and asked how old a notice is.
    """

    def __init__(
        self,
        kinds: tuple[type[N], ...],
        stage: Stage[N, V],
        screen: Screen[V],
        clock: Callable[[], float] = time.monotonic,
        office_time: OfficeTime | None = None,
    ) -> None:
        self._kinds = kinds
        self._stage = stage
        self._screen = screen
        self._clock = clock
        self._reach = Reach.begun(clock())
        self._journal = Journal()
        self._office_time = office_time or OfficeTime(UTC, clock)
        self._shown: V | None = None
        self._blank, self._serves = stage, True
        self._works: deque[Callable[[], object]] = deque()
        self._inbox: SimpleQueue[_Happening | None] = SimpleQueue()

    def link_changed(self, up: bool) -> None:  # noqa: FBT001 (the link's own callback)
        """The link came up, which proves nothing of the controller, or was lost."""
        if not up:
            self._inbox.put(self._broken)

    def heard_presence(self, _topic: str, payload: bytes) -> None:
        """Handler of the controller's presence: a retained "online" may be as old as the power cut."""
        if not decode_notice_as(payload, Presence).online:
            self._inbox.put(self._broken)

    def heard_pulse(self, _topic: str, payload: bytes) -> None:
        """Handler of the controller's pulse."""
        self._inbox.put(partial(self._beaten, decode_pulse(payload)))

    def heard_office(self, _topic: str, payload: bytes) -> None:
        """Handler of the office's names."""
        office = decode_notice_as(payload, Office)
        self._screen.set_office(office)
        if isinstance(office, self._kinds):
            self._inbox.put(partial(self._noticed, office))

    def heard_notice(self, _topic: str, payload: bytes) -> None:
        """Handler of the board's own notices."""
        notice = decode_notice(payload)
        if not isinstance(notice, self._kinds):
            raise MalformedMessageError(f"{type(notice).__name__} is not for this board")
        if any(moment.tzinfo is None for moment in _moments(notice)):
            raise MalformedMessageError("a time without its zone")
        self._inbox.put(partial(self._noticed, notice))

    def prove(self, lives: Callable[[], None]) -> None:
        """Have ``run`` call ``lives`` in its turn, which it does only while it turns."""
        self._inbox.put(lambda _now: lives())

    def serve(self, *, serves: bool) -> None:
        """Out of service a board says that it pauses, and shows no call."""
        self._inbox.put(partial(self._take_duty, serves))

    def when_calm(self, work: Callable[[], object]) -> None:
        """Do this on the thread of ``run`` as soon as no call is new on the board; returns at once."""
        self._inbox.put(lambda _now: self._works.append(work))

    def stop(self) -> None:
        """End ``run``."""
        self._inbox.put(None)

    def run(self) -> None:
        """Until stopped."""
        while True:
            now = self._clock()
            self._show(now)
            self._work()
            try:
                happening = self._inbox.get(timeout=self._quiet(now))
            except Empty:
                continue
            if happening is None:
                return
            happening(self._clock())

    def _quiet(self, now: float) -> float | None:
        """Seconds until something changes by itself."""
        moments = [at for at in (self._stage.changes_at, self._reach.changes_at(now)) if at is not None]
        return max(0.0, min(moments) - now) if moments else None

    def _show(self, now: float) -> None:
        self._stage = self._stage.at(now)
        view = self._stage.view(away=self._reach.away(now)) if self._serves else self._blank.view(away=True)
        if view != self._shown:
            self._shown = view
            self._screen.show(view)

    def _take_duty(self, serves: bool, _now: float) -> None:  # noqa: FBT001 (a plain switch)
        self._serves = serves

    def _work(self) -> None:
        """What waits for a moment in which nobody looks for a new call."""
        while self._works and not getattr(self._shown, "fresh", False):
            try:
                self._works.popleft()()
            except Exception:  # noqa: BLE001 - the board must go on whatever is done to it
                _LOG.exception("what was to be done to the board failed")

    def _noticed(self, notice: N, now: float) -> None:
        self._journal = self._journal.told(notice)
        self._stage = self._stage.received(notice, now, self._office_time.now())

    def _broken(self, now: float) -> None:
        self._reach = self._reach.broken(now)

    def _beaten(self, pulse: Pulse, now: float) -> None:
        """What was retained may have come first, and was looked at by a clock that is wrong: it is looked at again."""
        is_first = not self._office_time.is_told
        self._reach = self._reach.heard(now)
        self._office_time.heard(pulse)
        kept = self._journal.latest
        if self._journal.is_older_than(pulse):
            kept = self._journal.since(pulse)
            self._journal, self._stage = Journal(), self._stage.disordered()
        elif not is_first:
            return
        if kept is not None:
            self._noticed(cast("N", kept), now)


def _moments(notice: Notice) -> list[datetime]:
    match notice:
        case Board(at=at, calls=calls, message_until=until):
            return [at, *(call.called_at for call in calls), *([until] if until else [])]
        case Outlook(at=at):
            return [at]
        case CounterState(call=Call(called_at=called_at)):
            return [called_at]
        case _:
            return []
